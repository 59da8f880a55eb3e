"""Webhooks are opened when the server sent them, and only then."""

import base64
import hashlib
import hmac
import json

import pytest

from dreamos_client import Forged, verify

NOW = 1_767_225_600
SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
OTHER = "whsec_" + base64.b64encode(b"o" * 32).decode()
BODY = json.dumps({"type": "run.started", "timestamp": "2026-01-01T00:00:00Z", "data": {"id": "evt_1"}}).encode()


def signed(*secrets: str, at: int = NOW, body: bytes = BODY) -> dict[str, str]:
    def one(secret: str) -> str:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        return "v1," + base64.b64encode(hmac.new(key, f"dlv_1.{at}.".encode() + body, hashlib.sha256).digest()).decode()

    return {"Webhook-Id": "dlv_1", "Webhook-Timestamp": str(at), "Webhook-Signature": " ".join(map(one, secrets))}


def test_what_the_server_signed_is_opened() -> None:
    webhook = verify(SECRET, signed(SECRET), BODY, now=NOW)
    assert (webhook.id, webhook.type, webhook.data) == ("dlv_1", "run.started", {"id": "evt_1"})


def test_the_signature_is_the_one_that_standard_webhooks_publish() -> None:
    headers = {
        "webhook-id": "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
        "webhook-timestamp": "1649367553",
        "webhook-signature": "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
    }
    body = b'{"email":"test@example.com","username":"test_user"}'
    # The signature fits; what they sign in their example has no type.
    with pytest.raises(ValueError, match="type"):
        verify("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", headers, body, now=1_649_367_553)


@pytest.mark.parametrize("secrets", [[SECRET], [OTHER, SECRET], [SECRET, OTHER]])
def test_during_a_rotation_either_secret_fits(secrets: list[str]) -> None:
    assert verify(secrets, signed(SECRET), BODY, now=NOW).id == "dlv_1"
    assert verify(SECRET, signed(*secrets), BODY, now=NOW).id == "dlv_1"


@pytest.mark.parametrize(
    ("headers", "body", "now"),
    [
        (signed(OTHER), BODY, NOW),
        (signed(SECRET), BODY + b" ", NOW),
        (signed(SECRET), BODY, NOW + 301),
        (signed(SECRET), BODY, NOW - 301),
        ({**signed(SECRET), "Webhook-Id": "dlv_2"}, BODY, NOW),
        ({**signed(SECRET), "Webhook-Timestamp": "yesterday"}, BODY, NOW),
        ({**signed(SECRET), "Webhook-Signature": "v1,=é"}, BODY, NOW),
        ({"Webhook-Id": "dlv_1"}, BODY, NOW),
        ({}, BODY, NOW),
    ],
)
def test_whatever_else_is_forged(headers: dict[str, str], body: bytes, now: float) -> None:
    with pytest.raises(Forged):
        verify(SECRET, headers, body, now=now)


@pytest.mark.parametrize("secret", ["secret", "", "whsec_!"])
def test_what_is_no_secret_is_said(secret: str) -> None:
    with pytest.raises(ValueError, match=r"whsec_|base64|Only"):
        verify(secret, signed(SECRET), BODY, now=NOW)
