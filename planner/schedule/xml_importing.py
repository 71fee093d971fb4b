"""Streams a Microsoft Project XML file record by record, in bounded memory and time whatever the file holds.

The parser is expat with the guards of defusedxml: a document type, an entity or an external reference refuses the file
before anything of it is used. The tree is built by the standard library and cut back after every piece, so that never
more than a piece of it stands in memory. Limits on size, depth, length and number refuse what no plan needs.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from planner.schedule.file_values import Raw
from planner.schedule.task_rows import TASK_FIELDS, TASK_PARTS

NAMESPACE = "http://schemas.microsoft.com/project"
PIECE = 64 * 1024
GROUPS = {"Tasks": "Task", "Calendars": "Calendar", "Resources": "Resource", "Assignments": "Assignment"}
LEFT_OUT = frozenset({"", "TimephasedData"})
SAVE_AGAIN = "Save the plan again as Microsoft Project XML."
SPLIT = "Split the plan into several files."


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold at most: what can be read in five seconds, and many times what one team can look after."""

    size: int = 32 * 1024 * 1024
    records: int = 30_000
    record_size: int = 4 * 1024 * 1024
    elements: int = 1_000_000
    depth: int = 64
    names: int = 5_000


class FileRefusedError(Exception):
    """The file cannot be read at all: what is wrong, and what to do."""

    def __init__(self, what: str, remedy: str = SAVE_AGAIN) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


def _nothing(_kind: str, _record: Raw) -> None:
    """Take nothing any more."""


class _Names(dict[str, str]):
    """Element names without their namespace; an element of another vocabulary has none."""

    def __missing__(self, tag: str) -> str:
        space, _, local = tag.rpartition("}")
        name = local if not space or space.startswith(NAMESPACE) else ""
        return self.setdefault(tag, name)


class ProjectStream:
    """Reads a file and hands each complete task, calendar, resource and assignment to `take(kind, record)`."""

    def __init__(self, take: Callable[[str, Raw], None], limits: Limits) -> None:
        self.header: Raw = {}
        self._take = take
        self._limits = limits
        self._names = _Names()
        self._root: Element | None = None
        self._counts = dict.fromkeys(GROUPS.values(), 0)
        self._size = self._elements = self._namespaces = self._moved_at = 0
        self._tree = TreeBuilder()
        self._parser: Any = XMLParser(forbid_dtd=True, forbid_entities=True, forbid_external=True).parser
        self._connect()

    def _connect(self) -> None:
        parser = self._parser
        parser.StartElementHandler = self._start_root
        parser.EndElementHandler = self._tree.end
        parser.CharacterDataHandler = self._tree.data
        parser.StartNamespaceDeclHandler = self._count_namespace
        parser.CommentHandler = parser.ProcessingInstructionHandler = parser.DefaultHandlerExpand = None
        parser.ordered_attributes = False
        parser.buffer_text = True

    def _start_root(self, tag: str, attributes: dict[str, str]) -> None:
        if self._names[tag] != "Project":
            raise FileRefusedError(
                f"The file is not a Microsoft Project plan: it begins with <{tag.rpartition('}')[2][:40]}>."
            )
        self._root = self._tree.start(tag, attributes)
        self._parser.StartElementHandler = self._tree.start

    def _count_namespace(self, _prefix: str | None, _uri: str | None) -> None:
        self._namespaces += 1
        if self._namespaces > self._limits.names:
            raise FileRefusedError(f"The file declares more than {self._limits.names:,} namespaces.")

    def read(self, source: BinaryIO) -> None:
        """Read the whole file or raise `FileRefusedError`."""
        try:
            while piece := source.read(PIECE):
                self._size += len(piece)
                self._elements += piece.count(b"<") - piece.count(b"</")
                self._parser.Parse(piece, False)
                self._harvest()
                self._check_limits()
            self._parser.Parse(b"", True)
            self._harvest(last=True)
        except DefusedXmlException as error:
            raise FileRefusedError(
                "The file brings its own document type or entities, which can hide an attack.",
                "Project files need none: save the plan again from the program that made it.",
            ) from error
        except ExpatError as error:
            raise FileRefusedError(f"The file is broken XML: {error}.") from error
        except (LookupError, ValueError) as error:
            raise FileRefusedError(
                f"The text of the file cannot be decoded: {error}.", "Save the plan as UTF-8."
            ) from error
        finally:
            self._disconnect()

    def _disconnect(self) -> None:
        """Let go of all that was read, also while the collector of circular references rests."""
        parser = self._parser
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.StartNamespaceDeclHandler = None
        self._root, self._tree, self._take = None, TreeBuilder(), _nothing

    def _check_limits(self) -> None:
        limits = self._limits
        if self._size > limits.size:
            raise FileRefusedError(f"The file is larger than {limits.size // 1024**2} MB.", SPLIT)
        if self._elements > limits.elements:
            raise FileRefusedError(f"The file has more than {limits.elements:,} elements.", SPLIT)
        if len(self._parser.intern) > limits.names:
            raise FileRefusedError(f"The file uses more than {limits.names:,} different names for its elements.")
        if self._size - max(self._parser.CurrentByteIndex, self._moved_at) > limits.record_size:
            raise FileRefusedError(
                f"One value of the file is longer than {limits.record_size // 1024**2} million characters."
            )
        if self._size - self._moved_at > limits.record_size:
            raise FileRefusedError(f"One row of the file is larger than {limits.record_size // 1024**2} MB.")
        depth, element = 0, self._root
        while element is not None and len(element):
            depth, element = depth + 1, element[-1]
            if depth > limits.depth:
                raise FileRefusedError(f"The file nests elements more than {limits.depth} deep.")

    def _harvest(self, *, last: bool = False) -> None:
        """Take the complete records out of the tree; the last element of each level may still be growing."""
        root = self._root
        if root is None:
            return
        for position, group in enumerate(root):
            complete = last or position < len(root) - 1
            self._harvest_group(group, complete=complete)
        if len(root) > 1:
            del root[:-1]
            self._moved_at = self._size

    def _harvest_group(self, group: Element, *, complete: bool) -> None:
        name = self._names[group.tag]
        kind = GROUPS.get(name, "")
        done = len(group) if complete else max(len(group) - 1, 0)
        for record in group[:done]:
            if kind and self._names[record.tag] == kind:
                self._count(kind)
                self._take(kind, self._task(record) if kind == "Task" else self._record(record))
        if done:
            del group[:done]
            self._moved_at = self._size
        if complete and not kind and group.text:
            self.header[name] = group.text

    def _count(self, kind: str) -> None:
        self._counts[kind] += 1
        if self._counts[kind] > self._limits.records:
            raise FileRefusedError(f"The file has more than {self._limits.records:,} {kind.lower()}s.", SPLIT)

    def _task(self, task: Element) -> Raw:
        names = self._names
        raw: Raw = {}
        for part in task:
            name = names[part.tag]
            if name in TASK_FIELDS:
                raw[name] = part.text or ""
            elif name in TASK_PARTS:
                rows = raw.setdefault(name, [])
                if isinstance(rows, list):
                    rows.append({names[value.tag]: value.text or "" for value in part})
        return raw

    def _record(self, element: Element) -> Raw:
        raw: Raw = {}
        for part in element:
            name = self._names[part.tag]
            if name in LEFT_OUT:
                continue
            if not len(part):
                raw[name] = part.text or ""
                continue
            rows = raw.setdefault(name, [])
            if isinstance(rows, list):
                rows.append(self._record(part))
        return raw


def as_json(record: Raw) -> str:
    """A record as compact JSON text, which keeps everything the file says of it."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
