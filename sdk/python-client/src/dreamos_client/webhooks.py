"""Opening webhooks that the server sent: Standard Webhooks 1.0."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

TOLERANCE = 300
"""How many seconds a webhook's time may be away from ours."""


class Forged(Exception):
    """It cannot be known that the server sent this, just now. Answer with 401, and do nothing."""


class Headers(Protocol):
    """The headers of a request, as any framework has them."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Names, in whatever case, and values."""


@dataclass(frozen=True)
class Webhook:
    """A webhook that the server sent."""

    id: str
    """The same for every repetition: remember it, and do the same thing once."""
    type: str
    """What happened."""
    timestamp: str
    """When it happened (RFC 3339)."""
    data: dict[str, Any]
    """More about it."""


def verify(secrets: str | Sequence[str], headers: Headers, body: bytes, *, now: float | None = None) -> Webhook:
    """Opens a webhook.

    Args:
        secrets: The subscription's secret, `whsec_…`; while it is being replaced both.
        headers: The request's headers.
        body: Its body, byte for byte.
        now: Seconds since 1970; the clock's without it.

    Raises:
        Forged: A header is missing, no signature fits, or it was signed more than five minutes ago.
        ValueError: A secret is none, or what was signed is no webhook of Dream.OS.
    """
    named = {name.lower(): value for name, value in headers.items()}
    try:
        sent, at, signatures = named["webhook-id"], named["webhook-timestamp"], named["webhook-signature"]
        seconds = int(at)
    except (KeyError, ValueError) as error:
        raise Forged(f"a header is missing or is none: {error}") from error
    signed = f"{sent}.{at}.".encode() + body
    keys = [_key(secret) for secret in ([secrets] if isinstance(secrets, str) else secrets)]
    wanted = ["v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode() for key in keys]
    # Each is compared, in constant time: how long it takes tells nothing.
    fits = [hmac.compare_digest(one.encode(), given.encode()) for one in wanted for given in signatures.split()]
    if not any(fits):
        raise Forged("no signature fits: is this the subscription's secret?")
    if abs((time.time() if now is None else now) - seconds) > TOLERANCE:
        raise Forged("it was signed more than five minutes away from now: a repetition, or a clock that is wrong")
    try:
        told = json.loads(body)
        return Webhook(id=sent, type=told["type"], timestamp=told["timestamp"], data=told["data"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"it is signed, but no webhook of Dream.OS: {error} is missing") from error


def _key(secret: str) -> bytes:
    prefix, text = secret[:6], secret[6:]
    if prefix != "whsec_":
        raise ValueError("a secret begins with whsec_")
    return base64.b64decode(text, validate=True)
