"""Streams a Microsoft Project XML file record by record, in bounded memory and time whatever the file holds.

The parser is expat with the guards of defusedxml: a document type, an entity or an external reference refuses the file before
anything of it is read. Limits on size, depth, length and number refuse the rest of what no plan needs.
"""

import json
from collections.abc import Callable
from typing import Any, BinaryIO
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from planner.schedule.file_values import Raw

LARGEST_FILE = 64 * 1024 * 1024
MOST_ELEMENTS = 4_000_000
MOST_TASKS = 100_000
MOST_OTHERS = 100_000
MOST_NAMES = 5_000
MOST_ATTRIBUTES = 100_000
DEEPEST_ELEMENT = 64
LONGEST_TEXT = 1_000_000
CHUNK = 64 * 1024
NAMESPACE = "http://schemas.microsoft.com/project"

_GROUPS = {"Tasks": "Task", "Calendars": "Calendar", "Resources": "Resource", "Assignments": "Assignment"}
_NESTED = frozenset(
    "PredecessorLink Baseline WeekDays WeekDay TimePeriod WorkingTimes WorkingTime Exceptions Exception WorkWeeks WorkWeek"
    " AvailabilityPeriods AvailabilityPeriod Rates Rate ExtendedAttribute OutlineCode".split()
)
_TASK_FIELDS = frozenset(
    "UID ID Name IsNull OutlineLevel WBS Summary Milestone Manual Active Duration DurationFormat Estimated PercentComplete"
    " Start Finish EarlyStart EarlyFinish LateStart LateFinish ActualStart ActualFinish TotalSlack FreeSlack Critical"
    " ConstraintType ConstraintDate Deadline CalendarUID Notes PredecessorLink Baseline".split()
)
_HEADER_FIELDS = frozenset("Name Title StartDate FinishDate MinutesPerDay CalendarUID".split())
_LEFT_OUT = frozenset({"TimephasedData"})


class FileRefusedError(Exception):
    """The file cannot be read at all: what is wrong, and what to do."""

    def __init__(self, what: str, remedy: str = "Save the plan again as Microsoft Project XML.") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


