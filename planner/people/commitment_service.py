"""Says how the team's time stands today, and writes down what people may decide."""

from dataclasses import dataclass
from datetime import date

from planner.basics.errors import Stale
from planner.db import check_version, db
from planner.people import commitment_queries as queries
from planner.people import queries as people
from planner.people.commitment import AuthorityDraft, Time, check_authority, confirmed_count, times
from planner.people.commitment_models import CommitmentAuthority


@dataclass(frozen=True, slots=True)
class Team:
    """The team's time in the current week, and how many have theirs confirmed."""

    times: tuple[Time, ...]

    @property
    def confirmed(self) -> int:
        """How many have all their promised hours confirmed."""
        return confirmed_count(self.times)


def team_of(rollout_id: int, today: date) -> Team:
    """Those who work in the rollout, and whoever else promised hours for this week."""
    rows = [row.promise for row in people.promises(rollout_id)]
    team = list(queries.team(rollout_id))
    others = [each for each in times(sorted({row.user_id for row in rows} - set(team)), rows, today) if each.promised]
    return Team((*times(team, rows, today), *others))


def write_authority(rollout_id: int, user_id: int, draft: AuthorityDraft, version: int | None) -> CommitmentAuthority:
    """Write down, or change, what somebody may decide."""
    row = queries.authorities(rollout_id).get(user_id)
    if row is not None:
        check_version(row, version, authority_fields(row))
    elif version is not None:
        raise Stale({}, 0)
    check_authority(draft)
    row = row or CommitmentAuthority(rollout_id=rollout_id, user_id=user_id)
    row.decides, row.limit = draft.decides, draft.limit
    row.given_by, row.given_on = draft.given_by, draft.given_on
    db.session.add(row)
    db.session.flush()
    return row


def authority_fields(row: CommitmentAuthority) -> dict[str, object]:
    """An authority by the names of its form."""
    return {"decides": row.decides, "limit": row.limit, "given_by": row.given_by, "given_on": row.given_on}
