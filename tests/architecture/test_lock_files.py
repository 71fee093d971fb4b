"""The lock files pin every package with its hash and name no host."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-tools.txt"])
def test_every_package_is_pinned_with_its_hash_and_no_host_is_named(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    packages = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^\s*#.*\n?", "", text).strip())
    assert packages
    assert [
        line for line in packages if not re.match(r"[A-Za-z0-9._-]+==\S+", line) or "--hash=sha256:" not in line
    ] == []
