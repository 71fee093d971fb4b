"""Writes a plan as Microsoft Project XML: into the file it came from, or as a new file where there is none.

A plan that came from a file keeps everything of it that this product does not know (costs, own fields, work by day):
only values that differ are written, in the order of the Microsoft Project XML schema.
"""

import io
import json
from collections.abc import Iterable, Sequence
from typing import BinaryIO
from xml.etree.ElementTree import Element, indent
from xml.sax.saxutils import XMLGenerator, escape
from xml.sax.xmlreader import AttributesImpl

from defusedxml.ElementTree import parse

from planner.schedule import mspdi_order as order
from planner.schedule.file_values import Raw
from planner.schedule.mspdi_fields import Fields, baseline_fields, link_fields, plan_fields, task_fields
from planner.schedule.mspdi_tree import (
    NAMESPACE,
    add,
    children,
    local,
    number_in,
    put,
    raw_record,
    record_of,
    space_of,
    write,
)
from planner.schedule.project_file import ImportedPlan, ImportedTask

_STANDARD_TIMES = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))

_XML = "{http://www.w3.org/XML/1998/namespace"


def into_file(source: BinaryIO, had: ImportedPlan, wanted: ImportedPlan) -> bytes:
    """The file a plan was read from, with what the plan says differently now.

    `had` is the reading of the same file; only a file that was read (and so is safe and within limits) comes here.
    """
    source.seek(0)
    root = parse(source, forbid_dtd=True).getroot()
    assert root is not None  # noqa: S101 - a parsed document has a root
    write(root, plan_fields(had), plan_fields(wanted), order.PROJECT)
    _merge_calendars(root, had, wanted)
    _merge_tasks(_group(root, "Tasks"), had, wanted)
    _merge_resources(root, had, wanted)
    _merge_assignments(root, had, wanted)
    return _as_bytes(root)


def new_file(plan: ImportedPlan) -> bytes:
    """A plan as a file of its own, for plans that came from nowhere else."""
    root = Element(f"{{{NAMESPACE}}}Project")
    fields = plan_fields(plan)
    calendars = [_json(calendar.raw) for calendar in plan.calendars] or [_standard_calendar()]
    if plan.calendar_uid is None:
        fields["CalendarUID"] = "1" if not plan.calendars else fields["CalendarUID"]
    head = {
        "SaveVersion": "14",
        "DefaultStartTime": "08:00:00",
        "DefaultFinishTime": "17:00:00",
        "MinutesPerWeek": str(5 * plan.minutes_per_day),
        "DaysPerMonth": "20",
    }
    for name, text in {**head, **fields}.items():
        put(root, name, text, order.PROJECT)
    _group(root, "Calendars").extend(raw_record(root, "Calendar", raw) for raw in calendars)
    _group(root, "Tasks").extend(_new_task(root, task) for task in plan.tasks)
    _group(root, "Resources").extend(raw_record(root, "Resource", _json(each.raw)) for each in plan.resources)
    _group(root, "Assignments").extend(raw_record(root, "Assignment", _json(each.raw)) for each in plan.assignments)
    _number_outline(root)
    return _as_bytes(root)


def _group(root: Element, name: str) -> Element:
    found = children(root, name)
    if found:
        return found[0]
    group = Element(space_of(root) + name)
    add(root, group, order.PROJECT)
    return group


def _json(raw: str) -> Raw:
    record: Raw = json.loads(raw)
    return record


def _standard_calendar() -> Raw:
    times: list[Raw] = [{"FromTime": start, "ToTime": finish} for start, finish in _STANDARD_TIMES]
    work: Raw = {"DayWorking": "1", "WorkingTimes": [{"WorkingTime": times}]}
    free: Raw = {"DayWorking": "0"}
    days: list[Raw] = [{"DayType": str(day), **(work if 2 <= day <= 6 else free)} for day in range(1, 8)]
    head: Raw = {"UID": "1", "Name": "Standard", "IsBaseCalendar": "1", "BaseCalendarUID": "-1"}
    return {**head, "WeekDays": [{"WeekDay": days}]}


