"""The checks of links, rows, phases and progress, with why each matters and what to do."""

from planner.schedule import day_rules as days
from planner.schedule import link_rules as link
from planner.schedule import progress_rules as progress
from planner.schedule import row_rules as row
from planner.schedule.plan_facts import Severity
from planner.schedule.plan_rule import Fix, Rule

HIGH, MEDIUM, LOW = Severity.HIGH, Severity.MEDIUM, Severity.LOW

LINK_RULES = (
    Rule(
        "tasks-in-a-circle", HIGH, "Tasks wait for each other in a circle",
        "No task of the circle can ever begin, and no date of the plan can be worked out.",
        "Remove one link of the circle.",
        link.circle, Fix.LINK,
    ),
    Rule(
        "milestone-too-early", HIGH, "A milestone before what it waits for",
        "Who reads only milestones, as a sponsor does, is told a day that cannot be true.",
        "Move the milestone behind what it waits for, and link it.",
        link.milestone_too_early,
    ),
    Rule(
        "dates-against-links", MEDIUM, "Dates contradict links",
        "Either the date or the link is wrong; until one is changed, nobody can rely on both.",
        "Let the link decide the date, or change the link.",
        link.dates_against_links,
    ),
    Rule(
        "dates-not-recalculated", MEDIUM, "Stored dates differ from a recalculation",
        "The plan was changed without being recalculated, so what people read is not what the plan says.",
        "Recalculate the plan, and look at what moves.",
        link.recalculated,
    ),
    Rule(
        "typed-dates", MEDIUM, "Dates typed in instead of links",
        "A typed date does not move when the work before it slips, so the plan looks on time until it is late.",
        "Link the tasks to what they wait for, and clear the typed dates.",
        link.typed_dates, Fix.LINK,
    ),
    Rule(
        "hard-constraint", MEDIUM, "A must-date instead of a link",
        "A must-date outvotes the links: the plan keeps showing a day that the work can no longer meet.",
        "Use links, and a deadline for the day that has to be kept.",
        link.hard_constraints,
    ),
    Rule(
        "dangling-task", MEDIUM, "Tasks without predecessor and successor",
        "Their delay moves nothing and nothing moves them: the plan is a list here.",
        "Link them to what they need and to what needs them.",
        link.dangling, Fix.LINK,
    ),
    Rule(
        "negative-lag", LOW, "A negative lag hides an overlap",
        "Work that begins before its predecessor ends rests on a part of it that the plan does not name.",
        "Split the predecessor, and link the part that is really needed.",
        link.leads, Fix.LINK,
    ),
    Rule(
        "linked-summary", LOW, "Links on summaries",
        "A link on a summary makes all its tasks wait, also those that could begin, and hides the real reason.",
        "Link the tasks themselves, or the milestone at the end of the summary.",
        link.linked_summaries, Fix.LINK,
    ),
    Rule(
        "open-start", LOW, "Tasks that wait for nothing",
        "Nothing explains why they begin when they do, so they do not move when they should.",
        "Link each to what it waits for.",
        link.open_start, Fix.LINK,
    ),
    Rule(
        "open-end", LOW, "Tasks for which nothing waits",
        "Their delay is not seen to move anything, so nobody looks at it.",
        "Link each to what needs it, at least to the milestone or gate of its phase.",
        link.open_end, Fix.LINK,
    ),
)  # fmt: skip

