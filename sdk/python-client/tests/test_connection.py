"""Calls carry the token and a key; refusals are exceptions."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from dreamos_client import Connection, NoServer, Refused, connect, done
from dreamos_client.connection import OneKeyEach
from dreamos_client.rest import AuthenticatedClient
from dreamos_client.rest.api.bridge import publish_events
from dreamos_client.rest.models import PublishEvents

ORG = "org_01m80000000000000000000000"
PROBLEM = {"type": "urn:dreamos:problem:source_disabled", "title": "Source disabled", "status": 409, "code": "source_disabled"}


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> Connection:
    arguments: dict[str, Any] = {"auth": OneKeyEach(), "transport": httpx.MockTransport(answer)}
    return Connection(client=AuthenticatedClient(base_url="http://test", token="t", httpx_args=arguments), org=ORG)  # noqa: S106


def publish(dream: Connection) -> list[str]:
    body = PublishEvents.from_dict({"events": [{"title": "a"}]})
    return [str(one) for one in done(publish_events.sync(dream.org, "shop", client=dream.client, body=body)).ids]


def test_a_command_carries_token_and_key_and_its_answer_is_typed() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(202, json={"ids": ["rcv_1"]})

    dream = answering(answer)
    assert [publish(dream), publish(dream)] == [["rcv_1"], ["rcv_1"]]
    first, second = asked
    assert (first.url.path, first.headers["authorization"]) == (f"/api/v1/orgs/{ORG}/sources/shop/events", "Bearer t")
    assert json.loads(first.content) == {"events": [{"title": "a"}]}
    assert first.headers["idempotency-key"] != second.headers["idempotency-key"]


def test_a_refusal_is_an_exception_with_its_code() -> None:
    dream = answering(lambda _: httpx.Response(409, json=PROBLEM))
    with pytest.raises(Refused, match="source_disabled") as refused:
        publish(dream)
    assert (refused.value.code, refused.value.status) == ("source_disabled", 409)


def test_who_says_no_server_is_told_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DREAMOS_URL", "DREAMOS_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DREAMOS_DATA", str(tmp_path))
    with pytest.raises(NoServer, match="DREAMOS_URL"):
        connect()