def _merge_calendars(root: Element, had: ImportedPlan, wanted: ImportedPlan) -> None:
    before = {calendar.uid: calendar.raw for calendar in had.calendars}
    changed = {each.uid: _json(each.raw) for each in wanted.calendars if before.get(each.uid) != each.raw}
    gone = before.keys() - {calendar.uid for calendar in wanted.calendars}
    if changed or gone:
        _replace(_group(root, "Calendars"), "Calendar", changed, gone)


def _merge_resources(root: Element, had: ImportedPlan, wanted: ImportedPlan) -> None:
    before = {resource.uid: resource.raw for resource in had.resources}
    changed = {each.uid: _json(each.raw) for each in wanted.resources if before.get(each.uid) != each.raw}
    gone = before.keys() - {resource.uid for resource in wanted.resources}
    if changed or gone:
        _replace(_group(root, "Resources"), "Resource", changed, gone)


def _replace(group: Element, name: str, changed: dict[int, Raw], gone: Iterable[int]) -> None:
    out = {*gone, *changed}
    for record in children(group, name):
        if number_in(record, "UID") in out:
            group.remove(record)
    group.extend(raw_record(group, name, raw) for raw in changed.values())


def _merge_assignments(root: Element, had: ImportedPlan, wanted: ImportedPlan) -> None:
    before = {(each.task_uid, each.resource_uid) for each in had.assignments}
    after = {(each.task_uid, each.resource_uid) for each in wanted.assignments}
    if before == after:
        return
    group = _group(root, "Assignments")
    for record in children(group, "Assignment"):
        if (number_in(record, "TaskUID"), number_in(record, "ResourceUID")) in before - after:
            group.remove(record)
    new = [each for each in wanted.assignments if (each.task_uid, each.resource_uid) not in before]
    group.extend(raw_record(group, "Assignment", _json(each.raw)) for each in new)


def _merge_tasks(group: Element, had: ImportedPlan, wanted: ImportedPlan) -> None:
    before = {task.uid: task for task in had.tasks}
    found = {number_in(record, "UID"): record for record in children(group, "Task") if not _is_blank(record)}
    rows: list[Element] = []
    for task in wanted.tasks:
        record, old = found.get(task.uid), before.get(task.uid)
        if record is None or old is None:
            rows.append(_new_task(group, task))
            continue
        if old != task:
            _change_task(record, old, task)
        rows.append(record)
    if [task.uid for task in had.tasks] != [task.uid for task in wanted.tasks]:
        _reorder(group, rows)
    levels = [task.outline_level for task in had.tasks]
    if levels != [task.outline_level for task in wanted.tasks]:
        _number_outline(group)


def _is_blank(record: Element) -> bool:
    return any(local(part) == "IsNull" and part.text in {"1", "true"} for part in record)


def _reorder(group: Element, rows: Sequence[Element]) -> None:
    """Put the rows into the plan's order; a blank row stays behind the row it stood behind."""
    blanks: dict[Element | None, list[Element]] = {}
    last: Element | None = None
    for record in group:
        if _is_blank(record):
            blanks.setdefault(last, []).append(record)
        else:
            last = record
    kept = [*blanks.get(None, []), *(each for row in rows for each in (row, *blanks.get(row, [])))]
    group[:] = kept
    if blanks:
        for number, record in enumerate(kept, start=0 if number_in(kept[0], "UID") == 0 else 1):
            put(record, "ID", str(number), order.TASK)


def _new_task(near: Element, task: ImportedTask) -> Element:
    fields = {"IsNull": "0", **task_fields(task)}
    named = sorted(fields.items(), key=lambda item: order.TASK.index(item[0]))
    record = record_of(near, "Task", dict(named))
    for link in task.links:
        add(record, record_of(near, "PredecessorLink", {**link_fields(link)}), order.TASK)
    for baseline in task.baselines:
        add(record, record_of(near, "Baseline", {**baseline_fields(baseline)}), order.TASK)
    return record


