"""Loading a playbook: the worked example is right, and each way to be wrong is told with file, key and reason."""

import pytest

from planner.playbook.loading import load
from planner.playbook.outline import After
from planner.playbook.words import Culture
from tests.playbook.example import example, example_files, problems_after, swap

DECIDE, INTRODUCE, FACTORS = "00-decide/phase.toml", "01-introduce/phase.toml", "factors.toml"


def test_the_worked_example_of_the_readme_is_right() -> None:
    book = example()
    assert [phase.ref for phase in book.phases] == ["decide", "introduce"]
    assert book.phase("decide").task("board-decides").after == (
        After(task="ask-office", lag_days=2),
        After(task="tell-branches"),
    )
    branches = book.phase("decide").task("tell-branches")
    assert branches.when is not None
    assert branches.when.culture == (Culture.DECENTRALISED,)
    assert book.phase("introduce").guidance.startswith("Move addresses first")
    assert len(book.criterion("list-owner-acts").steps) == 5


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "reason"),
    [
        ("playbook.toml", 'version = "1.0.0"', 'version = "1"', "version", "three numbers"),
        ("playbook.toml", 'name = "Club"', 'nmae = "Club"', "nmae", 'did you mean "name"'),
        ("playbook.toml", 'name = "Club"', "", "name", "is missing"),
        ("playbook.toml", 'name = "Club"', 'name = " "', "name", "must not be empty"),
        ("playbook.toml", 'name = "Club"', 'name = "a\\u0007b"', "name", "control character"),
        ("playbook.toml", '"00-decide", ', "", "", "not listed under `phases`"),
        ("playbook.toml", "sources = [", 'inherit = ["kpi"]\nsources = [', "inherit[kpi]", 'did you mean "kpis"'),
        ("playbook.toml", "sources = [", 'based_on = "base"\nsources = [', "based_on", "no shipped playbook"),
        (FACTORS, "weight = 8", "weight = 11", "factor[list-owner].weight", "1 to 10"),
        (FACTORS, "weight = 8", 'weight = "8"', "factor[list-owner].weight", "a whole number"),
        (FACTORS, "weight = 8", "weight = true", "factor[list-owner].weight", "a whole number"),
        (FACTORS, "threshold = 50", "", "factor[list-owner].threshold", "critical factor"),
        (FACTORS, "threshold = 50", "threshold = nan", "factor[list-owner].threshold", "a number"),
        (FACTORS, "threshold = 50", "threshold = 1e999999", "factor[list-owner].threshold", "too large"),
        (FACTORS, "weight = 8", f"weight = {'9' * 4000}", "factor[list-owner].weight", "too large"),
        (FACTORS, "weight = 8", f"weight = {'9' * 9000}", "line", "not valid TOML"),
        (DECIDE, "pessimistic = 5", "pessimistic = 5000", "task[ask-office].pessimistic", "at most 1,000 days"),
        (FACTORS, "threshold = 50", "threshold = 101", "factor[list-owner].threshold", "at most 100"),
        (FACTORS, '"process"', '"proces"', "factor[list-owner].pillar", 'did you mean "process"'),
        (FACTORS, '"chair"', '"chief"', "factor[list-owner].owner_role", 'no "chief" in roles.toml'),
        (FACTORS, "weight = 3", "weight = 6", "factor[list-owner].criterion[list-owner-acts].weight", "1 to 5"),
        (
            FACTORS,
            '    "Nobody looks after it",\n',
            "",
            "factor[list-owner].criterion[list-owner-acts].steps",
            "5 sentences, for 0 to 4, not 4",
        ),
        (
            FACTORS,
            'evidence = "Minutes of the board"',
            "must = true",
            "factor[list-owner].criterion[list-owner-named].evidence",
            "counts as proof",
        ),
        (FACTORS, '"list-owner-named"', '"list-owner-acts"', "", "already the ref of another criterion"),
        (FACTORS, "valid_days = 180", "", "factor[list-owner].criterion[list-owner-acts].valid_days", "grows old"),
        ("kpis.toml", "[[kpi]]", "[[kpis]]", "kpis", "[[kpi]]"),
        ("kpis.toml", '"quarterly"', '"yearly"', "kpi[returned-letters].cadence", "weekly, monthly, quarterly"),
        ("roles.toml", "share = 40", "share = 140", "role[secretary].share", "0 to 100"),
        ("roles.toml", '"secretary"', '"Secretary!"', "role[Secretary!].ref", "lower-case"),
        ("roles.toml", '"secretary"', '"chair"', "role[chair].ref", "already the ref of another role"),
        ("courses.toml", "hours = 1.5", "hours = 0", "course[keeping-the-list].hours", "more than 0"),
        ("surveys.toml", 'step = "aware"', "", "survey[office-pulse].item[know-why]", "`step` or a `construct`"),
        ("suitability.toml", 'value = "no"', 'value = "yes"', "question[wanted-in-three-years].options", '"no"'),
        (DECIDE, 'ref = "decide"', 'ref = "decided"', "phase.ref", 'must be "decide"'),
        (DECIDE, '["everything-at-once"]', '["all"]', "phase.mistakes[all]", 'no "all" in mistakes.toml'),
        (DECIDE, 'objective = "', 'waves = "first"\nobjective = "', "phase.waves", "wave_phase"),
        (DECIDE, "likely = 2", "likely = 7", "task[ask-office].likely", "optimistic <= likely <= pessimistic"),
        (DECIDE, "optimistic = 1", "optimistic = -1", "task[ask-office].optimistic", "negative"),
        (DECIDE, "likely = 2", "likely = 2.5", "task[ask-office].likely", "a whole number"),
        (DECIDE, "milestone = true", "milestone = true\nlikely = 1", "task[board-decides].milestone", "takes no time"),
        (DECIDE, 'stage = "ask"', 'stage = "aks"', "task[ask-office].stage", 'did you mean "ask"'),
        (DECIDE, '"ask-office+2d"', '"ask-ofice"', "task[board-decides].after[ask-ofice]", 'did you mean "ask-office"'),
        (DECIDE, '"ask-office+2d"', '"ask office"', "task[board-decides].after[1]", "must read like"),
        (DECIDE, '"ask-office+2d"', '"introduce.move-addresses"', "", "a later phase"),
        (DECIDE, '"ask-office+2d"', '"introduce.ask-office"', "", 'belongs to the phase "decide"'),
        (DECIDE, "because = ", "reason = ", "task[tell-branches].because", "says why"),
        (DECIDE, "when = { culture = [", "when = { cultur = [", "task[tell-branches].when.cultur", "culture"),
        (DECIDE, "when = { culture", "#", "task[tell-branches].because", "there is none"),
        (DECIDE, 'accountable = "chair"', 'accountable = "boss"', "deliverable[wishes].accountable", "roles.toml"),
        (DECIDE, "must = true", "must = false", "gate.exit.criterion", "at least one criterion with must"),
        (DECIDE, "[gate.exit]", "[gate.out]", "gate.out", "unknown key"),
        (DECIDE, '"suitability.answered_share"', '"suitability.answered"', "", "did you mean"),
        (DECIDE, 'unit = "percent"', 'unit = "days"', "gate.exit.criterion[questions-answered].unit", "in percent"),
        (DECIDE, "threshold = 100", "threshold = 100.5", "", "0 to 100 percent"),
        (DECIDE, 'op = ">="', "", "gate.exit.criterion[questions-answered].op", "the kind measure needs it"),
        (DECIDE, 'op = ">="', 'op = "=>"', "gate.exit.criterion[questions-answered].op", "must be one of"),
        (INTRODUCE, 'kind = "check"', 'kind = "answer"', "gate.entry.criterion[old-lists-found].kind", "one of check"),
        (INTRODUCE, '"list-owner"', '"owner"', "gate.exit.criterion[owner-strong-enough].factor", "factors.toml"),
        (INTRODUCE, "threshold = 50", "threshold = 50\nweight = 2", "", "belongs to the criteria of success factors"),
        (INTRODUCE, '"ready-to-move"', '"start-decision"', "gate.entry.ref", "another gate"),
    ],
)
def test_each_slip_is_told_with_file_key_and_reason(file: str, old: str, new: str, key: str, reason: str) -> None:
    found = problems_after(swap(file, old, new))
    assert any((key in problem.key) and reason in problem.reason for problem in found), found


