"""The server and its background worker, started and stopped together by one command."""

import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

import click
from flask import Flask

from planner import queue
from planner.basics.pauses import settle
from planner.db import db

WATCH_SECONDS = 1.0


def serve(app: Flask, host: str, port: int, workers: int) -> None:
    """Serve until stopped. The worker is a process of its own; if it dies it is started again.

    The app is loaded once and shared by the server processes, which are forked from this one; a connection to the
    database must not be, so all are closed before.
    """
    db.session.remove()
    db.engine.dispose()
    settle()
    keeper = Keeper()
    keeper.start()
    try:
        if sys.platform == "win32":
            _waitress(app, host, port)
        else:
            _gunicorn(app, host, port, workers)
    finally:
        keeper.stop()


def _waitress(app: Flask, host: str, port: int) -> None:
    import waitress

    waitress.serve(app, host=host, port=port, threads=8)


def _gunicorn(app: Flask, host: str, port: int, workers: int) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc] # gunicorn ships no types
        """Gunicorn with our settings, without a file of its own."""

        def load_config(self) -> None:
            options = {
                "bind": f"{host}:{port}",
                "workers": workers,
                "threads": 4,
                "worker_class": "gthread",
                "timeout": 120,
                "graceful_timeout": 10,
                "control_socket_disable": True,
                "loglevel": "warning",
                "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108, PTH112 - memory
            }
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Flask:
            return app

    Server().run()


class Keeper(threading.Thread):
    """Keeps one background worker alive while the server runs."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.over = threading.Event()
        self.child: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Start the worker, and again whenever it ends."""
        while not self.over.is_set():
            command = [sys.executable, "-m", "planner", "worker", "--parent", str(os.getpid())]
            self.child = subprocess.Popen(command)
            while not self.over.is_set() and _alive(self.child.pid):
                self.over.wait(WATCH_SECONDS)

    def stop(self) -> None:
        """End the worker with the server."""
        self.over.set()
        if self.child and _alive(self.child.pid):
            self.child.terminate()


def _alive(pid: int) -> bool:
    """Whether a child still runs; gunicorn may have collected its end before us."""
    try:
        found, _ = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return False
    return found == 0


def work(app: Flask, parent: int | None) -> None:
    """Do background jobs until stopped, or until the server that started us is gone."""
    with app.app_context():
        huey = queue.here()
    consumer = huey.create_consumer(workers=1, periodic=True, check_worker_health=True)
    consumer.start()
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    while not stop.wait(WATCH_SECONDS) and (parent is None or os.getppid() == parent):
        pass
    consumer.stop(graceful=True)
    time.sleep(0)


def say_welcome(host: str, port: int, lines: list[str]) -> None:
    """Print where the product is and how to sign in."""
    click.echo("")
    click.secho(f"  CRM Rollout Planner is at http://{host}:{port}", bold=True)
    for line in lines:
        click.echo(f"  {line}")
    click.echo("  Stop it with Ctrl+C.\n")
