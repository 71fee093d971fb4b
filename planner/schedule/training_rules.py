"""Checks of training: before the go-live of its wave, still fresh then, waited for, and begun before the building."""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.schedule.plan_facts import Hit, Severity
from planner.schedule.plan_go_lives import GoLive
from planner.schedule.plan_sense import Sense
from planner.schedule.plan_words import Theme
from planner.schedule.project_file import LINK_WORDS, LinkType
from planner.schedule.said import day, days

AFTER_WORDS = {
    LinkType.FINISH_START: "starts only when “{other}” is finished",
    LinkType.START_START: "starts only when “{other}” starts",
    LinkType.FINISH_FINISH: "is finished only when “{other}” is finished",
    LinkType.START_FINISH: "is finished only when “{other}” starts",
}


def after_go_live(plan: Sense) -> Iterator[Hit]:
    """Training that is finished only after the go-live of its wave."""
    for number in plan.training:
        row, live = plan.rows[number], plan.go_live_for(number)
        if live is None or row.last is None or row.last <= live.first or plan.afterwards(number):
            continue
        how = "begins after" if row.first and row.first > live.last else "is finished only after"
        text = f"“{row.name}” ends on {day(row.last)} and {how} “{live.name}” on {day(live.first)}."
        days_of = (row.first, row.last) if row.first and row.first != row.last else (row.last,)
        yield Hit((row.uid, live.row.uid), text, (*days_of, live.first))


def stale(plan: Sense) -> Iterator[Hit]:
    """Training of users that is older than its shelf life when they go live."""
    limit = timedelta(days=plan.facts.shelf_days)
    latest: dict[int, list[int]] = {}
    for number in plan.user_training:
        live, last = plan.go_live_for(number), plan.rows[number].last
        if live and last and last <= live.first:
            latest.setdefault(live.position, []).append(number)
    by_position = {live.position: live for live in plan.go_lives}
    for position, numbers in latest.items():
        live = by_position[position]
        old = [n for n in numbers if (last := plan.rows[n].last) and live.first - last > limit]
        if old:
            yield _stale_hit(plan, old, live)


def _stale_hit(plan: Sense, old: list[int], live: GoLive) -> Hit:
    lasts = [last for n in old if (last := plan.rows[n].last)]
    age = (live.first - max(lasts)).days
    verb = "ends" if len(old) == 1 else "end"
    text = (
        f"{plan.named(old)} {verb} {days(age)} or more before “{live.name}” on {day(live.first)}; "
        f"what was learned keeps {days(plan.facts.shelf_days)}."
    )
    return Hit((*(plan.rows[n].uid for n in old), live.row.uid), text, (max(lasts), live.first))


def missing(plan: Sense) -> Iterator[Hit]:
    """A go-live before which nobody trains its users."""
    trained = plan.user_training
    waves = {plan.wave(n) for n in trained}
    common = "" in waves
    for live in plan.go_lives:
        if common or live.wave in waves or (trained and (live.pilot or not live.wave)):
            continue
        wave = f"wave {live.wave}" if live.wave and not live.pilot else "the users"
        text = f"No training of {wave} is planned before “{live.name}” on {day(live.first)}."
        yield Hit((live.row.uid,), text, (live.first,))


def wrong_end(plan: Sense) -> Iterator[Hit]:
    """Training that hangs on the go-live, or a go-live that waits for the wrong end of the training."""
    lives = {live.row.uid: live for live in plan.go_lives}
    training = {plan.rows[n].uid: n for n in plan.training if not plan.afterwards(n)}
    for number in training.values():
        for each in (number, *plan.above(number)):
            for tie in plan.rows[each].links:
                live = lives.get(tie.predecessor)
                if live and (each == number or Theme.TRAINING in plan.themes[each]) and _same(plan, number, live):
                    row = plan.rows[each]
                    how = AFTER_WORDS[tie.type].format(other=live.name)
                    text = f"“{row.name}” {how} ({day(live.first)}), so training cannot be over by then."
                    if tie.lag < 0:
                        text = f"“{row.name}” is counted back from “{live.name}” on {day(live.first)}, not before it."
                    yield Hit((row.uid, live.row.uid), text, (*([row.first] if row.first else []), live.first))
    for live in plan.go_lives:
        for tie in live.row.links:
            if tie.predecessor in training and (tie.type is not LinkType.FINISH_START or tie.lag < 0):
                yield _loose(plan, live, training[tie.predecessor], tie.type, lead=tie.lag < 0)


