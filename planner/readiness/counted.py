"""What a share was counted over, and whether a move of it goes back to people who joined or left."""

from dataclasses import dataclass
from fractions import Fraction

from planner.basics.suppression import FEWEST
from planner.readiness.wording import percent

PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Counted:
    """A share on a day: `part` of the `whole`, what is counted, and whether a higher share is better.

    `waves` are the wholes of single waves by number, as far as they are known.
    """

    among: str
    part: int
    whole: int
    up: bool = True
    waves: tuple[tuple[int, int], ...] = ()

    @property
    def share(self) -> Fraction:
        """The share in percent; 0 of nothing."""
        return Fraction(100 * self.part, self.whole) if self.whole else Fraction(0)

    @property
    def good(self) -> int:
        """How many are as they should be."""
        return self.part if self.up else self.whole - self.part


def cause(before: Counted | None, after: Counted | None) -> str:
    """That a share moved because its whole did: "fell from 80 % to 55 % when 14 people joined wave 2"; else empty.

    24 of 30 were trained, then 24 of 44: without the 14 it would stand where it stood.
    """
    if before is None or after is None or before.share == after.share or not _explains(before, after):
        return ""
    moved = "rose" if after.share > before.share else "fell"
    return f"{moved} from {percent(before.share)} to {percent(after.share)} when {_who(before, after)}"


def _explains(before: Counted, after: Counted) -> bool:
    """Whether the change of the whole alone moves the share the way it went.

    Those who join are first of all not as they should be: they explain that it got worse. Those who leave explain that
    it got better, and that it got worse as far as they were as they should be.
    """
    came, worse = after.whole - before.whole, _well(after) < _well(before)
    if came > 0:
        return worse
    if came < 0:
        return not worse if after.good >= before.good else before.good - after.good <= -came
    return False


def _well(found: Counted) -> Fraction:
    return Fraction(found.good, found.whole) if found.whole else Fraction(0)


def _who(before: Counted, after: Counted) -> str:
    came = after.whole - before.whole
    if after.among != PEOPLE:
        return f"{after.among} were {'added' if came > 0 else 'taken out'}: {before.whole}, then {after.whole}"
    number = f"{abs(came)} people" if abs(came) >= FEWEST else "fewer than five people"
    return f"{number} {'joined' if came > 0 else 'left'}{_wave(before, after)}"


def _wave(before: Counted, after: Counted) -> str:
    """The wave in which all of it happened, where it was one."""
    then, came = dict(before.waves), after.whole - before.whole
    if then.keys() != dict(after.waves).keys():
        return ""
    moved = [(number, whole - then[number]) for number, whole in after.waves if whole != then[number]]
    return f" wave {moved[0][0]}" if len(moved) == 1 and moved[0][1] == came else ""