class ProjectStream:
    """Feeds a file to the parser and hands each task, calendar, resource and assignment to `take(kind, record)` as it is read."""

    def __init__(self, take: Callable[[str, Raw], None]) -> None:
        self.header: Raw = {}
        self._take = take
        self._names: dict[str, str] = {}
        self._kind = ""
        self._open: list[Raw] = []
        self._text: list[str] = []
        self._length = 0
        self._depth = self._skip_from = self._leaf_at = 0
        self._elements = self._attributes = self._seen = 0
        self._counts = dict.fromkeys(_GROUPS.values(), 0)
        self._parser: Any = XMLParser(forbid_dtd=True, forbid_entities=True, forbid_external=True).parser
        self._watch()

    def _watch(self) -> None:
        parser = self._parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = parser.DefaultHandlerExpand = None
        parser.CommentHandler = parser.ProcessingInstructionHandler = None
        parser.StartNamespaceDeclHandler = self._count_namespace
        parser.buffer_text = True

    def read(self, source: BinaryIO) -> None:
        """Read the whole file or raise `FileRefusedError`."""
        size = 0
        try:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                if size > LARGEST_FILE:
                    raise FileRefusedError(f"The file is larger than {LARGEST_FILE // 1024**2} MB.", "Split the plan into several files.")
                self._parser.Parse(chunk, False)
                self._check_pending(size)
            self._parser.Parse(b"", True)
        except DefusedXmlException as error:
            raise FileRefusedError(
                "The file brings its own document type or entities, which can hide an attack.",
                "Project files need none: save the plan again from the program that made it.",
            ) from error
        except ExpatError as error:
            raise FileRefusedError(f"The file is broken XML: {error}.") from error
        except (LookupError, ValueError) as error:
            raise FileRefusedError(f"The text of the file cannot be decoded: {error}.", "Save the plan as UTF-8.") from error

    def _check_pending(self, size: int) -> None:
        """Refuse one endless tag, comment or value: the parser holds back what it has not seen the end of."""
        if size - max(self._parser.CurrentByteIndex, 0) > LONGEST_TEXT + CHUNK:
            raise FileRefusedError("One value or comment of the file is longer than a million characters.")

    def _name(self, tag: str) -> str:
        name = self._names.get(tag)
        if name is None:
            if len(self._names) >= MOST_NAMES:
                raise FileRefusedError(f"The file uses more than {MOST_NAMES:,} different element names.")
            space, _, local = tag.rpartition("}")
            name = local if not space or space.startswith(NAMESPACE) else ""
            self._names[tag] = name
        return name

    def _count_namespace(self, prefix: str | None, uri: str | None) -> None:
        self._count_attributes(1)

    def _count_attributes(self, number: int) -> None:
        self._attributes += number
        if self._attributes > MOST_ATTRIBUTES:
            raise FileRefusedError(f"The file has more than {MOST_ATTRIBUTES:,} attributes; project files need none.")

    def _start(self, tag: str, attributes: list[str]) -> None:
        self._elements += 1
        self._depth += 1
        if attributes:
            self._count_attributes(len(attributes) // 2)
        if self._elements > MOST_ELEMENTS or self._depth > DEEPEST_ELEMENT:
            raise self._too_much()
        name = self._name(tag)
        if self._skip_from:
            return
        if self._depth > 3:
            self._start_field(name)
        elif self._depth == 1:
            if name != "Project":
                raise FileRefusedError(f"The file is not a Microsoft Project plan: it begins with <{tag.rpartition('}')[2][:40]}>.")
        else:
            self._start_group(name)

    def _too_much(self) -> FileRefusedError:
        if self._depth > DEEPEST_ELEMENT:
            return FileRefusedError(f"The file nests elements more than {DEEPEST_ELEMENT} deep.")
        return FileRefusedError(f"The file has more than {MOST_ELEMENTS:,} elements.", "Split the plan into several files.")

    def _start_group(self, name: str) -> None:
        if self._depth == 2:
            self._kind = _GROUPS.get(name, "")
            if name in _HEADER_FIELDS:
                self._open = [self.header]
                self._start_leaf()
            elif not self._kind:
                self._skip_from = self._depth
        elif name and name == self._kind:
            self._count_record(name)
            self._open = [{}]
        else:
            self._skip_from = self._depth

    def _count_record(self, kind: str) -> None:
        self._counts[kind] += 1
        most = MOST_TASKS if kind == "Task" else MOST_OTHERS
        if self._counts[kind] > most:
            raise FileRefusedError(f"The file has more than {most:,} {kind.lower()}s.", "Split the plan into several files.")

    def _start_field(self, name: str) -> None:
        unwanted = self._depth == 4 and self._kind == "Task" and name not in _TASK_FIELDS
        if unwanted or not name or self._leaf_at or name in _LEFT_OUT:
            self._skip_from = self._depth
        elif name in _NESTED:
            record: Raw = {}
            rows = self._open[-1].setdefault(name, [])
            if isinstance(rows, list):
                rows.append(record)
            self._open.append(record)
        else:
            self._start_leaf()

    def _start_leaf(self) -> None:
        self._leaf_at = self._depth
        self._text = []
        self._length = 0
        self._parser.CharacterDataHandler = self._characters

    def _characters(self, text: str) -> None:
        if self._skip_from:
            return
        self._length += len(text)
        if self._length > LONGEST_TEXT:
            raise FileRefusedError("One value of the file is longer than a million characters.")
        self._text.append(text)

    def _end(self, tag: str) -> None:
        depth = self._depth
        self._depth = depth - 1
        if self._skip_from:
            if self._skip_from == depth:
                self._skip_from = 0
        elif self._leaf_at == depth:
            self._leaf_at = 0
            self._parser.CharacterDataHandler = None
            self._open[-1][self._names[tag]] = "".join(self._text)
        elif depth > 3:
            self._open.pop()
        elif depth == 3:
            self._take(self._kind, self._open.pop())


def as_json(record: Raw) -> str:
    """A record as compact JSON text, which keeps everything the file says of it."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