def _same(plan: Sense, number: int, live: GoLive) -> bool:
    """Training of a later wave may well wait for the go-live of an earlier one."""
    wave = plan.wave(number)
    mine = plan.go_live_for(number)
    if wave and live.wave:
        return wave == live.wave
    return mine is None or mine.position == live.position


def _loose(plan: Sense, live: GoLive, number: int, kind: LinkType, *, lead: bool) -> Hit:
    row = plan.rows[number]
    how = "with a lead, so it may come before the training ends" if lead else f"only by “{LINK_WORDS[kind]}”"
    text = f"“{live.name}” on {day(live.first)} hangs on “{row.name}” {how}; it does not wait for its end."
    return Hit((live.row.uid, row.uid), text, (live.first, *([row.last] if row.last else [])))


def not_waited_for(plan: Sense) -> Iterator[Hit]:
    """A go-live that no link makes wait for the training of its users."""
    for live in plan.go_lives:
        mine = [n for n in plan.user_training if (found := plan.go_live_for(n)) and found.position == live.position]
        mine = [n for n in mine if live.position not in plan.before(n)]
        if mine and not plan.before(live.position).intersection(mine):
            text = (
                f"No link leads from {plan.named(mine)} to “{live.name}” on {day(live.first)}: when training "
                f"slips, the go-live does not move."
            )
            yield Hit((live.row.uid, *(plan.rows[n].uid for n in mine)), text, (live.first,))


def only_at_the_end(plan: Sense) -> Iterator[Hit]:
    """Nobody is trained before the system is built."""
    live = plan.go_lives[0].first if plan.go_lives else date.max
    work = [n for n in plan.about(Theme.BUILD) if Theme.FEEDBACK not in plan.themes[n]]
    built = [row for n in work if not (row := plan.rows[n]).milestone and row.last and row.last < live]
    firsts = [(row.first, row) for n in plan.training if (row := plan.rows[n]).first and not plan.afterwards(n)]
    if not built or not firsts:
        return
    finished = max(row.last for row in built if row.last)
    first, row = min(firsts, key=lambda pair: pair[0] or finished)
    if first and first > finished:
        text = (
            f"The first training, “{row.name}”, begins on {day(first)}, after everything is built ({day(finished)}). "
            f"Those who design, test and teach the system have learned nothing of it until then."
        )
        yield Hit((row.uid,), text, (first, finished))


def hidden_in_lag(plan: Sense) -> Iterator[Hit]:
    """A long lag before a go-live, training or gate: work or waiting that is no task."""
    day_seconds = plan.facts.day_seconds
    lives = {live.position for live in plan.go_lives}
    meant = lives | {n for n in plan.training if not plan.afterwards(n)} | set(plan.about(Theme.GATE))
    for number in sorted(meant):
        row = plan.rows[number]
        for tie in row.links:
            other = plan.position.get(tie.predecessor)
            if other is not None and tie.lag_seconds > 10 * day_seconds:
                length = round(tie.lag_seconds / day_seconds)
                text = (
                    f"Between “{plan.rows[other].name}” and “{row.name}” lies a lag of {days(length)}. "
                    f"What happens in that time is no task, has no owner and cannot be followed."
                )
                severity = Severity.MEDIUM if number in lives or number in plan.training else Severity.LOW
                yield Hit((row.uid, plan.rows[other].uid), text, (row.first,) if row.first else (), severity)
