"""The order in which Microsoft Project writes the elements of a plan; it reads a file only when they stand in it.

The names and their order are those of the published Microsoft Project XML schema (mspdi_pj12.xsd and its successors).
"""

PROJECT = tuple(
    """
    SaveVersion BuildNumber UID Name GUID Title Subject Category Company Manager Author CreationDate Revision LastSaved
    ScheduleFromStart StartDate FinishDate FYStartDate CriticalSlackLimit CurrencyDigits CurrencySymbol CurrencyCode
    CurrencySymbolPosition CalendarUID DefaultStartTime DefaultFinishTime MinutesPerDay MinutesPerWeek DaysPerMonth
    DefaultTaskType DefaultFixedCostAccrual DefaultStandardRate DefaultOvertimeRate DurationFormat WorkFormat
    EditableActualCosts HonorConstraints EarnedValueMethod InsertedProjectsLikeSummary MultipleCriticalPaths
    NewTasksEffortDriven NewTasksEstimated SplitsInProgressTasks SpreadActualCost SpreadPercentComplete
    TaskUpdatesResource FiscalYearStart WeekStartDay MoveCompletedEndsBack MoveRemainingStartsBack
    MoveRemainingStartsForward MoveCompletedEndsForward BaselineForEarnedValue AutoAddNewResourcesAndTasks StatusDate
    CurrentDate MicrosoftProjectServerURL Autolink NewTaskStartDate NewTasksAreManual DefaultTaskEVMethod
    ProjectExternallyEdited ExtendedCreationDate ActualsInSync RemoveFileProperties AdminProject
    UpdateManuallyScheduledTasksWhenEditingLinks KeepTaskOnNearestWorkingTimeWhenMadeAutoScheduled Views Filters
    Groups Tables Maps Reports Drawings DataLinks VBAProjects OutlineCodes WBSMasks ExtendedAttributes Calendars Tasks
    Resources Assignments
    """.split()  # noqa: SIM905 - a hundred quoted names would hide the order
)
TASK = tuple(
    """
    UID GUID ID Name Active Manual Type IsNull CreateDate Contact WBS WBSLevel OutlineNumber OutlineLevel Priority Start
    Finish Duration ManualStart ManualFinish ManualDuration DurationFormat FreeformDurationFormat Work Stop Resume
    ResumeValid EffortDriven Recurring OverAllocated Estimated Milestone Summary DisplayAsSummary Critical IsSubproject
    IsSubprojectReadOnly SubprojectName ExternalTask ExternalTaskProject EarlyStart EarlyFinish LateStart LateFinish
    StartVariance FinishVariance WorkVariance FreeSlack StartSlack FinishSlack TotalSlack FixedCost FixedCostAccrual
    PercentComplete PercentWorkComplete Cost OvertimeCost OvertimeWork ActualStart ActualFinish ActualDuration
    ActualCost ActualOvertimeCost ActualWork ActualOvertimeWork RegularWork RemainingDuration RemainingCost
    RemainingWork RemainingOvertimeCost RemainingOvertimeWork ACWP CV ConstraintType CalendarUID ConstraintDate Deadline
    LevelAssignments LevelingCanSplit LevelingDelay LevelingDelayFormat PreLeveledStart PreLeveledFinish Hyperlink
    HyperlinkAddress HyperlinkSubAddress IgnoreResourceCalendar Notes HideBar Rollup BCWS BCWP PhysicalPercentComplete
    EarnedValueMethod PredecessorLink ActualWorkProtected ActualOvertimeWorkProtected ExtendedAttribute Baseline
    OutlineCode IsPublished StatusManager CommitmentStart CommitmentFinish CommitmentType TimephasedData
    """.split()  # noqa: SIM905 - a hundred quoted names would hide the order
)
LINK = ("PredecessorUID", "Type", "CrossProject", "CrossProjectName", "LinkLag", "LagFormat")
BASELINE = (
    "TimephasedData", "Number", "Interim", "Start", "Finish", "Duration", "DurationFormat", "EstimatedDuration", "Work",
    "Cost", "BCWS", "BCWP", "FixedCost",
)  # fmt: skip


def place(names: list[str], new: str, order: tuple[str, ...]) -> int:
    """Where a new element goes among its brothers, so that they stay in order; unknown brothers are passed over.

    >>> place(["UID", "Name", "Start"], "ID", TASK)
    1
    """
    rank = {name: position for position, name in enumerate(order)}
    own = rank.get(new, len(order))
    return next((at for at, name in enumerate(names) if rank.get(name, -1) > own), len(names))
