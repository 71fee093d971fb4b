"""A CRM rollout as others would draw it: eight phases, one go-live, stored dates; and other words for the same."""

from dataclasses import replace
from datetime import date, datetime

from planner.schedule.critical_path import scheduled
from planner.schedule.file_network import network_of
from planner.schedule.project_file import ImportedPlan
from tests.schedule.rollout_plans import Row, changed, rollout

ROWS: tuple[Row, ...] = (
    (1, 1, "Project Initiation", None, ""),
    (2, 2, "Kick-off meeting", 1, ""),
    (3, 2, "Define project charter", 3, "2"),
    (4, 2, "Charter approved", 0, "3"),
    (5, 1, "Discovery & Design", None, ""),
    (6, 2, "Requirements workshops", 10, "4"),
    (7, 2, "Gap analysis", 4, "6"),
    (8, 2, "Solution design document", 8, "7"),
    (9, 2, "Design sign-off", 0, "8"),
    (10, 1, "Build", None, ""),
    (11, 2, "Configure Sales Cloud", 20, "9"),
    (12, 2, "Develop ERP integration", 25, "9"),
    (13, 2, "Configure reports and dashboards", 8, "11"),
    (14, 2, "Unit testing", 5, "12 13"),
    (15, 2, "Build complete", 0, "14"),
    (16, 1, "Data", None, ""),
    (17, 2, "Data mapping", 5, "9"),
    (18, 2, "Data cleansing", 15, "17"),
    (19, 2, "Trial data load", 3, "18 15"),
    (20, 2, "Data Migration", 3, "19 24"),
    (21, 1, "Testing", None, ""),
    (22, 2, "System integration testing", 8, "15"),
    (23, 2, "UAT", 10, "22"),
    (24, 2, "UAT sign-off", 0, "23"),
    (25, 1, "Training", None, ""),
    (26, 2, "Develop training materials", 8, "15"),
    (27, 2, "Train the trainer", 2, "26"),
    (28, 2, "User Training - Sales", 5, "27 22"),
    (29, 2, "User Training - Customer Service", 5, "28"),
    (30, 1, "Deployment", None, ""),
    (31, 2, "Go/No-Go meeting", 0, "24 29 20"),
    (32, 2, "Cutover", 2, "31"),
    (33, 2, "Deploy to production", 1, "32"),
    (34, 2, "Go Live", 0, "33"),
    (35, 1, "Post Go-Live", None, ""),
    (36, 2, "Hypercare support", 20, "34"),
    (37, 2, "Lessons learned workshop", 1, "36"),
    (38, 2, "Project closure", 0, "37"),
)

NAMES: tuple[dict[int, str], ...] = (
    {},
    {
        18: "Clean up customer data", 20: "Final data load", 23: "User acceptance testing (UAT)", 24: "UAT signed off",
        25: "Enablement", 27: "Key user training", 28: "CRM training for sales team",
        29: "CRM training for service team", 31: "Go live decision", 32: "Cutover weekend",
        33: "Production deployment", 34: "CRM launch", 36: "Early life support",
    },
    {
        18: "De-duplicate accounts", 20: "Migrate accounts, contacts and opportunities",
        23: "Acceptance tests by business users", 24: "Acceptance approved by business", 25: "Change management",
        27: "Super user training", 28: "End user workshops: sales (training)", 29: "Training sessions customer service",
        31: "Steering committee go/no-go", 32: "Switch-over", 33: "Release to production",
        34: "System live for all users", 36: "Post go-live support",
    },
    {
        18: "Data cleansing by sales ops", 20: "Production data migration", 23: "UAT execution", 24: "UAT exit",
        25: "Learning", 27: "TTT (Train-the-Trainer)", 28: "Train sales reps", 29: "Train service agents",
        31: "Go / No-Go", 32: "Cut-over activities", 33: "Move configuration to production", 34: "GO-LIVE!",
        36: "Hyper-care",
    },
    {
        18: "Data clean-up", 20: "Data migration to PROD", 23: "UAT cycle 1 & 2", 24: "UAT Sign-Off",
        25: "Training & Change", 27: "Train trainers", 28: "Sales user training (3 sessions)",
        29: "Service user training (2 sessions)", 31: "Go/No-Go Decision", 33: "Deploy to PROD",
        34: "Salesforce Go-Live (Phase 1)", 36: "Hypercare (4 weeks)",
    },
    {
        18: "Data quality clean-up", 20: "Import customers and contacts", 23: "Business testing",
        24: "Business sign-off", 25: "Courses", 27: "Train champions", 28: "Classroom course sales",
        29: "E-learning service", 31: "Readiness review", 33: "Activate users",
        34: "Day 1 - users start working in CRM", 36: "Floor walking",
    },
)  # fmt: skip
"""The same plan in the words of other project managers."""


def with_dates(plan: ImportedPlan) -> ImportedPlan:
    """The plan with the dates stored that its links give."""
    found = scheduled(network_of(plan))
    rows = (replace(task, start=found.starts(n), finish=found.finishes(n)) for n, task in enumerate(plan.tasks))
    return replace(plan, tasks=tuple(rows))


def linked(plan: ImportedPlan, **after: str) -> ImportedPlan:
    """The plan with other links, such as `t29="34"`, and the dates that follow."""
    for key, text in after.items():
        plan = changed(plan, int(key[1:]), after=text)
    return with_dates(plan)


def stored(plan: ImportedPlan, uid: int, first: date, last: date | None = None) -> ImportedPlan:
    """The plan in which one row has other stored dates than its links give; a milestone falls on an evening."""
    morning, evening = (datetime.combine(each, datetime.min.time()) for each in (first, last or first))
    return changed(plan, uid, start=morning.replace(hour=8 if last else 17), finish=evening.replace(hour=17))


PLAN = with_dates(rollout(ROWS, start=datetime(2026, 1, 12, 8)))
"""Go-live is on Thursday 6 May 2026 in it."""
