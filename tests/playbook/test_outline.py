"""Types of a playbook: finding pieces, waves, and what is proposed to whom."""

from decimal import Decimal

import pytest

from planner.playbook.facts import FACTS, fact
from planner.playbook.outline import (
    After,
    Comparison,
    Criterion,
    CriterionKind,
    Factor,
    Gate,
    Level,
    Market,
    Phase,
    Pillar,
    Playbook,
    Profile,
    Size,
    Stage,
    Task,
    WaveScope,
    When,
)


def check(ref: str, *, must: bool = True) -> Criterion:
    return Criterion(ref=ref, text=ref, kind=CriterionKind.CHECK, must=must, evidence="A paper", valid_days=90)


def phase(ref: str, **fields: object) -> Phase:
    gate = Gate(ref=f"{ref}-gate", name="Gate", criteria=(check(f"{ref}-must"), check(f"{ref}-should", must=False)))
    stage = Stage(ref=f"{ref}-stage", name="Stage")
    return Phase(ref=ref, name=ref, objective="To be done.", stages=(stage,), exit=gate, **fields)  # type: ignore[arg-type] # by name


def task(ref: str, when: When | None = None) -> Task:
    return Task(ref=ref, stage="s", name=ref, role="sponsor", optimistic=1, likely=2, pessimistic=3, when=when)


def playbook(*phases: Phase) -> Playbook:
    factor = Factor(
        ref="trust",
        name="Trust",
        pillar=Pillar.PEOPLE,
        level=Level.STRATEGIC,
        weight=3,
        why="Because.",
        owner_role="sponsor",
        criteria=(check("trust-shown"),),
    )
    return Playbook(ref="own", name="Own", version="1.0.0", summary="Short.", phases=phases, factors=(factor,))


def test_every_piece_is_found_by_its_ref() -> None:
    book = playbook(phase("decide"), phase("pilot", wave_phase=True))
    assert book.phase("pilot").name == "pilot"
    assert book.factor("trust").weight == 3
    assert book.gate("pilot-gate@2").ref == "pilot-gate"
    assert book.phase_of_gate("pilot-gate@1").ref == "pilot"
    assert book.criterion("trust-shown").must
    assert [one.ref for one in book.gate("decide-gate").shoulds] == ["decide-should"]
    with pytest.raises(KeyError, match="nowhere"):
        book.phase("nowhere")


@pytest.mark.parametrize(
    ("scope", "first", "second"),
    [(WaveScope.EVERY, True, True), (WaveScope.FIRST, True, False), (WaveScope.LATER, False, True)],
)
def test_waves_pass_the_phases_meant_for_them(scope: WaveScope, first: bool, second: bool) -> None:
    one = phase("pilot", wave_phase=True, waves=scope)
    assert one.is_passed_by_wave(1) is first
    assert one.is_passed_by_wave(2) is second
    assert one.gate_key(2) == "pilot-gate@2"


def test_a_phase_without_waves_is_passed_by_none() -> None:
    assert not phase("decide").is_passed_by_wave(1)
    assert phase("decide").gate_key() == "decide-gate"


def test_a_task_is_proposed_only_to_those_meant() -> None:
    book = playbook(phase("decide", tasks=(task("all"), task("big", When(size=(Size.LARGE,), market=(Market.B2B,))))))
    assert [one.ref for _, one in book.tasks_for(Profile())] == ["all"]
    large = Profile(size=Size.LARGE, market=Market.BOTH)
    assert [one.ref for _, one in book.tasks_for(large)] == ["all", "big"]
    consumers = Profile(size=Size.LARGE, market=Market.B2C)
    assert [one.ref for _, one in book.tasks_for(consumers)] == ["all"]


def test_an_empty_condition_means_everybody() -> None:
    assert When().empty
    assert When().applies_to(Profile())
    assert not When(sector=("retail",)).applies_to(Profile())


def test_a_dependency_reads_as_it_is_written() -> None:
    assert str(After(task="sign", phase="decide", lag_days=2)) == "decide.sign+2d"
    assert str(After(task="sign")) == "sign"


@pytest.mark.parametrize(("op", "met"), [(">=", True), ("<=", True), ("==", True), ("<", False), (">", False)])
def test_a_threshold_is_met_exactly(op: str, met: bool) -> None:
    assert Comparison(op).holds(Decimal("95.0"), 95) is met
    assert Comparison(op).sentence


def test_a_fact_belongs_to_the_area_of_its_name() -> None:
    assert fact("training.trained_share").area == "training"
    assert fact("training.trained_share").available
    assert all(name == one.name for name, one in FACTS.items())
