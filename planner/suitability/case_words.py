"""The business case in words: what it comes to in one sentence, and how paybacks, rates and waiting are said."""

from planner.basics.lights import Light
from planner.suitability.business_case import Case, Reading, Worth, light_of
from planner.suitability.cash_flows import Payback
from planner.suitability.internal_rate import InternalRate, RateCount

HEADS = {
    Light.GREEN: "Worth it, also on cautious figures",
    Light.AMBER: "Worth it, if the likely figures hold",
    Light.RED: "Not worth it on these figures",
    Light.UNKNOWN: "Not known yet",
}
READING_WORDS = {
    Reading.CAUTIOUS: "Cautious: costs high, benefits low",
    Reading.LIKELY: "Likely",
    Reading.HOPEFUL: "Hopeful: costs low, benefits high",
}


def missing(case: Case) -> str:
    """What is still missing for a first answer, as a sentence; empty when nothing is."""
    if not case.lines:
        return "Nothing is written down yet: begin with what it costs and what it brings."
    if not case.costs:
        return "No cost is written down yet."
    return "" if case.benefits else "No benefit is written down yet."


def head(case: Case) -> str:
    """The answer in a few words."""
    return HEADS[light_of(case)]


def payback_words(found: Payback | None, years: int) -> str:
    """A payback as people say it.

    2.75 years are "2.8 years"; a payback that never comes is "not within 5 years".
    """
    if found is None:
        return f"not within {years} {'year' if years == 1 else 'years'}"
    if not found.years:
        return "nothing to pay back"
    number = round(found.years, 1)
    again = "" if found.holds else ", but not for good"
    return f"{number} {'year' if number == 1 else 'years'}{again}"


def rate_words(found: InternalRate) -> str:
    """The internal rate in words; several are all named, since then none of them is the return.

    A rate of 0.0524 is "5.2 %".
    """
    if found.status is RateCount.NONE:
        return "none"
    return " and ".join(f"{round(100 * root, 1)} %" for root in found.roots)


def rate_note(found: InternalRate) -> str:
    """What to make of it."""
    return {
        RateCount.NONE: "At no rate do costs and benefits come out even.",
        RateCount.ONE: "The rate at which it would just come out even.",
        RateCount.SEVERAL: "Several rates come out even, so none of them is the return. Go by the present value.",
    }[found.status]


def budget_words(case: Case, likely: Worth, cautious: Worth) -> str:
    """How the costs stand against the budget: within it, over it at worst, or over it; empty without a budget."""
    if case.budget is None:
        return ""
    if cautious.costs <= case.budget:
        return "Within the budget, at worst too"
    return "Within the budget, over it at worst" if likely.costs <= case.budget else "Over the budget"
