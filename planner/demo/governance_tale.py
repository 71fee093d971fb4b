"""Who stands behind the sample rollout and decides in it: sponsors, responsibilities, and what follows from them."""

from collections.abc import Iterator

from planner.demo import commitment_tale, committee_tale, raci_tale, sponsor_tale
from planner.demo.story import Event, Story


def events(story: Story) -> Iterator[Event]:
    """The parts in the order in which they build on one another."""
    for tale in (sponsor_tale, raci_tale, commitment_tale, committee_tale):
        yield from tale.events(story)