def test_one_slip_is_told_once() -> None:
    found = problems_after(swap(DECIDE, "likely = 2", 'likely = "two"'))
    assert [(problem.file, problem.key) for problem in found] == [(DECIDE, "task[ask-office].likely")]


def test_all_problems_are_told_at_once() -> None:
    found = problems_after(
        swap("playbook.toml", "1.0.0", "one"),
        swap(FACTORS, "weight = 8", "weight = 0"),
        swap("kpis.toml", '"down"', '"sideways"'),
        swap(DECIDE, 'role = "secretary"', 'role = "typist"'),
        swap(DECIDE, "must = true", "must = false"),
        swap(INTRODUCE, "likely = 4", "likely = 40"),
    )
    assert [(problem.file, problem.key) for problem in found] == [
        (DECIDE, "task[ask-office].role"),
        (DECIDE, "gate.exit.criterion"),
        (INTRODUCE, "task[move-addresses].likely"),
        (FACTORS, "factor[list-owner].weight"),
        ("kpis.toml", "kpi[returned-letters].direction"),
        ("playbook.toml", "version"),
    ]


def test_a_circle_of_tasks_is_named_task_by_task() -> None:
    found = problems_after(swap(DECIDE, 'deliverable = "One page of wishes"', 'after = ["board-decides"]'))
    circle = [problem for problem in found if "circle" in problem.reason]
    assert len(circle) == 1
    assert "ask-office -> tell-branches -> board-decides -> ask-office" in circle[0].reason


