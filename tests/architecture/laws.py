"""The laws of the code as functions over a source tree; each gives the list of what breaks it."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

AREAS = (
    "basics", "playbook", "access", "rollouts", "suitability", "people", "goals", "process", "technology",
    "customer_data", "schedule", "training", "kpis", "adoption", "readiness", "reports", "portfolio",
)  # fmt: skip
LAYERS = {
    "models": 1, "queries": 2, "service": 3, "importing": 3, "render": 4, "jobs": 4,
    "forms": 5, "views": 5, "api": 5, "commands": 5,
}  # fmt: skip
EDGE = 5
WEB_SEES = {"basics", "access", "rollouts"}
INFRASTRUCTURE = {"db", "paths", "settings", "queue"}
COMPOSERS = {"app", "cli", "__main__", "ops", "demo"}
IMPURE = {
    "flask", "flask_login", "flask_wtf", "flask_sqlalchemy", "flask_migrate", "sqlalchemy", "alembic", "werkzeug",
    "wtforms", "huey", "weasyprint", "os", "pathlib", "shutil", "socket", "subprocess", "random", "secrets",
    "time", "urllib.request", "requests", "tempfile", "psycopg", "sqlite3", "structlog", "logging",
}  # fmt: skip
CLOCK = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("time", "time")}
SILENCED = re.compile(r"# ?(?:noqa|type: ?ignore).*?(?=# ?(?:noqa|type: ?ignore)|$)")
WHY = re.compile(r"# (?:noqa: [A-Z0-9, ]+ - |type: ignore\[[a-z, -]+\] +# ).*\w")
LEFT_OUT = {"pytest.skip", "pytest.xfail", "pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail"}
MODULE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 300, 40, 150


def modules(root: Path) -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the package with its parsed text; migrations stand apart."""
    for path in sorted((root / "planner").rglob("*.py")):
        if "migrations" not in path.parts and "shipped" not in path.parts:
            yield path.relative_to(root), ast.parse(path.read_text("utf-8"))


def layer_of(stem: str) -> int:
    """The layer of a module by its name: `views` and `signin_views` are of one layer, a domain word is pure (0)."""
    return LAYERS.get(stem.rsplit("_", 1)[-1], 0)


def area_of(path: Path) -> str:
    """`planner/goals/views.py` is of `goals`, `planner/db.py` of `db`."""
    return path.parts[1].removesuffix(".py")


