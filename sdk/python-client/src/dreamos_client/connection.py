"""Finding the server, and speaking to it with a token."""

from __future__ import annotations

import json
import os
import time
import uuid
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import httpx

from dreamos_client.refused import done
from dreamos_client.rest import AuthenticatedClient
from dreamos_client.rest.api.system import show_whoami


class NoServer(Exception):
    """Nobody said where the server is, or with which token."""


@dataclass(frozen=True)
class Connection:
    """A server, and whose token it is called with."""

    client: AuthenticatedClient
    """What every function of `dreamos_client.rest.api` takes as `client`."""
    org: str
    """The organisation of the token: what paths name."""


def _fresh_key() -> str:
    """The milliseconds since 1970, then random: keys made one after the other stand beside each other in the server's index."""
    return f"{time.time_ns() // 1_000_000:012x}{uuid.uuid4().hex[12:]}"


class OneKeyEach(httpx.Auth):
    """Gives every command that has none an idempotency key: a repetition on the way does it once."""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Adds the key."""
        if request.method == "POST":
            request.headers.setdefault("Idempotency-Key", _fresh_key())
        yield request


def connect(url: str | None = None, token: str | None = None, *, timeout: float = 30.0) -> Connection:
    """Connects to the server, and asks it whose token this is.

    Args:
        url: Where the server is; without it `DREAMOS_URL`, else the server of this folder's `dreamos/run.json` (or of `DREAMOS_DATA`).
        token: A token; without it `DREAMOS_TOKEN`, else that of the same file.
        timeout: How many seconds a call may take.

    Raises:
        NoServer: Neither is known.
        Refused: The server does not take the token.
    """
    url, token = url or os.environ.get("DREAMOS_URL"), token or os.environ.get("DREAMOS_TOKEN")
    if not url or not token:
        announced = _announced()
        url, token = url or announced["url"], token or announced["token"]
    client = AuthenticatedClient(base_url=url.rstrip("/"), token=token, timeout=httpx.Timeout(timeout), httpx_args={"auth": OneKeyEach()})
    return Connection(client=client, org=str(done(show_whoami.sync(client=client)).org))


def _announced() -> dict[str, str]:
    path = Path(os.environ.get("DREAMOS_DATA") or "dreamos") / "run.json"
    try:
        announced = json.loads(path.read_text())
        return {"url": announced["url"], "token": announced["token"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoServer(f"no server is known: set DREAMOS_URL and DREAMOS_TOKEN, or start one here ({path}: {error})") from error
