"""Each key page beside a minimal Flask page that shows the same text in as many rows of a table."""

import re
from contextvars import Context

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import text

from bench.measure import head, line, seconds
from bench.sample import client_of
from planner.db import db

TEMPLATE = """<!doctype html><title>Bare</title><h1>Bare</h1><table>{% for row in rows %}<tr>
<td>{{ row.position }}</td><td>{{ row.name }}</td><td>{{ row.start }}</td><td>{{ row.finish }}</td>
<td>{{ row.percent }}</td></tr>{% endfor %}</table>"""
PAGES = (
    ("start page", "/"),
    ("overview of a rollout", "/rollouts/1"),
    ("plan", "/rollouts/1/plan"),
    ("timeline", "/rollouts/1/plan/timeline"),
    ("success factors", "/rollouts/1/readiness"),
    ("gates with verdicts", "/rollouts/1/readiness/gates"),
    ("reports", "/rollouts/1/reports"),
    ("a frozen report", "/rollouts/1/reports/1"),
    ("a report of now", "/rollouts/1/reports/preview"),
    ("playbook", "/rollouts/1/playbook"),
    ("history", "/rollouts/1/audit"),
)
ROW = re.compile(rb"<tr|<li|<article|<details|<rect")


def bare_page(app: Flask) -> FlaskClient:
    """A page that asks for N rows of the plan in one question and draws them: no person, no rights, no answers."""
    peer = Flask("peer")
    engine = db.engine
    query = text("select position, name, start, finish, percent from plan_task order by id limit :most")

    @peer.get("/<int:most>")
    def rows(most: int) -> str:
        with engine.connect() as connection:
            found = list(connection.execute(query, {"most": most}))
        return render_template_string(TEMPLATE, rows=[found[n % len(found)] for n in range(most)])

    del app, rows
    return peer.test_client()


def run(app: Flask) -> None:
    """Measure all pages; the peer shows as many rows as the page has rows, points and bars."""
    head("Pages, warm, CPU of one request (peer: bare Flask, one query, as many rows)")
    client, peer = client_of(app), bare_page(app)
    for name, address in PAGES:
        answer = Context().run(client.get, address)
        assert answer.status_code == 200, address
        rows = max(len(ROW.findall(answer.data)), 1)
        own = seconds(lambda a=address: Context().run(client.get, a))  # type: ignore[misc] # mypy cannot infer a lambda with a default
        bare = seconds(lambda n=rows: Context().run(peer.get, f"/{n}"))  # type: ignore[misc] # mypy cannot infer a lambda with a default
        line(name, own, bare, f"{rows} rows, {len(answer.data):,} bytes")
