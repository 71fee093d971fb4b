"""Who may do what: the one table of roles, permissions and how far each reaches.

A project manager, a sponsor, a trainer, a team member and a viewer hold their role in one rollout; the administrator of
the installation looks after accounts and sees no content.
"""

from enum import StrEnum

from planner.access.permissions import Permission

__all__ = ["GRANTS", "ROLE_NAMES", "ROLLOUT_ROLES", "SITE_PERMISSIONS", "Permission", "Role", "Scope", "scope_of"]


class Role(StrEnum):
    """A person's part in one rollout; ADMIN is of the whole installation."""

    ADMIN = "admin"
    MANAGER = "manager"
    SPONSOR = "sponsor"
    TRAINER = "trainer"
    MEMBER = "member"
    VIEWER = "viewer"


ROLE_NAMES = {
    Role.ADMIN: "Administrator",
    Role.MANAGER: "Project manager",
    Role.SPONSOR: "Sponsor",
    Role.TRAINER: "Trainer",
    Role.MEMBER: "Team member",
    Role.VIEWER: "Viewer",
}
ROLLOUT_ROLES = (Role.MANAGER, Role.SPONSOR, Role.TRAINER, Role.MEMBER, Role.VIEWER)


class Scope(StrEnum):
    """How far a permission reaches: everything of the rollout, groups of five and more only, or one's own records."""

    ALL = "all"
    GROUPS = "groups"
    OWN = "own"


P = Permission
_ALL, _GROUPS, _OWN = Scope.ALL, Scope.GROUPS, Scope.OWN

_EVERY_MEMBER = {
    P.ROLLOUT_VIEW: _ALL,
    P.PLAYBOOK_VIEW: _ALL,
    P.SUITABILITY_VIEW: _ALL,
    P.GOALS_VIEW: _ALL,
    P.SPONSORSHIP_VIEW: _OWN,
    P.SPONSORSHIP_EDIT: _OWN,
    P.HOURS_VIEW: _OWN,
    P.HOURS_EDIT: _OWN,
    P.COMMITTEE_VIEW: _OWN,
    P.COMMITTEE_EDIT: _OWN,
    P.PLAN_VIEW: _ALL,
    P.GATES_VIEW: _ALL,
    P.ADOPTION_VIEW: _ALL,
    P.SURVEY_RESULTS_VIEW: _GROUPS,
    P.PROBLEMS_VIEW: _ALL,
    P.KPIS_VIEW: _ALL,
    P.READINESS_VIEW: _ALL,
    P.REPORTS_VIEW: _ALL,
    P.PERSONAL_EXPORT: _OWN,
}

_ADMIN = {
    P.USERS_VIEW: _ALL,
    P.USERS_EDIT: _ALL,
    P.MEMBERS_VIEW: _ALL,
    P.MEMBERS_EDIT: _ALL,
    P.TOKENS_VIEW: _ALL,
    P.TOKENS_EDIT: _ALL,
    P.WEBHOOKS_VIEW: _ALL,
    P.WEBHOOKS_EDIT: _ALL,
    P.MAIL_VIEW: _ALL,
    P.MAIL_EDIT: _ALL,
    P.AUDIT_VIEW: _ALL,
    P.AUDIT_EXPORT: _ALL,
    P.PERSONAL_EXPORT: _ALL,
    P.PERSONAL_ERASE: _ALL,
}

_MANAGER = _EVERY_MEMBER | {
    P.ROLLOUT_EDIT: _ALL,
    P.ROLLOUT_EXPORT: _ALL,
    P.MEMBERS_VIEW: _ALL,
    P.MEMBERS_EDIT: _ALL,
    P.PLAYBOOK_EDIT: _ALL,
    P.SUITABILITY_EDIT: _ALL,
    P.SUITABILITY_EXPORT: _ALL,
    P.GOALS_EDIT: _ALL,
    P.GOALS_COMMENT: _ALL,
    P.GOALS_EXPORT: _ALL,
    P.PEOPLE_VIEW: _ALL,
    P.PEOPLE_EDIT: _ALL,
    P.PEOPLE_EXPORT: _ALL,
    P.PERSONAL_ERASE: _ALL,
    P.SPONSORSHIP_VIEW: _ALL,
    P.SPONSORSHIP_EDIT: _ALL,
    P.HOURS_VIEW: _ALL,
    P.HOURS_EDIT: _ALL,
    P.COMMITTEE_VIEW: _ALL,
    P.COMMITTEE_EDIT: _ALL,
    P.PLAN_EDIT: _ALL,
    P.PLAN_EXPORT: _ALL,
    P.GATES_EDIT: _ALL,
    P.GATES_PROPOSE: _ALL,
    P.LESSONS_EDIT: _ALL,
    P.TRAINING_VIEW: _ALL,
    P.TRAINING_EDIT: _ALL,
    P.TRAINING_EXPORT: _ALL,
    P.SCORES_VIEW: _ALL,
    P.SCORES_EXPORT: _ALL,
    P.ADOPTION_EDIT: _ALL,
    P.ADOPTION_EXPORT: _ALL,
    P.ADOPTION_PEOPLE_VIEW: _ALL,
    P.ADOPTION_PEOPLE_EXPORT: _ALL,
    P.SURVEYS_VIEW: _ALL,
    P.SURVEYS_EDIT: _ALL,
    P.SURVEY_RESULTS_EXPORT: _GROUPS,
    P.KPIS_EDIT: _ALL,
    P.KPIS_EXPORT: _ALL,
    P.READINESS_EXPORT: _ALL,
    P.ASSESSMENT_RATE: _ALL,
    P.ASSESSMENT_VERIFY: _ALL,
    P.MISTAKES_ACCEPT: _ALL,
    P.REPORTS_CREATE: _ALL,
    P.REPORTS_EXPORT: _ALL,
    P.SIGN_OFF_REQUEST: _ALL,
    P.SIGN_OFF_VIEW: _ALL,
    P.TOKENS_VIEW: _OWN,
    P.TOKENS_EDIT: _OWN,
    P.WEBHOOKS_VIEW: _ALL,
    P.WEBHOOKS_EDIT: _ALL,
    P.REMINDERS_VIEW: _ALL,
    P.REMINDERS_EDIT: _ALL,
    P.AUDIT_VIEW: _ALL,
    P.AUDIT_EXPORT: _ALL,
    P.PROBLEMS_REPORT: _ALL,
    P.PROBLEMS_EDIT: _ALL,
}

