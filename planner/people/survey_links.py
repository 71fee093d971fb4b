"""The secret links with which people answer: made from the installation's key, so that the database alone opens none.

A link can be told again for a reminder, although only its SHA-256 is stored.
"""

import base64
import hashlib
import hmac

REST_DAYS = 14
"""Days until the same questions may be asked again."""


def token_of(secret: str, nonce: str) -> str:
    """The secret part of somebody's link, 192 bits, from the installation's key and the invitation's number of chance.

    >>> token_of("key", "chance") == token_of("key", "chance"), len(token_of("key", "chance"))
    (True, 32)
    """
    seal = hmac.new(secret.encode(), f"survey link {nonce}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(seal[:24]).decode()
