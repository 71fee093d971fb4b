"""Fits a playbook to an organisation: which tasks are proposed, given how it sells, decides and runs."""

from dataclasses import dataclass

from planner.playbook.words import Culture, Decision, Delivery, Market, Size, Trait


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is known of the organisation; None or an empty sector means not yet said."""

    market: Market | None = None
    delivery: Delivery | None = None
    culture: Culture | None = None
    size: Size | None = None
    sector: str = ""
    decision: Decision | None = None
    traits: tuple[Trait, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The organisations for which a task is proposed. An empty list asks nothing; several lists must all agree."""

    market: tuple[Market, ...] = ()
    delivery: tuple[Delivery, ...] = ()
    culture: tuple[Culture, ...] = ()
    size: tuple[Size, ...] = ()
    sector: tuple[str, ...] = ()
    decision: tuple[Decision, ...] = ()
    trait: tuple[Trait, ...] = ()

    def applies_to(self, profile: Profile) -> bool:
        """Tell whether a profile is meant; what the profile leaves open does not match, so nothing is assumed.

        An organisation that sells to both markets is meant by "b2b" as well as by "b2c".
        """
        return (
            _market_meant(self.market, profile.market)
            and _meant(self.delivery, profile.delivery)
            and _meant(self.culture, profile.culture)
            and _meant(self.size, profile.size)
            and _meant(self.sector, profile.sector)
            and _meant(self.decision, profile.decision)
            and (not self.trait or bool(set(self.trait) & set(profile.traits)))
        )

    @property
    def empty(self) -> bool:
        """True when nothing is asked, so every organisation is meant."""
        return self == When()


def _meant(wanted: tuple[str, ...], actual: str | None) -> bool:
    return not wanted or actual in wanted


def _market_meant(wanted: tuple[Market, ...], actual: Market | None) -> bool:
    if actual is Market.BOTH:
        return True
    return _meant(wanted, actual)
