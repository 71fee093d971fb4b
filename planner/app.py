"""Puts the product together: settings, database, areas, pages for problems, commands."""

import importlib
import importlib.util

import structlog
from flask import Flask, url_for
from jinja2 import StrictUndefined

from planner import paths, queue
from planner.access import audit_hook_service
from planner.db import db
from planner.people.staff_reach_service import invited_by
from planner.people.staff_service import on_changed as on_staff_changed
from planner.process.problem_service import course_sources, open_tasks
from planner.reports import removal_service
from planner.rollouts.service import on_created
from planner.schedule import service as schedule
from planner.schedule.queries import unfinished
from planner.schedule.record_findings_service import finders
from planner.schedule.session_load_queries import entry_sources, lesson_sources, trainer_sources
from planner.settings import Settings, read_settings
from planner.training import course_service as training
from planner.training import plan_load_service as training_load
from planner.training import sitting_queries as sittings
from planner.training.course_queries import names_by_ref as courses_by_ref
from planner.training.plan_check_service import findings as training_findings
from planner.training.standing_service import refresh as refresh_training
from planner.web import clock, filters, forgery, guards, headers, navigation, problems, visitor
from planner.web.actor import actor
from planner.web.addresses import RowNumber
from planner.web.views import blueprint as web
from planner.web.views import stamp

AREAS = (
    "basics", "playbook", "access", "rollouts", "suitability", "people", "goals", "process", "technology",
    "customer_data", "schedule", "training", "kpis", "adoption", "readiness", "reports", "portfolio",
)  # fmt: skip
SUPPLIES = ("facts_service", "acts_service", "agenda_service", "waiting_service")
"""Modules in which an area tells what others ask for: facts, acts of sponsors, points for the committee, what waits."""


def create_app(settings: Settings | None = None) -> Flask:
    """The product, ready to serve."""
    settings = settings or read_settings()
    app = Flask(
        "planner",
        template_folder=str(paths.TEMPLATES),
        static_folder=str(paths.STATIC),
        instance_path=str(settings.instance),
    )
    app.url_map.converters["int"] = RowNumber
    configure(app, settings)
    install_database(app)
    problems.install(app)
    install_doors(app, settings)
    install_pages(app)
    install_preparations()
    load_facts()
    guards.check_all_guarded(app)
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Hand the settings to Flask and its extensions."""
    app.config.update(
        PLANNER=settings,
        TESTING=settings.test_mode,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SESSION_COOKIE_NAME="__Host-planner" if settings.secure else "planner",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=settings.hosts,
        MAX_CONTENT_LENGTH=64 * guards.MEGABYTE,
        MAX_FORM_MEMORY_SIZE=2 * guards.MEGABYTE,
        WTF_CSRF_TIME_LIMIT=None,
    )
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], structlog.processors.JSONRenderer()])


def install_database(app: Flask) -> None:
    """Tables of every area, the trail of changes and the queue."""
    load_models()
    db.init_app(app)
    audit_hook_service.install(actor)
    removal_service.install()
    for area in areas_with("jobs"):
        importlib.import_module(f"planner.{area}.jobs")
    queue.install(app, clock.now)


def install_doors(app: Flask, settings: Settings) -> None:
    """Sign-in, guards, forged-request protection and headers, in the order they act."""
    visitor.install(app)
    app.before_request(guards.keep_the_doors)
    forgery.install(app)
    headers.install(app, settings)


def install_pages(app: Flask) -> None:
    """The pages of every area, with their filters and menu."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    filters.install(app)
    navigation.install(app)
    app.register_blueprint(web)
    for kind in ("views", "api"):
        for area in areas_with(kind):
            app.register_blueprint(importlib.import_module(f"planner.{area}.{kind}").blueprint)

    @app.template_global()
    def static(path: str) -> str:
        return url_for("static", filename=path, v=stamp(path))


def install_preparations() -> None:
    """What else is made for each new rollout and person, in the same transaction: gates, a first plan, courses."""
    on_created[:] = [schedule.prepare, training.prepare]
    on_staff_changed[:] = [refresh_training]
    invited_by[:] = [sittings.invited_by]
    open_tasks[:], course_sources[:] = [unfinished], [courses_by_ref]
    finders[:] = [training_findings]
    trainer_sources[:], lesson_sources[:] = [training_load.trainers], [training_load.lessons]
    entry_sources[:] = [training_load.entries]


def load_models() -> None:
    """Let every area declare its tables."""
    for area in AREAS:
        for file in sorted((paths.PACKAGE / area).glob("*models.py")):
            importlib.import_module(f"planner.{area}.{file.stem}")


def load_facts() -> None:
    """Let every area declare the live facts it supplies, and tell what others ask for in one place."""
    for module in SUPPLIES:
        for area in areas_with(module):
            importlib.import_module(f"planner.{area}.{module}")


def areas_with(module: str) -> list[str]:
    """The areas that have a certain module, in reading order."""
    return [area for area in AREAS if _has(area, module)]


def _has(area: str, module: str) -> bool:
    return (paths.PACKAGE / area / f"{module}.py").is_file()
