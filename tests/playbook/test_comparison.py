"""Comparing a rollout's copy with a newer playbook, and taking over the pieces one wants."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.playbook.comparison import Change, compare, take_over
from planner.playbook.library import Role, Vendor
from planner.playbook.outline import Gate, Phase, Playbook, Task
from planner.playbook.pieces import Kind, Piece, woven
from planner.playbook.problems import PlaybookRefused
from planner.playbook.words import AccessRole
from tests.playbook.example import example

BASE = example()
DECIDE, INTRODUCE = BASE.phases

names = st.sampled_from("abcdef")
vendors = st.lists(st.builds(Vendor, ref=names, name=names), unique_by=lambda vendor: vendor.ref, max_size=5)
free_tasks = st.lists(
    st.builds(
        Task,
        ref=names,
        stage=st.just("move"),
        name=names,
        role=st.sampled_from(["chair", "secretary"]),
        optimistic=st.just(1),
        likely=st.integers(1, 3),
        pessimistic=st.just(5),
    ),
    unique_by=lambda task: task.ref,
    min_size=1,
    max_size=5,
)
books = st.builds(
    lambda systems, tasks, summary, entry, swapped: replace(
        BASE,
        summary=summary,
        vendors=tuple(systems),
        roles=BASE.roles[::-1] if swapped else BASE.roles,
        phases=(DECIDE, replace(INTRODUCE, tasks=tuple(tasks), entry=INTRODUCE.entry if entry else None)),
    ),
    vendors,
    free_tasks,
    names,
    st.booleans(),
    st.booleans(),
)


def changed(book: Playbook, **fields: object) -> Playbook:
    phase: Phase = replace(book.phases[0], **fields)  # type: ignore[arg-type] # fields by name
    return replace(book, phases=(phase, *book.phases[1:]))


@given(books)
def test_nothing_differs_from_itself(book: Playbook) -> None:
    assert compare(book, book) == ()


@given(books, books)
def test_taking_everything_over_gives_the_new_playbook(old: Playbook, new: Playbook) -> None:
    wanted = {difference.piece for difference in compare(old, new)}
    assert take_over(old, new, wanted) == new


@given(books, books)
def test_taking_nothing_over_gives_the_old_playbook(old: Playbook, new: Playbook) -> None:
    assert take_over(old, new, ()) == old


@given(books, books, st.data())
def test_what_was_taken_over_differs_no_more(old: Playbook, new: Playbook, data: st.DataObject) -> None:
    found = [difference.piece for difference in compare(old, new) if difference.piece.kind is not Kind.ORDER]
    wanted = {piece for piece in found if data.draw(st.booleans())}
    try:
        merged = take_over(old, new, wanted)
    except PlaybookRefused:
        return
    left = {difference.piece for difference in compare(merged, new) if difference.piece.kind is not Kind.ORDER}
    assert left == set(found) - wanted


@given(st.lists(names, unique=True), st.lists(names, unique=True))
def test_woven_lists_hold_both_and_keep_the_first(first: list[str], second: list[str]) -> None:
    together = woven(first, second)
    assert sorted(together) == sorted({*first, *second})
    assert [ref for ref in together if ref in first] == first


def test_woven_as_in_the_description() -> None:
    assert woven(["a", "b", "c"], ["a", "x", "c", "y"]) == ["a", "x", "b", "c", "y"]


def test_a_changed_task_says_what_changed() -> None:
    first, *rest = DECIDE.tasks
    new = changed(BASE, tasks=(replace(first, likely=3, name="Ask everybody"), *rest))
    (difference,) = compare(BASE, new)
    assert difference.piece == Piece(Kind.TASK, "decide.ask-office")
    assert (difference.change, difference.name) == (Change.CHANGED, "Ask everybody")
    assert [(one.field, one.before, one.after) for one in difference.details] == [
        ("name", "Ask everybody in the office what they need", "Ask everybody"),
        ("likely", "2", "3"),
    ]


def test_a_changed_criterion_is_named_inside_its_gate() -> None:
    (criterion,) = DECIDE.exit.criteria
    new = changed(BASE, exit=replace(DECIDE.exit, criteria=(replace(criterion, text="All answered"),)))
    (difference,) = compare(BASE, new)
    assert difference.piece == Piece(Kind.GATE, "decide.exit")
    assert difference.details[0].field == "criterion[questions-answered].text"


def test_added_removed_and_reordered_pieces_are_told_apart() -> None:
    asked, _, decided = DECIDE.tasks
    extra = replace(asked, ref="ask-members", after=())
    decided = replace(decided, after=decided.after[:1])
    new = replace(changed(BASE, tasks=(decided, asked, extra)), roles=BASE.roles[::-1])
    found = {(one.piece.kind, one.piece.ref): one.change for one in compare(BASE, new)}
    assert found == {
        (Kind.TASK, "decide.board-decides"): Change.CHANGED,
        (Kind.TASK, "decide.ask-members"): Change.ADDED,
        (Kind.TASK, "decide.tell-branches"): Change.REMOVED,
        (Kind.ORDER, "decide.tasks"): Change.CHANGED,
        (Kind.ORDER, "roles"): Change.CHANGED,
    }


def test_an_added_piece_stands_where_it_stands_in_the_new_playbook() -> None:
    asked, told, decided = DECIDE.tasks
    extra = replace(asked, ref="ask-members")
    new = changed(BASE, tasks=(asked, extra, told, decided))
    merged = take_over(BASE, new, [Piece(Kind.TASK, "decide.ask-members")])
    assert [task.ref for task in merged.phase("decide").tasks][:2] == ["ask-office", "ask-members"]


def test_pieces_that_do_not_fit_alone_are_refused_with_the_reason() -> None:
    treasurer = Role(ref="treasurer", name="Treasurer", purpose="Pays.", share=5, access_role=AccessRole.MEMBER)
    asked, *rest = DECIDE.tasks
    new = changed(replace(BASE, roles=(*BASE.roles, treasurer)), tasks=(replace(asked, role="treasurer"), *rest))
    task, role = Piece(Kind.TASK, "decide.ask-office"), Piece(Kind.ROLE, "treasurer")
    with pytest.raises(PlaybookRefused, match=r'do not fit together.*no "treasurer" in roles\.toml'):
        take_over(BASE, new, [task])
    assert take_over(BASE, new, [task, role]) == new


def test_a_new_phase_comes_as_one_piece() -> None:
    gate = Gate(ref="look-back-gate", name="Look back", criteria=())
    criterion = replace(DECIDE.exit.criteria[0], ref="looked-back")
    later = replace(
        INTRODUCE,
        ref="look-back",
        tasks=(replace(INTRODUCE.tasks[0], ref="look-back", after=()),),
        entry=None,
        exit=replace(gate, criteria=(criterion,)),
    )
    new = replace(BASE, phases=(*BASE.phases, later))
    assert {one.piece.kind for one in compare(BASE, new)} == {Kind.PHASE}
    assert take_over(BASE, new, [Piece(Kind.PHASE, "look-back")]) == new