def test_a_task_that_waits_for_itself_is_a_circle() -> None:
    found = problems_after(swap(INTRODUCE, '"decide.board-decides"', '"move-addresses"'))
    assert "move-addresses -> move-addresses" in found[0].reason


def test_broken_toml_is_told_with_its_line_and_nothing_is_missed_because_of_it() -> None:
    found = problems_after(swap("roles.toml", 'name = "Chair"', 'name = "Chair'))
    assert [(problem.file, problem.key) for problem in found] == [("roles.toml", "line 3")]
    assert "not valid TOML" in found[0].reason


def test_endless_nesting_is_told_and_not_fatal() -> None:
    files = example_files() | {"kpis.toml": "a = " + "[" * 100_000}
    assert [problem.file for problem in load(files).problems] == ["kpis.toml"]


@pytest.mark.parametrize("name", ["playbook.toml", "vendors.toml", DECIDE, "00-decide/guidance.md"])
def test_a_missing_file_is_told(name: str) -> None:
    files = example_files()
    del files[name]
    assert any(problem.file == name and "missing" in problem.reason for problem in load(files).problems)


def test_files_that_nobody_reads_are_told() -> None:
    files = example_files() | {"kpi.toml": "", "02-more/phase.toml": ""}
    told = {problem.file: problem.reason for problem in load(files).problems}
    assert 'did you mean "kpis.toml"' in told["kpi.toml"]
    assert "not listed" in told["02-more/phase.toml"]


def test_a_phase_folder_needs_a_number() -> None:
    files = example_files()
    files["playbook.toml"] = files["playbook.toml"].replace("00-decide", "decide")
    files["decide/phase.toml"] = files.pop(DECIDE)
    files["decide/guidance.md"] = files.pop("00-decide/guidance.md")
    assert [problem.key for problem in load(files).problems] == ["phases[decide]"]


def test_a_library_file_is_taken_from_another_playbook() -> None:
    base = example_files()
    files = {name: text for name, text in base.items() if name != "roles.toml"}
    files["playbook.toml"] += 'based_on = "base"\ninherit = ["roles"]\n'
    loaded = load(files, {"base": base})
    assert loaded.playbook is not None, loaded.problems
    assert loaded.playbook.roles == example().roles


def test_an_inherited_file_may_not_be_there_as_well() -> None:
    files = example_files()
    files["playbook.toml"] += 'based_on = "base"\ninherit = ["roles"]\n'
    assert "inherited" in load(files, {"base": files}).problems[0].reason


def test_inheriting_without_saying_from_where_is_told() -> None:
    found = problems_after(
        lambda files: files.update({"playbook.toml": files["playbook.toml"] + 'inherit = ["roles"]'})
    )
    assert ("playbook.toml", "inherit") in [(problem.file, problem.key) for problem in found]
