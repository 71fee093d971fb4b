"""Seals secrets of other systems, such as passwords, so that whoever reads the database cannot use them.

AES-256-GCM (NIST SP 800-38D) under a key derived from the installation's secret key by HKDF-SHA256 (RFC 5869). What is
sealed is tied to its place: moved to another row it does not open.
"""

import base64
import hashlib
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from planner.basics.errors import PlannerError

_PURPOSE = b"crm-rollout-planner/secrets/1"
_NONCE = 12
_MARK = 8


class CannotOpen(PlannerError):
    """This secret was kept under another key. Enter it again."""


def _key(secret_key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret_key.encode())


def key_mark(secret_key: str) -> str:
    """A short mark of a key that does not tell it, to know which key something was sealed under."""
    return hashlib.sha256(b"mark" + _key(secret_key)).hexdigest()[:_MARK]


def seal(text: str, place: str, secret_key: str, nonce: bytes) -> str:
    """The sealed text; `nonce` is 12 random bytes that were never used before."""
    if len(nonce) != _NONCE:
        raise ValueError("the nonce has 12 bytes")
    sealed = AESGCM(_key(secret_key)).encrypt(nonce, text.encode(), place.encode())
    return key_mark(secret_key) + base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, place: str, secret_keys: Sequence[str]) -> str:
    """The text again, by whichever of the keys it was sealed under; CannotOpen where none fits or it was altered."""
    fitting = [key for key in secret_keys if key_mark(key) == sealed[:_MARK]]
    try:
        raw = base64.urlsafe_b64decode(sealed[_MARK:])
        return AESGCM(_key(fitting[0])).decrypt(raw[:_NONCE], raw[_NONCE:], place.encode()).decode()
    except (InvalidTag, ValueError, IndexError) as error:
        raise CannotOpen from error
