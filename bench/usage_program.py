"""Takes a usage log over in a process and an installation of its own, and says what that took.

`python -m bench.usage_program FILE [ROWS [URL]]` prints one JSON object: CPU seconds, the peak memory of the whole
process and what the product alone had taken before, in MB, how many events were counted, and CPU milliseconds of each
question of the adoption page. ROWS is a file that the raw daily rows are written to; URL names another database.
"""

import csv
import json
import sys
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import text

from bench.adoption import QUESTIONS, make
from bench.measure import once, seconds
from planner.adoption.take_over_service import take_over
from planner.adoption.usage_models import UsageSource
from planner.app import create_app
from planner.db import db
from planner.ops import schema
from planner.settings import read_settings
from planner.web import clock

RAW = """
select c.day, a.staff_id, s.unit_id, c.kind_id, c.count from usage_count c
join usage_account a on a.id = c.account_id join staff s on s.id = a.staff_id
join usage_kind k on k.id = c.kind_id where k.meaningful
"""


def peak() -> int:
    """The most memory this process had, in MB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) // 1024


def run(file: Path, rows: Path | None) -> dict[str, object]:
    """Take the log over and ask the questions."""
    source_id, now = make(), datetime(2026, 11, 1, tzinfo=UTC)
    before = peak()

    def take() -> None:
        with file.open("rb") as content:
            take_over(db.session.get_one(UsageSource, source_id), content, "log.csv", None, now)

    taken, after = once(take), peak()
    counted = db.session.execute(text("select sum(count) from usage_count")).scalar()
    rollout_id = db.session.get_one(UsageSource, source_id).rollout_id
    asked = {name: 1000 * seconds(partial(ask, rollout_id)) for name, ask in QUESTIONS.items()}
    if rows:
        with rows.open("w", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("day", "person", "unit", "kind", "count"))
            writer.writerows(db.session.execute(text(RAW)))
    return {"seconds": taken, "peak": after, "before": before, "counted": int(counted or 0), "questions": asked}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[3] if len(sys.argv) > 3 else ""
        env = {"PLANNER_INSTANCE": folder, **({"PLANNER_DATABASE_URL": url} if url else {})}
        app = create_app(read_settings(env))
        with app.app_context():
            schema.bring_up_to_date(clock.now())
            db.session.remove()
            answer = run(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
            print(json.dumps(answer))
            db.session.remove()
            db.engine.dispose()
