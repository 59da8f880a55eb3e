"""What an agent says and asks over the agent protocol itself, in one conversation."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from acp import plan_entry, update_agent_message_text, update_agent_thought_text, update_plan
from acp.interfaces import Client
from acp.schema import AllowedOutcome, PermissionOption, ToolCallUpdate

_ALLOW = PermissionOption(option_id="allow", name="Allow once", kind="allow_once")
_REJECT = PermissionOption(option_id="reject", name="Reject", kind="reject_once")


class Talk:
    """One conversation with whoever started the agent."""

    def __init__(self, client: Client, session: str) -> None:
        self._client = client
        self._session = session

    async def say(self, text: str) -> None:
        """Say something."""
        await self._client.session_update(self._session, update_agent_message_text(text))

    async def think(self, text: str) -> None:
        """Think aloud."""
        await self._client.session_update(self._session, update_agent_thought_text(text))

    async def plan(self, steps: Sequence[str], done: int) -> None:
        """Tell the whole plan."""
        entries = [plan_entry(step, status=_status(place, done)) for place, step in enumerate(steps)]
        await self._client.session_update(self._session, update_plan(entries))

    async def may(self, title: str, kind: Any, arguments: dict[str, Any]) -> bool:
        """Ask whether something may be done."""
        call = ToolCallUpdate(tool_call_id=uuid.uuid4().hex, title=title, kind=kind, raw_input=arguments)
        answer = await self._client.request_permission(self._session, call, [_ALLOW, _REJECT])
        return isinstance(answer.outcome, AllowedOutcome) and answer.outcome.option_id == _ALLOW.option_id


def _status(place: int, done: int) -> Any:
    if place < done:
        return "completed"
    return "in_progress" if place == done else "pending"
