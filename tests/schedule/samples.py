"""A small playbook with a wave phase, and plans made from it."""

from collections.abc import Sequence

from planner.playbook.outline import After, Gate, Market, Phase, Playbook, Stage, Task, WaveScope, When

STAGE = Stage(ref="work", name="Work")


def step(ref: str, days: int, *after: str, when: When | None = None, milestone: bool = False) -> Task:
    """A task of a certain most likely length."""
    return Task(
        ref=ref,
        stage="work",
        name=ref.replace("-", " ").capitalize(),
        description=f"How to {ref}.",
        role="manager",
        optimistic=max(days - 1, 0),
        likely=days,
        pessimistic=2 * days,
        milestone=milestone,
        after=tuple(After.from_text(text) for text in after),
        when=when,
        because="It fits." if when else "",
    )


def phase(ref: str, tasks: Sequence[Task], *, wave: bool = False, scope: WaveScope = WaveScope.EVERY) -> Phase:
    """A phase with one stage and an exit gate named after it."""
    return Phase(
        ref=ref,
        name=ref.capitalize(),
        objective=f"{ref.capitalize()} well.",
        wave_phase=wave,
        waves=scope,
        stages=(STAGE,),
        tasks=tuple(tasks),
        exit=Gate(ref=f"{ref}-exit", name=f"{ref.capitalize()} passed"),
    )


DECIDE = phase(
    "decide",
    [step("ask", 2), step("compare", 3, "ask+1d", when=When(market=(Market.B2C,))), step("sign", 1, "compare")],
)
TRAIN = phase("train", [step("prepare", 5, "decide.sign"), step("teach", 3, "prepare")], wave=True)
PILOT = phase("pilot", [step("try", 4, "train.teach")], wave=True, scope=WaveScope.FIRST)
CARE = phase("care", [step("help", 10), step("hand-over", 0, "help", milestone=True)], wave=True)
OPERATE = phase("operate", [step("improve", 5, "care.hand-over")])
SMALL = Playbook(
    ref="small", name="Small", version="1.0.0", summary="For tests.", phases=(DECIDE, TRAIN, PILOT, CARE, OPERATE)
)
