"""What an agent can do beside its own work: everything it says to the server, typed."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

from mcp.types import Tool

from dreamos_agent.errors import NotConnected
from dreamos_agent.models import (
    Artifact,
    Constraint,
    CurrentTask,
    Message,
    NewTask,
    Published,
    Record,
    TaskInfo,
)
from dreamos_agent.talk import Talk
from dreamos_agent.tools import Answer, ToolConnection

Kind = Literal["read", "edit", "delete", "move", "search", "execute", "think", "fetch", "other"]
Content = str | bytes | Path
LogLevel = Literal["trace", "debug", "info", "warn", "error"]
_Record = TypeVar("_Record", bound=Record)


class Swarm:
    """The server, the other agents and the people, as this conversation reaches them.

    Each method but the first four calls one tool of the server, and raises `ToolError` (one of its kinds) when it refuses and
    `NotConnected` when there is no tool server. `task` is an id, and this conversation's own task when it is left out.
    """

    def __init__(self, tools: ToolConnection, talk: Talk, folder: Path) -> None:
        self._tools = tools
        self._talk = talk
        self._folder = folder
        self._taken: list[Message] = []

    # To whoever started the agent.

    async def say(self, text: str) -> None:
        """Say something. It stands in the agent's log."""
        await self._talk.say(text)

    async def think(self, text: str) -> None:
        """Think aloud. It stands in the agent's log, marked as a thought."""
        await self._talk.think(text)

    async def plan(self, steps: Sequence[str], done: int = 0) -> None:
        """Tell the whole plan, of which the first `done` steps are done and the next is under way."""
        await self._talk.plan(steps, done)

    async def may(self, title: str, kind: Kind = "other", arguments: Mapping[str, Any] | None = None) -> bool:
        """Ask whether something may be done, and wait for the answer. A yes covers exactly these arguments, once."""
        return await self._talk.may(title, kind, dict(arguments or {}))

    # Messages.

    async def send_message(self, channel: str, text: str, reply_to: str | None = None) -> str:
        """Send a message to `agent/NAME`, `captain`, `broadcast` or `topic/NAME`; returns its id once it is on disk."""
        answer = await self._call("send_message", channel=channel, text=text, reply_to=reply_to)
        return str(answer.data["message"])

    async def read_messages(self, channel: str | None = None, limit: int | None = None) -> list[Message]:
        """Take what is waiting for this agent, oldest first. What is not acknowledged is delivered again later."""
        if channel is not None:
            return await self._receive(channel, limit)
        # What was taken while an answer was looked for comes first: the server holds it back until it is acknowledged.
        taken, self._taken = self._taken[:limit], self._taken[limit or len(self._taken) :]
        room = None if limit is None else limit - len(taken)
        return taken if room == 0 else taken + await self._receive(None, room)

    async def acknowledge(self, message: Message | str, failed: bool = False) -> None:
        """Say that a message is done with, or, with `failed`, that it could not be done and is to come again."""
        if isinstance(message, Message) and message.delivery is not None:
            await self._call("acknowledge_message", delivery=message.delivery, failed=failed or None)
        else:
            wanted = message if isinstance(message, str) else message.message
            await self._call("acknowledge_message", message=wanted, failed=failed or None)

    # Tasks.

    async def current_task(self) -> CurrentTask:
        """Return this conversation's task: its text, inputs, feedback and constraints."""
        return CurrentTask.model_validate((await self._call("get_task")).data)

    async def list_tasks(self, status: str | None = None, role: str | None = None, limit: int | None = None) -> list[TaskInfo]:
        """List tasks within reach."""
        return _records(TaskInfo, await self._call("list_tasks", status=status, role=role, limit=limit), "tasks")

    async def claim_task(self, task: str | None = None) -> TaskInfo:
        """Claim a task beside the conversation's own, or the next that suits this agent. Keep it by heartbeats, once a minute."""
        return TaskInfo.model_validate((await self._call("claim_task", task=task)).data)

    async def heartbeat(self, task: str | None = None) -> bool:
        """Say that a task is still being worked on, so that nobody else is given it; False when it was cancelled: stop then."""
        return _goes_on(await self._call("heartbeat", task=task))

    async def progress(self, text: str, percent: int | None = None, task: str | None = None) -> bool:
        """Report how far the work has come, in words and in per cent from 0 to 100; False when it was cancelled: stop then."""
        return _goes_on(await self._call("report_progress", text=text, percent=percent, task=task))

    async def split_task(self, parts: Sequence[NewTask]) -> list[str]:
        """Make parts of the current task into tasks of their own; returns their ids in the same order."""
        given = [part.model_dump(exclude_none=True) for part in parts]
        answer = await self._call("split_task", tasks=given)
        return [part if isinstance(part, str) else str(part.get("id") or part["task"]) for part in answer.data["tasks"]]

    async def complete(self, summary: str, artifacts: Sequence[str] | None = None, task: str | None = None) -> None:
        """Hand in the task as done. A stage of a run is not completed so: publish what it must produce."""
        names = None if artifacts is None else list(artifacts)
        await self._call("complete_task", summary=summary, artifacts=names, task=task)

    async def fail(self, reason: str, retryable: bool | None = None, task: str | None = None) -> None:
        """Say that the task cannot be done, and whether trying again could help."""
        await self._call("fail_task", reason=reason, retryable=retryable, task=task)

    # Artifacts.

    async def list_artifacts(self) -> list[Artifact]:
        """List the artifacts of the run that the task belongs to, in their newest versions."""
        return _records(Artifact, await self._call("list_artifacts"), "artifacts")

    async def read_artifact(self, name: str, version: int | None = None, path: str | None = None) -> bytes:
        """Read an artifact, or the file at `path` of one that is a tree; the newest version unless told."""
        answer = await self._call("read_artifact", name=name, version=version, path=path)
        text = answer.data.get("text")
        if isinstance(text, str):
            return text.encode()
        return base64.b64decode(str(answer.data["base64"]), validate=True)

    async def publish(self, name: str, files: Mapping[str, Content] | Content) -> Published:
        """Hand in an artifact that the stage produces: one file, or several by path.

        A `str` is text and `bytes` are bytes; a `Path` is a file in the workspace, which the server reads itself. The result lists
        what the checks found; mend it and publish again.
        """
        several = files if isinstance(files, Mapping) else {_file_name(name, files): files}
        given = [{"path": path, **self._content(content)} for path, content in several.items()]
        return Published.model_validate((await self._call("publish_artifact", name=name, files=given)).data)

    # Governance.

    async def constraints(self) -> list[Constraint]:
        """List what binds the work, in force now."""
        return _records(Constraint, await self._call("read_constraints"), "constraints")

    async def ask_person(self, question: str, choices: Sequence[str] | None = None, urgent: bool = False) -> str:
        """Ask people, without waiting; returns the question's id. The answer comes as a message to this agent: see `answer_to`."""
        offered = None if choices is None else list(choices)
        answer = await self._call("ask_person", question=question, choices=offered, urgent=urgent or None)
        return str(answer.data["question"])

    async def answer_to(self, question: str) -> str | None:
        """Return what people answered, and acknowledge it; None when there is no answer among the waiting messages yet.

        Without an answer end the turn: the agent is prompted again when it is there.
        """
        self._taken = await self.read_messages()
        for message in self._taken:
            if message.question == question:
                self._taken.remove(message)
                await self.acknowledge(message)
                return message.text
        return None

    async def record_decision(self, decision: str, why: str) -> None:
        """Put a decision of this agent on record."""
        await self._call("record_decision", decision=decision, why=why)

    async def write_log(self, text: str, level: LogLevel = "info", **fields: object) -> None:
        """Write a line to the log of the task, or of the agent where there is none; it is kept when this returns.

        When the answer is lost it is sent once more, under the same key, so that it stands there once.
        """
        line: dict[str, Any] = {"text": text, "level": level, "fields": fields or None, "key": secrets.token_hex(16)}
        try:
            await self._call("write_log", **line)
        except NotConnected:
            await self._call("write_log", **line)

    # Everything else.

    async def call(self, tool: str, arguments: Mapping[str, Any] | None = None) -> Answer:
        """Call any tool by name: one of another server's is `SERVER__TOOL`, and may have to wait for a person."""
        return await self._tools.call(tool, dict(arguments or {}))

    async def tools(self) -> list[Tool]:
        """List the tools this agent is offered, with their schemas: what to hand to a model."""
        return await self._tools.tools()

    async def _receive(self, channel: str | None, limit: int | None) -> list[Message]:
        return _records(Message, await self._call("read_messages", channel=channel, limit=limit), "messages")

    async def _call(self, tool: str, **arguments: Any) -> Answer:
        return await self._tools.call(tool, arguments)

    def _content(self, content: Content) -> dict[str, str]:
        if isinstance(content, str):
            return {"text": content}
        if isinstance(content, bytes):
            return {"base64": base64.b64encode(content).decode()}
        workspace = self._folder.resolve()
        file = (workspace / content).resolve()
        if not file.is_relative_to(workspace):
            raise ValueError(f"{content} is outside the workspace {workspace}: copy it there first")
        return {"from": file.relative_to(workspace).as_posix()}


def _records(kind: type[_Record], answer: Answer, name: str) -> list[_Record]:
    return [kind.model_validate(item) for item in answer.data[name]]


def _goes_on(answer: Answer) -> bool:
    return not answer.data.get("cancel", False)


def _file_name(artifact: str, content: Content) -> str:
    if isinstance(content, Path):
        return content.name
    return f"{artifact}.md" if isinstance(content, str) else artifact
