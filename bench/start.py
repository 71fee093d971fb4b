"""The start of the product beside the import of the libraries no Flask product with a database can do without."""

import os
import resource
import statistics
import subprocess
import sys
from tempfile import TemporaryDirectory

from bench.measure import head, line

COMPILED = TemporaryDirectory()
LIBRARIES = "import flask_sqlalchemy, flask_wtf, flask_login"
CREATE = "from planner.app import create_app; from planner.settings import Settings; import tempfile, pathlib; "
CREATE += (
    "d = tempfile.mkdtemp(); create_app(Settings(pathlib.Path(d), f'sqlite:///{d}/x.sqlite', 'k', test_mode=True))"
)


def cpu(*arguments: str) -> float:
    """The median CPU time of three processes whose modules are compiled, as an installation's are."""
    found = []
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = COMPILED.name
    for _ in range(4):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(found[1:])  # the first one compiled


def run() -> None:
    """Measure whole processes."""
    head("Start of a process (peer: import of Flask, SQLAlchemy and their extensions)")
    libraries = cpu("-c", LIBRARIES)
    line("planner --version", cpu("-m", "planner", "--version"), libraries)
    line("the app, ready to serve", cpu("-c", CREATE), libraries)
