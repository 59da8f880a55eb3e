"""What can go wrong, as exceptions."""

from __future__ import annotations

from typing import Any


class DreamosError(Exception):
    """Everything that this package raises of its own."""


class NotConnected(DreamosError):
    """The conversation names no tool server, or the one it names cannot be reached."""


class ToolError(DreamosError):
    """A tool refused or failed. Its text says what happened, why, and what to do next."""

    def __init__(self, tool: str, text: str, code: str | None = None, data: dict[str, Any] | None = None) -> None:
        super().__init__(f"{tool}: {text}")
        self.tool = tool
        """The tool that was called."""
        self.text = text
        """The server's words."""
        self.code = code
        """The stable code, such as `not_found`; None when the server gave none."""
        self.data = data or {}
        """Facts beside the code."""


class InvalidCall(ToolError):
    """The arguments are wrong in themselves: mend the call."""


class NotPermitted(ToolError):
    """The agent may not do this: its rights, its manifest or a constraint are against it, or a person said no."""


class WaitingForPerson(ToolError):
    """A person has not decided yet. End the turn; the same call later meets the same question."""


class NotFound(ToolError):
    """There is no such thing within the agent's reach."""


class Conflict(ToolError):
    """The world is not as the agent saw it: somebody else has the task, or it is over."""


class LimitReached(ToolError):
    """Money, rate or size is used up."""


class Stopped(ToolError):
    """The agent, or the whole swarm, was told to stop: end the turn."""


class Unavailable(ToolError):
    """The server could not do it now: try again later."""


_BY_KIND: dict[str, type[ToolError]] = {
    "invalid": InvalidCall,
    "forbidden": NotPermitted,
    "unauthenticated": NotPermitted,
    "not_found": NotFound,
    "conflict": Conflict,
    "over": Conflict,
    "exhausted": LimitReached,
    "unavailable": Unavailable,
}

_BY_CODE: dict[str, type[ToolError]] = {
    "agent_stopped": Stopped,
    "swarm_stopped": Stopped,
    "no_task": NotFound,
    "permission_waiting": WaitingForPerson,
    "permission_denied": NotPermitted,
}


def tool_error(tool: str, text: str, data: dict[str, Any] | None) -> ToolError:
    """Return the exception for a failed call: by its code, else by its kind, else the general one."""
    facts = data or {}
    code = facts.get("code")
    code = code if isinstance(code, str) else None
    kind = facts.get("kind")
    error = _BY_CODE.get(code or "") or _BY_KIND.get(kind if isinstance(kind, str) else "") or ToolError
    return error(tool, text, code, facts)
