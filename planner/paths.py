"""Where the product's fixed folders are, in a checkout and in an installed package alike."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = PACKAGE.parent
IN_CHECKOUT = (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / "templates").is_dir()
SHIPPED = _CHECKOUT if IN_CHECKOUT else PACKAGE / "shipped"

TEMPLATES = SHIPPED / "templates"
STATIC = SHIPPED / "static"
PHASES = SHIPPED / "phases"
MIGRATIONS = PACKAGE / "migrations"


def default_instance() -> Path:
    """The folder of the database and uploads: beside a checkout's code, else in the folder one works in."""
    return (_CHECKOUT if IN_CHECKOUT else Path.cwd()) / "instance"