_SPONSOR = _EVERY_MEMBER | {
    P.MEMBERS_VIEW: _ALL,
    P.SUITABILITY_APPROVE: _ALL,
    P.SUITABILITY_EXPORT: _ALL,
    P.GOALS_COMMENT: _ALL,
    P.GOALS_APPROVE: _ALL,
    P.GOALS_EXPORT: _ALL,
    P.PEOPLE_VIEW: _ALL,
    P.SPONSORSHIP_VIEW: _ALL,
    P.HOURS_VIEW: _GROUPS,
    P.COMMITTEE_VIEW: _ALL,
    P.COMMITTEE_EDIT: _ALL,
    P.PLAN_EXPORT: _ALL,
    P.GATES_APPROVE: _ALL,
    P.GATES_EXPORT: _ALL,
    P.LESSONS_EDIT: _OWN,
    P.TRAINING_VIEW: _GROUPS,
    P.TRAINING_EXPORT: _GROUPS,
    P.SCORES_VIEW: _GROUPS,
    P.ADOPTION_EXPORT: _ALL,
    P.ADOPTION_PEOPLE_VIEW: _GROUPS,
    P.SURVEYS_VIEW: _ALL,
    P.SURVEY_RESULTS_EXPORT: _GROUPS,
    P.KPIS_EXPORT: _ALL,
    P.READINESS_EXPORT: _ALL,
    P.ASSESSMENT_RATE: _ALL,
    P.ASSESSMENT_VERIFY: _ALL,
    P.MISTAKES_ACCEPT: _ALL,
    P.OVERRIDE_EDIT: _ALL,
    P.REPORTS_EXPORT: _ALL,
    P.SIGN_OFF_APPROVE: _ALL,
    P.SIGN_OFF_VIEW: _ALL,
    P.TOKENS_VIEW: _OWN,
    P.TOKENS_EDIT: _OWN,
    P.REMINDERS_VIEW: _ALL,
    P.AUDIT_VIEW: _ALL,
    P.PROBLEMS_REPORT: _ALL,
}

_TRAINER = _EVERY_MEMBER | {
    P.MEMBERS_VIEW: _ALL,
    P.PEOPLE_VIEW: _OWN,
    P.PLAN_EDIT: _OWN,
    P.LESSONS_EDIT: _OWN,
    P.TRAINING_VIEW: _ALL,
    P.TRAINING_EDIT: _ALL,
    P.TRAINING_EXPORT: _ALL,
    P.SCORES_VIEW: _ALL,
    P.SCORES_EDIT: _ALL,
    P.SCORES_EXPORT: _ALL,
    P.ADOPTION_PEOPLE_VIEW: _OWN,
    P.SURVEYS_VIEW: _ALL,
    P.SURVEYS_EDIT: _ALL,
    P.ASSESSMENT_RATE: _ALL,
    P.ASSESSMENT_VERIFY: _ALL,
    P.TOKENS_VIEW: _OWN,
    P.TOKENS_EDIT: _OWN,
    P.PROBLEMS_REPORT: _ALL,
    P.PROBLEMS_EDIT: _ALL,
}

_MEMBER = _EVERY_MEMBER | {
    P.MEMBERS_VIEW: _ALL,
    P.PEOPLE_VIEW: _OWN,
    P.PLAN_EDIT: _OWN,
    P.LESSONS_EDIT: _OWN,
    P.TRAINING_VIEW: _OWN,
    P.SCORES_VIEW: _OWN,
    P.ADOPTION_PEOPLE_VIEW: _OWN,
    P.SURVEY_ANSWERS_VIEW: _OWN,
    P.ASSESSMENT_RATE: _ALL,
    P.TOKENS_VIEW: _OWN,
    P.PROBLEMS_REPORT: _ALL,
}

_VIEWER = _EVERY_MEMBER | {P.TRAINING_VIEW: _GROUPS, P.SIGN_OFF_VIEW: _ALL, P.TOKENS_VIEW: _OWN}

GRANTS: dict[Role, dict[Permission, Scope]] = {
    Role.ADMIN: _ADMIN,
    Role.MANAGER: _MANAGER,
    Role.SPONSOR: _SPONSOR,
    Role.TRAINER: _TRAINER,
    Role.MEMBER: _MEMBER,
    Role.VIEWER: _VIEWER,
}
SITE_PERMISSIONS = frozenset({P.USERS_VIEW, P.USERS_EDIT, P.ROLLOUT_CREATE})


def scope_of(role: Role | None, permission: Permission) -> Scope | None:
    """How far the permission reaches for the role; None when it is not granted.

    >>> scope_of(Role.MEMBER, Permission.PLAN_EDIT)
    <Scope.OWN: 'own'>
    """
    return GRANTS[role].get(permission) if role else None
