"""Settings from `instance/settings.toml` and the environment; what is wrong is refused by name."""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from planner import paths
from planner.basics.errors import PlannerError
from planner.basics.mail_address import mail_server
from planner.basics.outbound_addresses import check_hosts

STANDARD_URL = "http://127.0.0.1:8000"


class BadSetting(PlannerError):
    """A setting that cannot be used, named in the message."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set, as read at the start."""

    instance: Path
    database_url: str
    secret_key: str
    base_url: str = STANDARD_URL
    trusted_hosts: tuple[str, ...] = ()
    mail_url: str = ""
    mail_from: str = ""
    outbound_hosts: tuple[str, ...] = ()
    earlier_secret_keys: tuple[str, ...] = ()
    test_mode: bool = False
    now: datetime | None = None

    @property
    def secure(self) -> bool:
        """Whether people reach the product over https, which makes cookies Secure."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def hosts(self) -> list[str]:
        """Host names a request may carry: those of the base URL, of this machine, and those set."""
        own = urlsplit(self.base_url).hostname or "127.0.0.1"
        return [own, "127.0.0.1", "localhost", *self.trusted_hosts]

    @property
    def uploads(self) -> Path:
        """Where evidence files are kept."""
        return self.instance / "uploads"

    def served_at(self, host: str, port: int) -> "Settings":
        """These settings with the address at which the product answers, where none was set: links must lead there."""
        if self.base_url != STANDARD_URL:
            return self
        return replace(self, base_url=f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{port}")  # noqa: S104 - told apart, not listened on


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings of this run: the environment (`PLANNER_*`) wins over `settings.toml`; raises BadSetting by name."""
    env = {k.removeprefix("PLANNER_").lower(): v for k, v in (environment or os.environ).items() if k[:8] == "PLANNER_"}
    instance = Path(env.get("instance") or paths.default_instance()).resolve()
    instance.mkdir(parents=True, exist_ok=True)
    values = _from_file(instance / "settings.toml") | env
    known = {f.name for f in fields(Settings)}
    if unknown := sorted(values.keys() - known):
        raise BadSetting(f"Unknown setting: {', '.join(unknown)}. Known settings: {', '.join(sorted(known))}.")
    return Settings(
        instance=instance,
        database_url=_database(values, instance),
        secret_key=str(values.get("secret_key") or _kept_secret(instance / "secret.key")),
        base_url=_base_url(str(values.get("base_url", STANDARD_URL))),
        trusted_hosts=_words(values, "trusted_hosts"),
        mail_url=_mail_url(str(values.get("mail_url", ""))),
        mail_from=str(values.get("mail_from", "")),
        outbound_hosts=_outbound_hosts(_words(values, "outbound_hosts")),
        earlier_secret_keys=_words(values, "earlier_secret_keys"),
        test_mode=_flag(values, "test_mode"),
        now=_now(values) if _flag(values, "test_mode") else None,
    )


def _from_file(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path.name} cannot be read: {error}") from error


def _database(values: Mapping[str, object], instance: Path) -> str:
    url = str(values.get("database_url") or f"sqlite:///{instance / 'planner.sqlite'}")
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSetting("database_url must begin with sqlite:/// or postgresql://.")
    return url


def _words(values: Mapping[str, object], name: str) -> tuple[str, ...]:
    """Several words, separated by blanks or commas; in the file also as a list."""
    value = values.get(name, "")
    text = " ".join(str(each) for each in value) if isinstance(value, list) else str(value)
    return tuple(text.replace(",", " ").split())


def _mail_url(url: str) -> str:
    try:
        mail_server(url)
    except ValueError as error:
        raise BadSetting(f"mail_url cannot be used: {error}.") from error
    return url


def _outbound_hosts(entries: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return check_hosts(entries)
    except ValueError as error:
        raise BadSetting(
            f"outbound_hosts must be host names such as login.example.com or *.example.com, not {error}."
        ) from error


def _base_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadSetting(f"base_url must be an http or https address, not {url!r}.")
    return url.rstrip("/")


def _flag(values: Mapping[str, object], name: str) -> bool:
    text = str(values.get(name, "false")).lower()
    if text not in {"true", "false", "1", "0", "yes", "no", ""}:
        raise BadSetting(f"{name} must be true or false, not {text!r}.")
    return text in {"true", "1", "yes"}


def _now(values: Mapping[str, object]) -> datetime | None:
    text = str(values.get("now", ""))
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadSetting(f"now must be a date and time such as 2026-03-02T09:00:00+00:00, not {text!r}.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _kept_secret(path: Path) -> str:
    """The key that signs cookies, made at the first start and kept readable for its owner only."""
    if not path.is_file():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text("utf-8").strip()
