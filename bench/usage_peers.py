"""Programs for tables that count the same usage log, each in a process of its own, by the Python of `.peers`.

`python usage_peers.py import NAME FILE` reads the log, turns moments into days of one zone and counts by person, day
and kind. Nothing is checked by row, matched to people, remembered, or stored: that is what the product does beside it.
`python usage_peers.py questions NAME FILE` asks five questions of the adoption page of the raw daily rows in memory.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def peak() -> int:
    """The most memory this process had, in MB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) // 1024


def on_pandas(file: str) -> int:
    """All at once with pandas."""
    import pandas as pd

    rows = pd.read_csv(file, usecols=["timestamp", "user", "event"])
    rows["day"] = pd.to_datetime(rows["timestamp"], utc=True, format="ISO8601").dt.tz_convert("Europe/Berlin").dt.date
    return len(rows.groupby(["user", "day", "event"]).size())


def on_polars(file: str) -> int:
    """All at once with polars."""
    import polars as pl

    rows = pl.read_csv(file, columns=["timestamp", "user", "event"])
    moment = pl.col("timestamp").str.to_datetime(time_zone="UTC").dt.convert_time_zone("Europe/Berlin")
    return len(rows.with_columns(day=moment.dt.date()).group_by("user", "day", "event").len())


def on_duckdb(file: str) -> int:
    """DuckDB in memory; days of world time, since its time zones are an extension that is loaded from the net."""
    import duckdb

    counted = duckdb.execute(
        'select count(*) from (select "user", cast("timestamp"::timestamp as date) as day, "event", count(*) '
        "from read_csv(?, all_varchar = true) group by all)",
        [file],
    ).fetchone()
    return int(counted[0])


def questions_on_polars(file: str) -> float:
    """Five questions over the raw daily rows held in memory: the median CPU time of all five."""
    import polars as pl

    rows = pl.read_csv(file)

    def ask() -> None:
        week = rows.with_columns(week=pl.col("day") // 7)
        week.group_by("week").agg(pl.col("person").n_unique(), pl.col("count").sum())
        week.group_by("week", "unit").agg(pl.col("person").n_unique())
        last = rows.filter(pl.col("day") > rows["day"].max() - 28)
        each = last.group_by("person").agg(
            pl.col("day").n_unique().alias("days"), pl.col("kind").n_unique().alias("kinds")
        )
        each.filter((pl.col("days") >= 8) & (2 * pl.col("kinds") >= 5))
        last.group_by("kind").agg(pl.col("person").n_unique(), pl.col("count").sum())

    return _median(ask)


def questions_on_pandas(file: str) -> float:
    """The same five with pandas."""
    import pandas as pd

    rows = pd.read_csv(file)

    def ask() -> None:
        week = rows.assign(week=rows["day"] // 7)
        week.groupby("week").agg({"person": "nunique", "count": "sum"})
        week.groupby(["week", "unit"])["person"].nunique()
        last = rows[rows["day"] > rows["day"].max() - 28]
        each = last.groupby("person").agg({"day": "nunique", "kind": "nunique"})
        each[(each["day"] >= 8) & (2 * each["kind"] >= 5)]
        last.groupby("kind").agg({"person": "nunique", "count": "sum"})

    return _median(ask)


def questions_on_duckdb(file: str) -> float:
    """The same five with DuckDB over a table in memory."""
    import duckdb

    own = duckdb.connect()
    own.execute("create table uses as select * from read_csv(?)", [file])
    own.execute("create view recent as select * from uses where day > (select max(day) - 28 from uses)")
    asked = (
        "select day // 7 as monday, count(distinct person), sum(count) from uses group by 1",
        "select day // 7 as monday, unit, count(distinct person) from uses group by 1, 2",
        "select count(*) from (select person from recent group by 1 having count(distinct day) >= 8)",
        "select count(*) from (select person from recent group by 1 having 2 * count(distinct kind) >= 5)",
        "select kind, count(distinct person), sum(count) from recent group by 1",
    )

    def ask() -> None:
        for query in asked:
            own.execute(query).fetchall()

    return _median(ask)


def _median(work: Callable[[], None]) -> float:
    """The median CPU time of five calls, after one to warm up."""
    work()
    found = []
    for _ in range(5):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return sorted(found)[2]


PEERS: dict[str, Any] = {"pandas": on_pandas, "polars": on_polars, "duckdb": on_duckdb}
QUESTIONS: dict[str, Any] = {
    "pandas": questions_on_pandas,
    "polars": questions_on_polars,
    "duckdb": questions_on_duckdb,
}

if __name__ == "__main__":
    what, name, file = sys.argv[1:4]
    start = time.process_time()
    if what == "import":
        PEERS[name](file)
        taken = time.process_time() - start
    else:
        taken = QUESTIONS[name](file)
    print(json.dumps({"seconds": taken, "peak": peak()}))
