"""Loads a playbook from the texts of its files, telling everything that is wrong with it at once.

Nothing is read from disk here: the texts come in by file name, e.g. "factors.toml" and "00-decide/phase.toml".
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from planner.playbook.checks import Names, check
from planner.playbook.files import LIBRARY, Head, PhaseFile
from planner.playbook.outline import Phase, Playbook
from planner.playbook.problems import Place, Problem, Problems, perhaps
from planner.playbook.shape import read, read_list

HEAD = "playbook.toml"
FOLDER = re.compile(r"\d\d-([a-z0-9]+(?:-[a-z0-9]+)*)")
Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A playbook, or None together with what is wrong with it."""

    playbook: Playbook | None
    problems: tuple[Problem, ...]


def load(files: Files, others: Mapping[str, Files] | None = None) -> Loaded:
    """Load a playbook; `others` holds the files of the playbooks (by ref) that it may take library files from."""
    problems = Problems()
    others = others or {}
    head = read(Head, _table(files, HEAD, HEAD, problems), Place(problems, HEAD))
    phases = {_phase_file(folder): _phase(files, folder, problems) for folder in head.phases}
    library = {name: _library(files, name, head, others, problems) for name in LIBRARY}
    _check_head(head, others, problems)
    _check_names(files, head, problems)
    names = Names(HEAD, tuple(phases), {name: _library_file(name, head) for name in LIBRARY})
    playbook = _put_together(head, tuple(phases.values()), library)
    check(playbook, names, problems)
    return Loaded(None if problems else playbook, problems.all())


def _table(files: Files, name: str, shown_as: str, problems: Problems) -> Mapping[str, object]:
    """Read one file into plain tables; an unreadable one is told and stands empty."""
    if name not in files:
        problems.tell_unreadable(shown_as, "", "this file is missing")
        return {}
    try:
        return tomllib.loads(files[name], parse_float=Decimal)
    except ValueError as error:
        line = re.search(r"line \d+", str(error))
        last = f"line {len(files[name].splitlines())}"
        problems.tell_unreadable(shown_as, line.group() if line else last, f"not valid TOML: {error}")
    except RecursionError:
        problems.tell_unreadable(shown_as, "", "is nested too deeply")
    return {}


def _phase_file(folder: str) -> str:
    return f"{folder}/phase.toml"


def _phase(files: Files, folder: str, problems: Problems) -> Phase:
    name, advice = _phase_file(folder), f"{folder}/guidance.md"
    content = read(PhaseFile, _table(files, name, name, problems), Place(problems, name))
    guidance = files.get(advice, "").strip()
    if not guidance:
        problems.tell(advice, "", "this file is missing or empty; it holds the advice for the phase")
    named = FOLDER.fullmatch(folder)
    if named is None:
        problems.tell(HEAD, f"phases[{folder}]", 'a phase folder is named like "00-decide"')
    elif content.phase.ref != named[1]:
        problems.tell(name, "phase.ref", f'must be "{named[1]}", the name of its folder without the number')
    return content.to_phase(guidance)


def _library_file(name: str, head: Head) -> str:
    """The file a library comes from, as it is shown: an inherited one bears the name of the other playbook."""
    return f"{head.based_on}/{name}.toml" if name in head.inherit else f"{name}.toml"


def _library(
    files: Files, name: str, head: Head, others: Mapping[str, Files], problems: Problems
) -> tuple[object, ...]:
    entry, shown_as = LIBRARY[name], _library_file(name, head)
    if name in head.inherit and head.based_on not in others:
        problems.give_up(shown_as)
    source = others.get(head.based_on, {}) if name in head.inherit else files
    if entry.optional and f"{name}.toml" not in source:
        return ()
    table = _table(source, f"{name}.toml", shown_as, problems)
    place = Place(problems, shown_as)
    for key in table:
        if key != entry.table:
            place.at(key).tell(f"unknown key; entries stand under [[{entry.table}]]")
    if entry.table not in table:
        place.tell(f"has no [[{entry.table}]]")
    return read_list(entry.kind, table.get(entry.table, ()), place, entry.table)


def _check_head(head: Head, others: Mapping[str, Files], problems: Problems) -> None:
    place = Place(problems, HEAD)
    if not re.fullmatch(r"\d+\.\d+\.\d+", head.version):
        place.at("version").tell('must be three numbers such as "1.0.0"')
    if not head.phases:
        place.at("phases").tell("names no phase")
    if head.inherit and not head.based_on:
        place.at("inherit").tell("says what is taken over; `based_on` must say from which playbook")
    if head.based_on and head.based_on not in others:
        place.at("based_on").tell(f'no shipped playbook is called "{head.based_on}"' + perhaps(head.based_on, others))
    for name in head.inherit:
        if name not in LIBRARY:
            place.at(f"inherit[{name}]").tell("is no library file" + perhaps(name, LIBRARY))


def _check_names(files: Files, head: Head, problems: Problems) -> None:
    """Tell files that nobody reads, most often a misspelt name, and files that an inherited one would hide."""
    expected = {HEAD, *(f"{name}.toml" for name in LIBRARY), *(_phase_file(folder) for folder in head.phases)}
    for name in sorted(set(files) - expected):
        if name.endswith("/phase.toml"):
            problems.tell(name, "", f"its folder is not listed under `phases` in {HEAD}")
        elif name.endswith(".toml"):
            problems.tell(name, "", "is not a file of a playbook" + perhaps(name, expected))
    for name in head.inherit:
        if f"{name}.toml" in files:
            problems.tell(f"{name}.toml", "", f"is here, but {HEAD} says that it is inherited")


def _put_together(head: Head, phases: tuple[Phase, ...], library: Mapping[str, tuple[object, ...]]) -> Playbook:
    return Playbook(
        ref=head.ref,
        name=head.name,
        version=head.version,
        language=head.language,
        summary=head.summary,
        audience=head.audience,
        sources=head.sources,
        phases=phases,
        **library,  # type: ignore[arg-type] # fields by name
    )
