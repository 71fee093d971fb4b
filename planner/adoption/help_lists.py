"""The lists a trainer acts on: who is on which, in words, and what helps people there.

Trained is who passed every course asked and is fresh today; using is who was active in the last 28 days.
"""

from enum import StrEnum


class HelpList(StrEnum):
    """A list of people whom help would reach; a person may be on more than one."""

    IDLE = "trained-not-using"
    UNTRAINED = "using-untrained"
    LAPSED = "lapsed"
    NEVER = "never"
    PRESENT = "present"
    ACTIVE = "active"


LIST_WORDS = {
    HelpList.IDLE: "Trained, not using",
    HelpList.UNTRAINED: "Using, not trained",
    HelpList.LAPSED: "Used it and stopped",
    HelpList.NEVER: "Never signed in",
    HelpList.PRESENT: "Signed in, not used",
    HelpList.ACTIVE: "Uses it, not yet adopted",
}
LIST_HINTS = {
    HelpList.IDLE: "They passed every course asked of them and were not active in the last 28 days. Another course "
    "seldom helps; a coach at the desk, or a word with the line manager about time and old habits, does.",
    HelpList.UNTRAINED: "They work with the system without having passed what is asked. Give them a seat in a session "
    "before habits set in that have to be unlearned.",
    HelpList.LAPSED: "They worked with the system once and have not for 28 days. Ask what stopped them; look whether "
    "their unit reported problems.",
    HelpList.NEVER: "They have a licence and never signed in. Often it is access: try it together, once.",
    HelpList.PRESENT: "They sign in and do nothing that counts. Show one thing of their own work in it.",
    HelpList.ACTIVE: "They use it, on few days or with few of the functions expected. Show the next function.",
}
FIRST = HelpList.IDLE


def list_of(word: str, otherwise: HelpList = FIRST) -> HelpList:
    """The list that an address asks for; another one where it asks for none.

    >>> list_of("lapsed").value, list_of("nonsense").value
    ('lapsed', 'trained-not-using')
    """
    return HelpList(word) if word in set(HelpList) else otherwise