ROW_RULES = (
    Rule(
        "fixed-date-missed", HIGH, "A fixed date is missed",
        "The plan already says that the day cannot be kept; hoping only shortens the time to react.",
        "Shorten or move what stands before it, or agree another day now.",
        row.missed_date,
    ),
    Rule(
        "no-buffer", HIGH, "No buffer before a fixed date",
        "Without a buffer any delay, even one day of illness, breaks the promise.",
        "Plan the work to end at least a week before the fixed date.",
        row.no_buffer,
    ),
    Rule(
        "negative-slack", HIGH, "Negative slack",
        "Negative slack says by how much a fixed date behind these tasks is missed.",
        "Shorten the work, begin sooner, or move the fixed date.",
        row.negative_slack,
    ),
    Rule(
        "phase-without-gate", MEDIUM, "A phase without a gate",
        "Without a decision at its end a phase is never finished: its rests are carried into the next one.",
        "Close the phase with a milestone at which somebody decides.",
        row.phase_without_gate, Fix.PLAN,
    ),
    Rule(
        "gate-before-its-work", MEDIUM, "A review before its work is done",
        "A review of unfinished work can only wave it through or meet again.",
        "Move the review behind the work, or shorten the work.",
        row.gate_before_its_work, Fix.GATE,
    ),
    Rule(
        "task-unowned", MEDIUM, "Work without an owner",
        "What belongs to everybody is done by nobody.",
        "Name one person for each task.",
        row.unowned,
    ),
    Rule(
        "task-undated", MEDIUM, "Work without a date",
        "Work without a date is not planned; nobody can wait for it or be late with it.",
        "Give it a start and a finish.",
        row.undated,
    ),
    Rule(
        "person-overbooked", MEDIUM, "Somebody is overbooked at go-live",
        "Around a go-live there is no time to catch up; what one person cannot do is what is missing on the day.",
        "Give a part of the work to somebody else, or move it.",
        row.doubled_people,
    ),
    Rule(
        "very-long-task", LOW, "A very long task",
        "Of a task of many weeks one learns only at its end that it is late.",
        "Split it into parts of one or two weeks, each with a result.",
        row.very_long,
    ),
    Rule(
        "milestone-with-duration", LOW, "A milestone that takes time",
        "Nobody knows whether its date is the begin or the end of the work inside it.",
        "Make it a task, with a milestone of no duration at its end.",
        row.milestone_with_duration,
    ),
)  # fmt: skip

DAY_RULES = (
    Rule(
        "ends-before-it-begins", MEDIUM, "The end lies before the beginning",
        "One of the two dates is a slip of the pen, and all that waits for the row waits for the wrong day.",
        "Correct the start or the finish.",
        days.ends_before_it_begins,
    ),
    Rule(
        "zero-duration-task", LOW, "A task without duration",
        "Either it is a milestone and should be called one, or somebody forgot how long it takes.",
        "Mark it as a milestone, or give it a duration.",
        days.zero_duration,
    ),
    Rule(
        "dated-on-a-day-off", LOW, "Work on a day off",
        "Nobody is there on that day, unless somebody asked them to be; the real day is another one.",
        "Move it to a working day, or give it a calendar that works then.",
        days.on_a_day_off,
    ),
    Rule(
        "person-overallocated", LOW, "Somebody has more work than time",
        "The plan counts on hours that nobody has, so its dates are too early.",
        "Move one of the tasks, or let somebody else do it.",
        days.overbooked,
    ),
)  # fmt: skip

PROGRESS_RULES = (
    Rule(
        "finish-in-the-past", HIGH, "Late work",
        "What was to be done and is not holds up all that waits for it.",
        "Enter what is done; then let unfinished work go on after the status date.",
        progress.finish_in_the_past, Fix.STATUS,
    ),
    Rule(
        "start-in-the-past", MEDIUM, "Work that should have begun",
        "A late start is the earliest sign of a late finish, and the cheapest moment to react.",
        "Enter the progress; then let unfinished work go on after the status date.",
        progress.start_in_the_past, Fix.STATUS,
    ),
    Rule(
        "done-in-the-future", MEDIUM, "Done on a day to come",
        "Work cannot have ended on a day that has not come: progress or date is wrong.",
        "Correct the progress or the actual finish.",
        progress.done_in_the_future,
    ),
    Rule(
        "begun-in-the-future", MEDIUM, "Progress on a day to come",
        "Work that begins later cannot have been done by now: progress, start or status date is wrong.",
        "Correct the progress, or the actual start.",
        progress.begun_in_the_future,
    ),
    Rule(
        "done-without-finish", LOW, "Done, without saying when",
        "Without actual dates nobody can learn from this plan for the next wave.",
        "Enter the day on which it was finished.",
        progress.done_without_finish,
    ),
)  # fmt: skip
