"""The published results of a survey as pages, files and programs read them: groups, questions and their figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from planner.people.survey_counting import NO_BARRIER
from planner.people.survey_figures import Spread, barriers, scale_of, usability
from planner.people.survey_publishing import DIVISION_WORDS, DIVISIONS, WHOLE, Cell, Division
from planner.people.survey_reliability import Reliability
from planner.people.survey_shape import Item, ItemKind, Topic
from planner.playbook.words import Step

EVERYBODY = "Everybody"
REST = "The others together"
NAMED = 12
"""So many of the others are named."""
TOOK_PART = "Took part"
ALPHA = "Cronbach's alpha"
HEADER = (
    "Division", "Group", "Asked", "Answered", "Question", "Construct", "Answers", "Mean", "Standard deviation",
    "Chosen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Results:
    """What is published of a survey; nothing where fewer than five answered."""

    topic: Topic
    items: tuple[Item, ...]
    cells: tuple[Cell, ...]
    reliability: tuple[Reliability, ...] = ()

    @property
    def whole(self) -> Cell | None:
        """Everybody who was asked; None where nothing may be shown."""
        return next((cell for cell in self.cells if cell.division == WHOLE), None)

    def of(self, division: str) -> list[Cell]:
        """The groups of a division that are shown, with the others together at the end."""
        return [cell for cell in self.cells if cell.division == division]

    def divisions(self) -> list[Division]:
        """The divisions of which something is shown."""
        return [division for division in DIVISIONS if self.of(division)]

    def cell(self, division: str, label: str) -> Cell | None:
        """One published group, or None."""
        return next((cell for cell in self.of(division) if cell.label == label), None)

    def scales(self) -> list[Item]:
        """The statements answered on the scale of 1 to 5."""
        return [item for item in self.items if item.kind is ItemKind.SCALE]

    def asks(self, text: str) -> bool:
        """Whether a statement of these words was asked."""
        return any(item.text == text for item in self.items)

    def step(self, step: Step) -> Item | None:
        """The statement that stands for a step of readiness."""
        return next((item for item in self.items if item.step is step), None)


def group_name(cell: Cell) -> str:
    """A group as people read it.

    >>> group_name(Cell("unit", "", 9, 7, {}, ("East", "West")))
    'The others together (East, West)'
    """
    if cell.division == WHOLE:
        return EVERYBODY
    if cell.is_rest:
        return f"{REST} ({_some_of(cell.pooled)})" if cell.pooled else REST
    return cell.label


def _some_of(names: Sequence[str]) -> str:
    told = list(names[:NAMED])
    return ", ".join(told if len(names) <= NAMED else [*told, f"and {len(names) - NAMED} more"])


def division_name(cell: Cell) -> str:
    """The division of a group in words."""
    return EVERYBODY if cell.division == WHOLE else DIVISION_WORDS[Division(cell.division)]


def response_rate(cell: Cell) -> Fraction | None:
    """The share of those asked who answered, in percent."""
    return Fraction(100 * cell.answered, cell.invited) if cell.invited else None


@dataclass(frozen=True, slots=True)
class Line:
    """One question of one group, ready to be written into a file."""

    division: str
    group: str
    asked: int
    answered: int
    question: str
    construct: str
    answers: int
    mean: Decimal | None
    deviation: Decimal | None
    chosen: str

    def row(self) -> tuple[str | int | Decimal | None, ...]:
        """The line in the order of the header."""
        return (
            self.division, self.group, self.asked, self.answered, self.question, self.construct, self.answers,
            self.mean, self.deviation, self.chosen,
        )  # fmt: skip


def lines(results: Results) -> Iterator[Line]:
    """Every published figure, group by group, first how many took part; what is not shown has no line."""
    for cell in results.cells:
        rate = response_rate(cell)
        yield _line(cell, TOOK_PART, "", cell.answered, None, "" if rate is None else f"{round(rate)} %")
        for item in results.items:
            if item.kind is not ItemKind.TEXT and cell.counts.get(item.ref):
                yield _item_line(cell, item)
        yield from _worked_out(cell)
    if (whole := results.whole) is not None:
        yield from (_alpha_line(whole, each) for each in results.reliability)


def _alpha_line(whole: Cell, found: Reliability) -> Line:
    chosen = f"over {found.statements} statements: {found.words}"
    line = _line(whole, ALPHA, found.heading, whole.answered, None, chosen)
    return replace(line, mean=found.alpha)


def _item_line(cell: Cell, item: Item) -> Line:
    found = cell.counts[item.ref]
    if item.kind is ItemKind.CHOICE:
        chosen = "; ".join(f"{item.options[int(value) - 1]}: {found.get(value, 0)}" for value in item.values)
        return _line(cell, item.text, item.construct, sum(found.values()), None, chosen)
    spread = scale_of(item, cell.counts)
    return _line(cell, item.text, item.construct, sum(found.values()), spread, _chosen(spread))


def _worked_out(cell: Cell) -> Iterator[Line]:
    if (stuck := barriers(cell.counts)) is not None:
        words = [f"{step.value}: {stuck.stuck[step]}" for step in Step]
        yield _line(cell, "Barrier", "", stuck.answers, None, "; ".join([*words, f"{NO_BARRIER}: {stuck.free}"]))
    if (score := usability(cell.counts)) is not None:
        yield _line(cell, "Usability score", "", score.answers, score, _chosen(score))


def _chosen(spread: Spread | None) -> str:
    return "; ".join(f"{value}: {number}" for value, number in spread.chosen) if spread else ""


def _line(cell: Cell, question: str, construct: str, answers: int, spread: Spread | None, chosen: str) -> Line:
    return Line(
        division_name(cell), group_name(cell), cell.invited, cell.answered, question, construct, answers,
        two_places(spread.mean) if spread else None, spread.deviation if spread else None, chosen,
    )  # fmt: skip


def two_places(value: Fraction) -> Decimal:
    """A mean as it is shown.

    >>> two_places(Fraction(10, 3))
    Decimal('3.33')
    """
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Gap:
    """One statement as the groups of a division see it, and how far the highest and the lowest lie apart."""

    item: Item
    means: Mapping[str, Fraction]

    @property
    def width(self) -> Fraction:
        """The distance between the highest and the lowest, on the scale of 1 to 5."""
        return max(self.means.values()) - min(self.means.values())


WIDE = Fraction(1)
"""From a whole point on the scale on, two groups see a different rollout."""


def gaps(results: Results, division: str, said: Mapping[str, Mapping[str, str]]) -> list[Gap]:
    """The statements by how differently they are seen, the widest gap first.

    `said` holds what sponsors, managers and trainers openly said, by name; a statement counts with two sides.
    """
    found = []
    for item in results.scales():
        means = {
            group_name(cell): spread.mean for cell in results.of(division) if (spread := scale_of(item, cell.counts))
        }
        means |= {name: Fraction(answer[item.ref]) for name, answer in said.items() if item.ref in answer}
        if len(means) > 1:
            found.append(Gap(item, means))
    return sorted(found, key=lambda gap: -gap.width)