def imported(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Names a module imports, in full, with the line; type-only imports count too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def broken_imports(root: Path) -> list[str]:
    """Imports that go right, go up, or bring the outside into a pure module."""
    return [
        f"{path}:{line} {name}: {why}"
        for path, tree in modules(root)
        for name, line in imported(tree)
        if (why := _why_not(root, path, name))
    ]


def _why_not(root: Path, path: Path, name: str) -> str:
    area, parts = area_of(path), name.split(".")
    if area in COMPOSERS or len(path.parts) == 2:
        return "" if area in COMPOSERS or parts[0] != "planner" else _infrastructure(parts)
    if parts[0] != "planner":
        pure = area in AREAS and layer_of(path.stem) == 0 and path.stem != "__init__"
        return "a pure module knows nothing outside" if pure and _is_impure(name) else ""
    return _inside(root, path, parts) if len(parts) > 1 else ""


def _is_impure(name: str) -> bool:
    return any(name == bad or name.startswith(bad + ".") for bad in IMPURE)


def _infrastructure(parts: list[str]) -> str:
    return "" if parts[1] in INFRASTRUCTURE | {"basics"} else "infrastructure knows only basics"


def _inside(root: Path, path: Path, parts: list[str]) -> str:
    area, other = area_of(path), parts[1]
    mine = EDGE if area == "web" else layer_of(path.stem)
    if other in COMPOSERS:
        return "nothing imports what composes"
    if other in INFRASTRUCTURE:
        return "a pure module knows no database or folder" if mine == 0 and path.stem != "__init__" else ""
    if other == "web":
        return "" if mine == EDGE or (mine == LAYERS["jobs"] and parts[2:3] == ["clock"]) else "only edges know the web"
    if other not in AREAS:
        return ""
    if area == "web":
        return "" if other in WEB_SEES else "the web toolkit knows only basics, access and rollouts"
    if AREAS.index(other) > AREAS.index(area):
        return f"{area} stands left of {other}"
    target = parts[2] if len(parts) > 2 and (root / "planner" / other / f"{parts[2]}.py").exists() else ""
    return "an import goes to an equal or lower layer" if layer_of(target) > mine else ""


def clock_readings(root: Path) -> list[str]:
    """Places below the edge that read the clock."""
    return [
        f"{path}:{node.lineno} reads the clock"
        for path, tree in modules(root)
        if area_of(path) in AREAS and layer_of(path.stem) < LAYERS["jobs"]
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in CLOCK
    ]


def unexplained(root: Path) -> list[str]:
    """Places that silence a check, or leave a test out, without a word why."""
    files = (path for folder in ("planner", "tests", "bench") for path in sorted((root / folder).rglob("*.py")))
    return [
        f"{path.relative_to(root)}:{number} {what}: why?"
        for path in files
        for number, what in _silent(path.read_text("utf-8"))
    ]


def _silent(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            found = SILENCED.findall(token.string)
            if found and not any(WHY.search(told) for told in found):
                yield token.start[0], token.string
    nodes = list(ast.walk(ast.parse(text)))
    told = {id(node.func) for node in nodes if isinstance(node, ast.Call) and (node.args or node.keywords)}
    for node in nodes:
        if isinstance(node, ast.Attribute) and ast.unparse(node) in LEFT_OUT and id(node) not in told:
            yield node.lineno, ast.unparse(node)


def too_long(root: Path) -> list[str]:
    """Modules, functions and templates over their size."""
    found = []
    for path, tree in modules(root):
        lines = len((root / path).read_text("utf-8").splitlines())
        if lines > MODULE_LINES:
            found.append(f"{path}: {lines} lines")
        found += [
            f"{path}:{node.lineno} {node.name}: {length} lines"
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
        ]
    for path in sorted((root / "templates").rglob("*.html")):
        if (lines := len(path.read_text("utf-8").splitlines())) > TEMPLATE_LINES:
            found.append(f"{path.relative_to(root)}: {lines} lines")
    return found


def misnamed_pages(root: Path) -> list[str]:
    """Views, templates, forms and tests of an area that do not bear one another's names."""
    found = []
    for area in (*AREAS, "web"):
        folder = root / "planner" / area
        files = sorted(folder.glob("*views.py")) if folder.is_dir() else []
        if files:
            found += _misnamed(root, area, files)
    return found + _unused_templates(root)


def _misnamed(root: Path, area: str, files: list[Path]) -> list[str]:
    found = []
    for file in files:
        tree = ast.parse(file.read_text("utf-8"))
        for view in [n for n in tree.body if isinstance(n, ast.FunctionDef) and _is_view(n)]:
            expected = f"{area}/{view.name}.html"
            names = [t for t in _rendered(view) if not t.startswith("problems/")]
            found += [f"{area}.{view.name} renders {name}, not {expected}" for name in names if name != expected]
            found += [f"{name} does not exist" for name in names if not (root / "templates" / name).is_file()]
    if area != "web" and not (root / "tests" / area).is_dir():
        found.append(f"tests/{area} does not exist")
    forms = sorted((root / "planner" / area).glob("*forms.py")) if area != "web" else []
    text = "".join(f.read_text("utf-8") for f in files)
    for form in forms:
        classes = [n for n in ast.parse(form.read_text("utf-8")).body if isinstance(n, ast.ClassDef)]
        used = text + form.read_text("utf-8")
        found += [f"{area}: {c.name} is used nowhere" for c in classes if len(re.findall(rf"\b{c.name}\b", used)) < 2]
    return found


def _is_view(node: ast.FunctionDef) -> bool:
    return any("blueprint" in ast.unparse(decorator) for decorator in node.decorator_list)


def _rendered(view: ast.FunctionDef) -> list[str]:
    return [
        call.args[0].value
        for call in ast.walk(view)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "render_template"
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    ]


def _unused_templates(root: Path) -> list[str]:
    """Templates that no view renders and no template includes, imports or extends."""
    python = "".join((root / path).read_text("utf-8") for path, _ in modules(root))
    everything = {p: p.read_text("utf-8") for p in sorted((root / "templates").rglob("*.html"))}
    found = []
    for path in everything:
        name = path.relative_to(root / "templates").as_posix()
        users = python + "".join(text for other, text in everything.items() if other != path)
        if f'"{name}"' not in users and f"'{name}'" not in users:
            found.append(f"templates/{name} is used nowhere")
    return found
