"""What kind of organisation introduces which kind of system: the facts that change how a rollout should be planned."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.playbook.outline import Culture, Decision, Delivery, Market, Size


class Sector(StrEnum):
    """The line of business, as far as it changes what is advised."""

    BANKING = "banking"
    INSURANCE = "insurance"
    MANUFACTURING = "manufacturing"
    RETAIL = "retail"
    WHOLESALE = "wholesale"
    TECHNOLOGY = "technology"
    TELECOMS = "telecoms"
    ENERGY = "energy"
    CONSTRUCTION = "construction"
    TRANSPORT = "transport"
    TRAVEL = "travel"
    MEDIA = "media"
    HEALTH = "health"
    EDUCATION = "education"
    PROFESSIONAL_SERVICES = "professional-services"
    PUBLIC = "public"
    NONPROFIT = "nonprofit"
    OTHER = "other"


class Work(StrEnum):
    """What a unit mainly does; sales meets the customer first and is automated first."""

    SALES = "sales"
    SERVICE = "service"
    MARKETING = "marketing"
    OTHER = "other"


_LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    Sector: {
        Sector.BANKING: "Banking and finance",
        Sector.INSURANCE: "Insurance",
        Sector.MANUFACTURING: "Manufacturing",
        Sector.RETAIL: "Retail",
        Sector.WHOLESALE: "Wholesale and distribution",
        Sector.TECHNOLOGY: "Information technology",
        Sector.TELECOMS: "Telecommunications",
        Sector.ENERGY: "Energy and utilities",
        Sector.CONSTRUCTION: "Construction and property",
        Sector.TRANSPORT: "Transport and logistics",
        Sector.TRAVEL: "Travel and hospitality",
        Sector.MEDIA: "Media and publishing",
        Sector.HEALTH: "Health and care",
        Sector.EDUCATION: "Education and training",
        Sector.PROFESSIONAL_SERVICES: "Professional services",
        Sector.PUBLIC: "Public administration",
        Sector.NONPROFIT: "Non-profit and associations",
        Sector.OTHER: "Another sector",
    },
    Size: {
        Size.SMALL: "Small: up to 49 people will use it",
        Size.MEDIUM: "Medium: 50 to 249 people",
        Size.LARGE: "Large: 250 people or more",
    },
    Market: {
        Market.B2B: "Other businesses (B2B)",
        Market.B2C: "Consumers (B2C)",
        Market.BOTH: "Both businesses and consumers",
    },
    Culture: {
        Culture.CENTRALISED: "Centralised: the head office decides how work is done",
        Culture.DECENTRALISED: "Decentralised: each unit decides how it works",
    },
    Decision: {
        Decision.IMPROVE: "Improve the processes we have",
        Decision.CHANGE: "Change how we work",
    },
    Delivery: {
        Delivery.SAAS: "Rented as a service (SaaS)",
        Delivery.HOSTED: "Our own licence, hosted by a partner",
        Delivery.OWN: "Our own licence on our own machines",
    },
    Work: {
        Work.SALES: "Sales",
        Work.SERVICE: "Customer service",
        Work.MARKETING: "Marketing",
        Work.OTHER: "Other work",
    },
}


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """A department, site or country that will work with the system; `wave` is the number of the wave it joins."""

    name: str
    people: int
    work: Work
    wave: int | None = None


@dataclass(frozen=True, slots=True)
class WaveDraft:
    """A group of units that goes live together."""

    number: int
    name: str
    go_live: date | None = None


def size_of(people: int) -> Size:
    """The size class of a rollout to so many people.

    >>> size_of(49), size_of(50), size_of(250)
    (<Size.SMALL: 'small'>, <Size.MEDIUM: 'medium'>, <Size.LARGE: 'large'>)
    """
    return Size.SMALL if people < 50 else Size.MEDIUM if people < 250 else Size.LARGE


def label(choice: StrEnum) -> str:
    """How a choice reads on a page.

    >>> label(Work.SERVICE)
    'Customer service'
    """
    return _LABELS[type(choice)][choice]


def choices(kind: type[StrEnum]) -> dict[str, str]:
    """All choices of a kind, in their order: each value with its words."""
    return {choice.value: words for choice, words in _LABELS[kind].items()}
