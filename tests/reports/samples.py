"""An invented report with everything in it, built without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from planner.reports.report import (
    Action,
    Blocker,
    Condition,
    Criterion,
    DecisionNeeded,
    Evidence,
    FactorLine,
    Finding,
    Identity,
    Milestone,
    PillarLine,
    Plan,
    Range,
    Report,
    Stamp,
    VerdictLine,
)

PILLARS = ("People", "Process", "Technology", "Expectations")
NAMES = (
    "The sponsor stands behind the change",
    "Users are trained before they start",
    "Super users help their own team",
    "Staff know why the work changes",
    "The customer process is agreed from end to end",
    "Exceptions have an owner",
    "Sales work in one system, not in two",
    "Problems are solved within days",
    "Customer data are clean enough to trust",
    "Connected systems have been tried under load",
    "Access rights fit the roles",
    "Cutover has been rehearsed with the same people",
    "Goals have a measure, a date and an owner",
    "Everybody expects the same first release",
    "Benefits are owned by the business",
    "Time promised is time given",
)


def percent(text: str) -> Decimal:
    return Decimal(text)


def a_factor(place: int, score: str = "62.5", **changes: object) -> FactorLine:
    line = FactorLine(
        ref=f"factor-{place}",
        name=NAMES[place % len(NAMES)],
        pillar=PILLARS[place // 4 % 4],
        level=("strategic", "department", "work group")[place % 3],
        critical=place % 5 == 0,
        threshold=percent("60.0") if place % 5 == 0 else None,
        score=percent(score),
        range=Range(percent("50.0"), percent("75.0")),
        coverage=percent("75.0"),
        oldest=34,
        unverified=1,
        below=place % 5 == 0,
    )
    return replace(line, **changes)  # type: ignore[arg-type] # fields by name


def an_evidence(place: int, factor: int) -> Evidence:
    known = place % 4 != 3
    return Evidence(
        factor_ref=f"factor-{factor}",
        factor=NAMES[factor % len(NAMES)],
        criterion_ref=f"criterion-{place}",
        criterion="Each team has tried its own week of work in the training system, with its own customers",
        state="met" if known else "unknown",
        value="Step 3 of 4: most teams did, two are still to come" if known else "unknown",
        asked="at least step 3",
        weight=place % 5 + 1,
        points=percent("75.0") if known else None,
        grade="observed" if known else "",
        evidence="Minutes of the visit to Lyon, 4 March" if known else "",
        author="Marta Keller" if known else "",
        verified_by="Jon Ahlberg" if place % 3 == 0 and known else "",
        live=False,
        age_days=21 if known else None,
        valid_days=90,
    )


def an_identity() -> Identity:
    return Identity(
        organisation="Halvorsen Pumps",
        rollout="One customer view",
        gate_key="ready-to-pilot",
        gate="Ready to pilot",
        purpose="The first team can work in the new system on real customers.",
        data_time=datetime(2026, 3, 9, 8, 30, tzinfo=UTC),
        timezone="Europe/Berlin",
        scoring_version="1",
        playbook="Standard rollout",
        playbook_version="1.0.0",
        author="Marta Keller",
    )


def criteria() -> tuple[Criterion, ...]:
    return (
        Criterion("uat", "Every must requirement has passed its test", True, "not met", "91 %", "at least 100 %",
                  "three tests of the quote are still red", "Ines Roth", "Test log of 6 March"),
        Criterion("rehearsal", "The move of customer data was rehearsed twice", True, "met", "2", "at least 2",
                  "", "Pavel Novak", "Run log 2"),
        Criterion("privacy", "The privacy check is signed", True, "unknown", "", "signed",
                  "nobody has recorded it", "Dora Lindt", ""),
        Criterion("news", "The pilot team has been told why", False, "met", "yes", "yes", "", "Karl Berg", "Talk"),
    )  # fmt: skip


def a_plan() -> Plan:
    return Plan(
        source="order-tracking.xml",
        tasks=84,
        done=41,
        late=3,
        undated=2,
        without_owner=5,
        start=date(2025, 10, 6),
        finish=date(2026, 9, 18),
        milestones=(
            Milestone("m1", "Design agreed", date(2025, 12, 19), date(2025, 12, 12), "done"),
            Milestone("m2", "Pilot starts", date(2026, 4, 13), date(2026, 3, 30), "planned"),
            Milestone("m3", "Wave 1 live", date(2026, 6, 15), None, "planned"),
        ),
        late_tasks=("Load test, due 2 March 2026", "Rights for service, due 4 March 2026"),
    )


def a_report(number: int | None = 2, factors: int = 16, rows: int = 80) -> Report:
    return Report(
        identity=an_identity(),
        snapshot=Stamp(number),
        verdict=VerdictLine(
            state="hold",
            word="Hold",
            sentence="Hold: one must-criterion has failed and one is unknown.",
            reasons=("Every must requirement has passed its test: not met.", "The privacy check is signed: unknown."),
        ),
        score=percent("64.2"),
        coverage=percent("81.5"),
        range=Range(percent("52.3"), percent("70.8")),
        blockers=(
            Blocker("uat", "Every must requirement has passed its test", "91 % of 100 %", "Ines Roth", "criterion-uat"),
            Blocker("privacy", "The privacy check is signed", "unknown", "Dora Lindt", "criterion-privacy"),
        ),
        changes=None,
        decisions=(
            DecisionNeeded("Decide on the gate “Ready to pilot”", date(2026, 3, 27), "7 tasks cannot start."),
            DecisionNeeded("Name who signs the privacy check", None, "The gate stays shut."),
        ),
        criteria=criteria(),
        pillars=tuple(
            PillarLine(name, percent(score), Range(percent(low), percent(high)), percent("80.0"), 4)
            for name, score, low, high in (
                ("People", "71.0", "60.0", "81.5"),
                ("Process", "58.4", "50.1", "66.0"),
                ("Technology", "49.9", "38.0", "62.0"),
                ("Expectations", "82.0", "82.0", "82.0"),
            )
        ),
        factors=tuple(a_factor(place) for place in range(factors)),
        findings=(
            Finding("strength", "The sponsor stands behind the change", "Six of six promises kept since January."),
            Finding("risk", "Trainers are promised for half of the time", "Two of four are planned twice in April."),
            Finding("issue", "Three tests of the quote are red", "Open since 20 February; owner is Ines Roth."),
        ),
        actions=(
            Action("Repair the quote", "Repeat tests.", "Ines Roth", date(2026, 3, 20), percent("4"), "opens it"),
            Action("Record the signed privacy check", "", "Dora Lindt", None, None, "opens a blocker"),
        ),
        flips=("If “The move of customer data was rehearsed twice” fell under 2, the verdict would be hold.",),
        plan=a_plan(),
        conditions=(
            Condition("Name a second person", "Pavel Novak", date(2026, 2, 27), "overdue", "Ready to build"),
        ),
        method=(
            "A factor's score is the weighted mean of its scored criteria.",
            "The low end counts every unknown as 0, the high end as 100.",
        ),
        evidence=tuple(an_evidence(place, place * factors // rows) for place in range(rows)),
    )  # fmt: skip
