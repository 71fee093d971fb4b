"""What a program may do at most with an access token: never more than its owner, and never what is a person's own part.

Signing off, deciding at gates and in the committee, giving promises, answering for oneself, accounts, tokens and
everything about single persons is left to people who are signed in. A token names the permissions it was made for; each
reaches as far as its owner's role there.
"""

from collections.abc import Iterable, Mapping

from planner.access.roles import Permission, Role, Scope, scope_of
from planner.basics.errors import RuleBroken

P = Permission
TOKEN_GRANTS: dict[Permission, Scope] = {
    P.ROLLOUT_VIEW: Scope.ALL,
    P.PLAYBOOK_VIEW: Scope.ALL,
    P.SUITABILITY_VIEW: Scope.ALL,
    P.GOALS_VIEW: Scope.ALL,
    P.GOALS_EDIT: Scope.ALL,
    P.PEOPLE_EDIT: Scope.ALL,
    P.SPONSORSHIP_VIEW: Scope.ALL,
    P.COMMITTEE_VIEW: Scope.ALL,
    P.COMMITTEE_EDIT: Scope.ALL,
    P.PLAN_VIEW: Scope.ALL,
    P.PLAN_EDIT: Scope.ALL,
    P.PLAN_EXPORT: Scope.ALL,
    P.GATES_VIEW: Scope.ALL,
    P.TRAINING_VIEW: Scope.GROUPS,
    P.TRAINING_EDIT: Scope.ALL,
    P.SCORES_EDIT: Scope.ALL,
    P.ADOPTION_VIEW: Scope.GROUPS,
    P.SURVEY_RESULTS_VIEW: Scope.GROUPS,
    P.PROBLEMS_VIEW: Scope.ALL,
    P.PROBLEMS_REPORT: Scope.ALL,
    P.KPIS_VIEW: Scope.ALL,
    P.KPIS_EDIT: Scope.ALL,
    P.KPIS_EXPORT: Scope.ALL,
    P.READINESS_VIEW: Scope.ALL,
    P.READINESS_EXPORT: Scope.ALL,
    P.REPORTS_VIEW: Scope.ALL,
    P.REPORTS_EXPORT: Scope.ALL,
}
"""The most that a token can be given, with how far it reaches at most."""

READING = frozenset({"view", "export"})


def reads_only(permission: Permission) -> bool:
    """Whether a permission looks without changing anything.

    >>> reads_only(Permission.KPIS_VIEW), reads_only(Permission.KPIS_EDIT)
    (True, False)
    """
    return permission.value.split(".")[1] in READING


def narrowed(scope: Scope | None, permission: Permission, named: Iterable[Permission]) -> Scope | None:
    """How far a permission reaches through a token that names some: as far as its owner's role, and no further.

    What reaches over groups only is no way to one's own records, nor the other way round.

    >>> narrowed(Scope.ALL, Permission.SURVEY_RESULTS_VIEW, [Permission.SURVEY_RESULTS_VIEW])
    <Scope.GROUPS: 'groups'>
    """
    most = TOKEN_GRANTS.get(permission)
    if scope is None or most is None or permission not in named:
        return None
    if most is Scope.ALL or most is scope:
        return scope
    return most if scope is Scope.ALL else None


def choices_of(roles: Iterable[Role]) -> list[Permission]:
    """What somebody with these roles can choose from for a token, in the order of the table."""
    held = list(roles)
    return [p for p, most in TOKEN_GRANTS.items() if any(narrowed(scope_of(role, p), p, [p]) for role in held) and most]


def check_choice(wanted: Iterable[Permission], roles: Mapping[str, Role]) -> None:
    """Refuse a token that would name what its owner may not do in one of its rollouts; RuleBroken on `permissions`."""
    chosen = list(wanted)
    if not chosen:
        raise RuleBroken("Choose at least one thing that the token may do.", "permissions")
    for rollout, role in roles.items():
        for permission in chosen:
            if narrowed(scope_of(role, permission), permission, [permission]) is None:
                raise RuleBroken(f"Your role in {rollout} does not allow “{permission.value}”.", "permissions")
