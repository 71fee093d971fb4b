"""Whether a message that another system sent is genuine: signed with the secret of its webhook, and fresh.

The form is that of Standard Webhooks (standardwebhooks.com): the headers `webhook-id`, `webhook-timestamp` and
`webhook-signature`, and an HMAC-SHA256 over `id.timestamp.body`.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.basics.errors import PlannerError

MARK = "whsec_"
TOLERANCE = timedelta(minutes=5)
LONGEST_ID = 255
_VERSION = "v1"


class NotGenuine(PlannerError):
    """This message is not signed by its webhook, or not in time."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What the headers of a message say."""

    message_id: str
    timestamp: str
    signatures: str


def make_secret(random: bytes) -> str:
    """The secret as both sides write it down, from at least 24 random bytes.

    >>> make_secret(bytes(24))
    'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    return MARK + base64.b64encode(random).decode()


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The signature of a message, as the sender puts it into the header."""
    return f"{_VERSION},{_signature(secret, message_id, str(timestamp), body)}"


def check(secret: str, signed: Signed, body: bytes, now: datetime) -> None:
    """Refuse, with NotGenuine, what is not signed with the secret or is more than five minutes off our clock.

    One good signature among several is enough: a sender that changes its secret signs with both for a while.
    """
    if not (
        signed.message_id.isascii() and signed.message_id.isprintable() and 1 <= len(signed.message_id) <= LONGEST_ID
    ):
        raise NotGenuine("Send the header webhook-id: a text of 1 to 255 plain characters, new for each message.")
    if not (signed.timestamp.isascii() and signed.timestamp.isdigit() and len(signed.timestamp) <= 11):
        raise NotGenuine("Send the header webhook-timestamp: the seconds since 1970.")
    if abs(int(signed.timestamp) - now.timestamp()) > TOLERANCE.total_seconds():
        raise NotGenuine("webhook-timestamp is more than five minutes off. Is the sender's clock right?")
    expected = _signature(secret, signed.message_id, signed.timestamp, body).encode()
    sent = [part.partition(",") for part in signed.signatures.split(" ")]
    fitting = [hmac.compare_digest(expected, text.encode()) for version, _, text in sent if version == _VERSION]
    if not any(fitting):
        raise NotGenuine("webhook-signature does not fit this message and secret.")


def _signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    try:
        key = base64.b64decode(secret.removeprefix(MARK), validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotGenuine("The secret of this webhook cannot be read.") from error
    told = f"{message_id}.{timestamp}.".encode() + body
    return base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()