def _change_task(record: Element, had: ImportedTask, wanted: ImportedTask) -> None:
    write(record, task_fields(had), task_fields(wanted), order.TASK)
    links = [[(str(each.predecessor_uid), link_fields(each)) for each in task.links] for task in (had, wanted)]
    _change_parts(record, "PredecessorLink", order.LINK, links[0], links[1])
    baselines = [[(str(each.number), baseline_fields(each)) for each in task.baselines] for task in (had, wanted)]
    _change_parts(record, "Baseline", order.BASELINE, baselines[0], baselines[1])


def _change_parts(
    record: Element,
    name: str,
    names: tuple[str, ...],
    had: Sequence[tuple[str, Fields]],
    wanted: Sequence[tuple[str, Fields]],
) -> None:
    """Change, remove and add links or baselines; those that were not read at all stay untouched."""
    before, after = dict(had), dict(wanted)
    for part in children(record, name) if before != after else []:
        key = str(number_in(part, names[0] if name == "PredecessorLink" else "Number") or 0)
        if key in before and key not in after:
            record.remove(part)
        elif key in before:
            write(part, before[key], after[key], names)
    for key, fields in after.items():
        if key not in before:
            add(record, record_of(record, name, fields), order.TASK)


def _number_outline(near: Element) -> None:
    """Give each row its outline number (1, 1.1, 1.2, 2) from its level."""
    group = near if local(near) == "Tasks" else _group(near, "Tasks")
    counts: list[int] = []
    for record in children(group, "Task"):
        level = number_in(record, "OutlineLevel")
        if level is None or _is_blank(record):
            continue
        if 0 < level <= len(counts):
            counts = [*counts[: level - 1], counts[level - 1] + 1]
        counts += [1] * (level - len(counts))
        put(record, "OutlineNumber", ".".join(map(str, counts)) if level else "0", order.TASK)


class _Writer(XMLGenerator):
    """Writes a carriage return as a reference, which a reader would otherwise take for the end of a line."""

    def characters(self, content: str) -> None:
        self.ignorableWhitespace(escape(content, {"\r": "&#13;"}))


def _as_bytes(root: Element) -> bytes:
    indent(root, "\t")
    out = io.BytesIO()
    writer = _Writer(out, encoding="UTF-8", short_empty_elements=True)
    writer.startDocument()
    _emit(writer, root, "")
    return out.getvalue()


def _emit(writer: _Writer, element: Element, inherited: str) -> None:
    space = space_of(element)
    attributes = {} if space == inherited else {"xmlns": space.strip("{}")}
    for number, (key, value) in enumerate(element.attrib.items()):
        head, brace, name = key.rpartition("}")
        if head == _XML:
            name = f"xml:{name}"
        elif brace:
            attributes[f"xmlns:a{number}"], name = head[1:], f"a{number}:{name}"
        attributes[name] = value
    writer.startElement(local(element), AttributesImpl(attributes))
    if element.text:
        writer.characters(element.text)
    for child in element:
        _emit(writer, child, space)
    writer.endElement(local(element))
    if element.tail:
        writer.characters(element.tail)


def with_rows_of(source: BinaryIO, other: BinaryIO, kept: frozenset[int]) -> bytes:
    """A project file in which some rows, by their number, stand as another file has them, with their assignments.

    This is how part of a newer file is taken: rows that stay keep all that their own file holds of them.
    """
    root, old = (parse(each, forbid_dtd=True).getroot() for each in (source, other))
    assert root is not None and old is not None  # noqa: S101, PT018 - parsed documents have roots
    tasks, work = _group(root, "Tasks"), _group(root, "Assignments")
    found = {number_in(record, "UID"): record for record in children(_group(old, "Tasks"), "Task")}
    for position, record in enumerate(list(tasks)):
        uid = number_in(record, "UID")
        if uid in kept and uid in found and not _is_blank(record):
            tasks[position] = found.pop(uid)
    tasks.extend(found[uid] for uid in kept if uid in found)
    for record in children(work, "Assignment"):
        if number_in(record, "TaskUID") in kept:
            work.remove(record)
    others = children(_group(old, "Assignments"), "Assignment")
    work.extend(each for each in others if number_in(each, "TaskUID") in kept)
    return _as_bytes(root)
