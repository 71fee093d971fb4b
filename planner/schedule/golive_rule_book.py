"""The checks of training and go-live, with why each matters and what to do."""

from planner.schedule import golive_rules as live
from planner.schedule import order_rules as order
from planner.schedule import training_rules as training
from planner.schedule.plan_facts import Severity
from planner.schedule.plan_rule import Fix, Rule

HIGH, MEDIUM, LOW = Severity.HIGH, Severity.MEDIUM, Severity.LOW

TRAINING_RULES = (
    Rule(
        "training-after-go-live", HIGH, "Training after go-live",
        "People who meet the system untrained invent their own ways around it, and keep them.",
        "Move the training before the go-live of its wave, or move the go-live.",
        training.after_go_live,
    ),
    Rule(
        "training-missing", HIGH, "No training before a go-live",
        "A CRM is only as good as what its users enter; nobody can use well what nobody showed them.",
        "Plan training of the users of this wave, to be finished before the go-live.",
        training.missing, Fix.PLAN,
    ),
    Rule(
        "training-wrong-end", HIGH, "Training hangs on the wrong end of a link",
        "The plan then puts training behind the go-live, or lets the go-live come before the training ends.",
        "Turn the link round: finish to start, from the end of the training to the go-live.",
        training.wrong_end, Fix.LINK,
    ),
    Rule(
        "training-not-waited-for", HIGH, "Go-live does not wait for training",
        "Training is the first victim of delays; without a link nobody sees that the go-live comes too early.",
        "Link the last training of the wave to the go-live, finish to start.",
        training.not_waited_for, Fix.LINK,
    ),
    Rule(
        "training-stale", MEDIUM, "Training is too old at go-live",
        "What is not used within weeks is forgotten, and training it again costs twice.",
        "Move the training closer to the go-live, or plan a refresher shortly before.",
        training.stale,
    ),
    Rule(
        "training-only-at-the-end", MEDIUM, "Training begins only after the system is built",
        "Training starts before implementation: people who know the system design, test and teach it better.",
        "Train the team and the key users before the building begins.",
        training.only_at_the_end, Fix.PLAN,
    ),
    Rule(
        "trainers-trained-too-late", MEDIUM, "Trainers learn after their users",
        "Who teaches before having learned teaches mistakes, and users keep them.",
        "Finish the training of trainers and key users before the first users are trained.",
        order.teachers_too_late,
    ),
    Rule(
        "lag-hides-work", MEDIUM, "A long lag before go-live or training",
        "A lag is time without a task: no owner, no progress, and it does not shrink when the work is done sooner.",
        "Replace the lag by the task that fills the time, with an owner.",
        training.hidden_in_lag, Fix.LINK,
    ),
)  # fmt: skip

