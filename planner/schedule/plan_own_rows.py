"""What tasks of the shipped playbooks are about, so that the checks of a plan need not read it from their names."""

from planner.schedule.plan_words import Theme

OWN_ROWS: dict[str, frozenset[Theme]] = {
    "pilot-live": frozenset({Theme.GO_LIVE, Theme.PILOT}),
    "wave-live": frozenset({Theme.GO_LIVE}),
    "switch-day": frozenset({Theme.GO_LIVE}),
    "group-starts": frozenset({Theme.GO_LIVE}),
    "train-users": frozenset({Theme.TRAINING}),
    "train-spread-sites": frozenset({Theme.TRAINING}),
    "one-to-one": frozenset({Theme.TRAINING}),
    "train-the-group": frozenset({Theme.TRAINING}),
    "acceptance-test": frozenset({Theme.ACCEPTANCE}),
    "play-a-day": frozenset({Theme.ACCEPTANCE}),
    "test-with-own-rights": frozenset({Theme.ACCEPTANCE}),
    "pilot-cutover": frozenset({Theme.CUTOVER, Theme.MIGRATION, Theme.PILOT}),
    "wave-cutover": frozenset({Theme.CUTOVER, Theme.MIGRATION}),
    "final-import": frozenset({Theme.MIGRATION}),
    "take-over-group-list": frozenset({Theme.MIGRATION}),
    "pilot-first-days": frozenset({Theme.SUPPORT, Theme.PILOT}),
    "pilot-fix-problems": frozenset({Theme.SUPPORT, Theme.PILOT}),
    "care-answer-problems": frozenset({Theme.SUPPORT}),
    "care-meet-less": frozenset({Theme.SUPPORT}),
    "mornings-free": frozenset({Theme.SUPPORT}),
    "be-there": frozenset({Theme.SUPPORT}),
}
"""By the references of the tasks; a user may rename them."""
