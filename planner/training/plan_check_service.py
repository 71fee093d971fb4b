"""What training records say against the plan: waves not trained, or trained too early, when they go live."""

from collections.abc import Iterator
from datetime import date

from planner.basics.lights import Light
from planner.basics.suppression import may_show
from planner.rollouts.models import Rollout
from planner.schedule.record_findings_service import RecordFinding
from planner.training import outlook_queries
from planner.training.pace import WaveOutlook

PAGE = "training.coverage"


def findings(rollout: Rollout, today: date) -> list[RecordFinding]:
    """Each wave that goes live untrained, loses its training before, or lacks seats; groups under five are left out."""
    found: list[RecordFinding] = []
    for wave in outlook_queries.outlooks(rollout, today):
        if wave.go_live is not None and may_show(wave.people):
            found += _of_wave(wave, wave.go_live, today)
    return found


def _of_wave(wave: WaveOutlook, go_live: date, today: date) -> Iterator[RecordFinding]:
    day = f"{go_live:%-d %b %Y}"
    gone = go_live <= today
    if gone and wave.trained < wave.people:
        untrained = f"{wave.people - wave.trained} of its {wave.people} people are not trained"
        text = f"Wave {wave.number} went live on {day}; {untrained}."
        yield RecordFinding(text, Light.RED, PAGE)
    if gone:
        return
    if wave.trained > wave.trained_at_go_live:
        lost = wave.trained - wave.trained_at_go_live
        text = (
            f"{lost} of the people of wave {wave.number} who are trained today will have lost it by the go-live "
            f"on {day}: the shelf life of a course ends before. Move the training closer, or plan refreshers."
        )
        yield RecordFinding(text, Light.AMBER, PAGE)
    if wave.missing_seats and wave.in_time is not True:
        text = (
            f"Wave {wave.number} goes live on {day} and {wave.missing_seats} seats in courses are not planned yet: "
            f"{float(wave.missing_hours):g} hours of trainers. Let the product propose sessions, or move the go-live."
        )
        yield RecordFinding(text, Light.RED if wave.in_time is False else Light.AMBER, PAGE)
    elif wave.in_time is False:
        ready = f"{wave.ready_on:%-d %b %Y}"
        text = f"At the present pace wave {wave.number} is trained only by {ready}, after its go-live on {day}."
        yield RecordFinding(text, Light.RED, PAGE)