GO_LIVE_RULES = (
    Rule(
        "no-go-live", MEDIUM, "No go-live",
        "Without the day on which people begin to work with the system nobody knows what all the work is for.",
        "Add a milestone for the go-live of each wave, and link what has to be done before to it.",
        order.no_go_live, Fix.PLAN,
    ),
    Rule(
        "decision-after-go-live", HIGH, "The decision comes after the go-live",
        "A go/no-go that is asked afterwards decides nothing; whoever asks it takes the risk alone.",
        "Move the decision before the go-live, and let the go-live wait for it.",
        order.decision_after,
    ),
    Rule(
        "acceptance-before-build", MEDIUM, "The acceptance test begins before the building ends",
        "Users who test half a system find what is missing, not what is wrong, and rarely come a second time.",
        "Begin the test when what it tests is built, or test in rounds that wait for their part.",
        order.tested_too_early,
    ),
    Rule(
        "old-system-off-too-early", HIGH, "The old system is switched off too early",
        "Without it there is no way back, and nobody can work between the two days.",
        "Switch the old system off after the last go-live, when the help after it has ended.",
        order.old_system_off_too_early,
    ),
    Rule(
        "data-cleaned-after-migration", MEDIUM, "Data are cleaned after they are moved",
        "Dirty data in a new system cost its users' trust on the first day, and cleaning there costs more.",
        "Clean before the migration, at least what people meet first.",
        order.cleaned_too_late,
    ),
    Rule(
        "go-live-before-migration", HIGH, "Go-live before the data are moved",
        "Users who find their customers missing on the first day go back to their own lists.",
        "Finish the migration before the go-live, or move the go-live.",
        live.before_migration,
    ),
    Rule(
        "go-live-before-acceptance", HIGH, "Go-live before the acceptance test is done",
        "What users would have found in the test, customers find in production.",
        "Finish the acceptance test before the go-live, with time to put right what it finds.",
        live.before_acceptance,
    ),
    Rule(
        "go-live-without-predecessor", HIGH, "Go-live waits for nothing",
        "A go-live without a predecessor stays on its day, however late the work before it is.",
        "Link everything that has to be done before to the go-live.",
        live.without_predecessor, Fix.LINK,
    ),
    Rule(
        "go-live-not-waiting", MEDIUM, "Go-live does not wait for data or acceptance",
        "When the work slips, the plan still shows the old day, and nobody is warned.",
        "Link migration and acceptance test to the go-live, finish to start.",
        live.not_waiting, Fix.LINK,
    ),
    Rule(
        "no-acceptance-test", MEDIUM, "No acceptance test",
        "Only its users can say whether the system serves their daily work, with real cases and their own rights.",
        "Plan a test by users before the go-live, with migrated data.",
        live.no_acceptance, Fix.PLAN,
    ),
    Rule(
        "no-data-migration", MEDIUM, "No migration of data",
        "Customer data have to come from somewhere; unplanned, they are moved in the last week, uncleaned.",
        "Plan cleaning, a rehearsal and the final migration, or say in the plan that the system begins empty.",
        live.no_migration, Fix.PLAN,
    ),
    Rule(
        "go-live-on-a-bad-day", MEDIUM, "Go-live on a bad day",
        "On holidays, at closings and before weekends users, experts and help are away just when they are needed.",
        "Move the go-live to the start of a quiet, full working week.",
        live.bad_day,
    ),
    Rule(
        "no-pilot", MEDIUM, "No pilot before the first broad go-live",
        "A pilot finds with few people what would otherwise stop everybody.",
        "Let one small group go live first, and plan time to learn from it.",
        live.no_pilot, Fix.PLAN,
    ),
    Rule(
        "no-time-for-feedback", MEDIUM, "No time between pilot and go-live",
        "A pilot whose lessons come too late is only an early go-live.",
        "Leave at least two weeks between the pilot and the next go-live, with a task that builds its lessons in.",
        live.no_feedback,
    ),
    Rule(
        "no-support", MEDIUM, "Nobody helps after go-live",
        "The first weeks decide whether people stay; unanswered questions end in old spreadsheets.",
        "Plan go-live care of two to eight weeks, with an end date and a rule for ending it.",
        live.no_support, Fix.PLAN,
    ),
    Rule(
        "short-support", LOW, "Help after go-live is short",
        "The second and third week bring the questions of those who waited, and the first month-end.",
        "Plan two to eight weeks of help, ended by a rule and not by the calendar alone.",
        live.short_support,
    ),
    Rule(
        "waves-on-one-day", MEDIUM, "All waves go live on one day",
        "Waves on one day are one big go-live: every fault meets everybody, and no wave learns from another.",
        "Put weeks between the waves.",
        live.same_day, Fix.WAVE,
    ),
    Rule(
        "waves-too-close", LOW, "Waves follow each other too fast",
        "The lessons of a wave are known after weeks; the next one repeats its faults.",
        "Leave at least two weeks between waves, and a task that carries the lessons over.",
        live.too_close, Fix.WAVE,
    ),
    Rule(
        "critical-path-ends-before-go-live", MEDIUM, "The critical path does not reach the go-live",
        "Then the plan does not know what decides the go-live, and its slack says nothing.",
        "Link the work that has to be done to the go-live.",
        live.critical_path_ends_before, Fix.LINK,
    ),
    Rule(
        "wave-date-differs", MEDIUM, "A wave is promised for another day",
        "People prepare for the day they were told; two days for one event mean that one group is wrong.",
        "Change the day of the wave, or the plan.",
        live.wave_day_differs, Fix.WAVE,
    ),
)  # fmt: skip
