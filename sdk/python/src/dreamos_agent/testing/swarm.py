"""A server that stands in for the real one: everything in memory, every tool by its real name and arguments."""

from __future__ import annotations

import base64
import hashlib
import inspect
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_SENT_AT = "2026-01-01T00:00:00Z"
_FINISHED = ("done", "failed", "cancelled")


@dataclass
class Refusal(Exception):
    """What a call is refused with."""

    code: str
    """The stable code."""
    message: str
    """The server's words."""
    kind: str = "conflict"
    """What kind of refusal it is: decides the exception that the agent sees."""


@dataclass
class FakeTask:
    """A task."""

    id: str
    """Its id."""
    title: str
    """Its title."""
    body: str | None = None
    """What is to be done."""
    status: str = "queued"
    """Where it stands."""
    attempt: int = 1
    """The number of its attempt."""
    role: str | None = None
    """The role that works it."""
    stage: dict[str, Any] | None = None
    """The stage it is."""
    inputs: list[dict[str, Any]] = field(default_factory=list)
    """The artifacts it works from."""
    feedback: list[str] = field(default_factory=list)
    """What was said about earlier attempts."""
    constraints: list[dict[str, Any]] = field(default_factory=list)
    """What binds it."""
    output: str | None = None
    """What came of it, in words."""
    progress: list[tuple[int | None, str]] = field(default_factory=list)
    """What was reported: per cent and words."""


@dataclass(frozen=True)
class Sent:
    """A message that the agent sent."""

    channel: str
    """To which channel."""
    text: str
    """What it says."""
    reply_to: str | None
    """The channel or message it replies to."""


class FakeSwarm:
    """What the agent reaches. Read its fields in assertions; change them to set a scene."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        """The agent's workspace."""
        self.tasks: dict[str, FakeTask] = {}
        """All tasks by id."""
        self.artifacts: dict[str, list[dict[str, bytes]]] = {}
        """All artifacts by name: versions, each with files by path."""
        self.sent: list[Sent] = []
        """What the agent sent."""
        self.questions: dict[str, str] = {}
        """What the agent asked people, by id."""
        self.decisions: list[tuple[str, str]] = []
        self.logged: list[tuple[str, str, dict[str, Any]]] = []
        """What the agent put on record: the decision and why."""
        self.constraints: list[dict[str, Any]] = []
        """What binds everything."""
        self.calls: list[tuple[str, dict[str, Any]]] = []
        """Every tool call in order."""
        self.check: Callable[[str, Mapping[str, bytes]], list[str]] = lambda _name, _files: []
        """Examines a product: what is wrong with it, in words."""
        self.breaks_at: set[str] = set()
        """The tools whose next call breaks the connection."""
        self.loses_answer_of: set[str] = set()
        """The tools whose next call is carried out, and breaks the connection instead of being answered."""
        self.on_call: dict[str, Callable[[], None]] = {}
        """What happens when a tool is called, before it does anything; also makes tools of names that there are not."""
        self._log_keys: set[str] = set()
        self._inbox: dict[str, dict[str, Any]] = {}
        self._held: set[str] = set()
        self._refusals: dict[str, list[Refusal]] = {}
        self._numbers = itertools.count(1)
        self._current: str | None = None

    @property
    def task(self) -> FakeTask:
        """The task of the conversation."""
        if self._current is None:
            raise Refusal("no_task", "this conversation is about no task", "not_found")
        return self.tasks[self._current]

    @property
    def unacknowledged(self) -> list[str]:
        """The texts of the messages that the agent has not acknowledged."""
        return [message["text"] for message in self._inbox.values()]

    def add_task(self, title: str, **fields: Any) -> FakeTask:
        """Add a task; `fields` are those of `FakeTask`."""
        task = FakeTask(id=self._id("tsk"), title=title, **fields)
        self.tasks[task.id] = task
        return task

    def work_on(self, task: FakeTask | None) -> None:
        """Make a task the one of the conversation."""
        self._current = task.id if task else None
        if task:
            task.status = "running"

    def add_artifact(self, name: str, content: str | Mapping[str, str]) -> dict[str, Any]:
        """Add a version of an artifact; returns what refers to it."""
        files = {f"{name}.md": content} if isinstance(content, str) else dict(content)
        return self._store(name, {path: text.encode() for path, text in files.items()})

    def cancel(self, task: FakeTask) -> None:
        """Cancel a task: whoever works on it is told at its next heartbeat."""
        task.status = "cancelled"

    def deliver(self, text: str, channel: str = "broadcast", sender: str = "captain", **more: Any) -> str:
        """Put a message before the agent; returns its id."""
        message = self._id("msg")
        self._inbox[message] = {
            "message": message,
            "channel": channel,
            "sender": sender,
            "text": text,
            "sent_at": _SENT_AT,
            "delivery": self._id("dlv"),
            **more,
        }
        return message

    def answer(self, question: str, text: str) -> None:
        """Answer a question that the agent asked."""
        self.deliver(text, channel="agent/under-test", sender="person", question=question)

    def refuse(self, tool: str, refusal: Refusal) -> None:
        """Refuse the next call of a tool."""
        self._refusals.setdefault(tool, []).append(refusal)

    @classmethod
    def tools(cls) -> list[str]:
        """Return the names of the tools."""
        return [name.removeprefix("tool_") for name in dir(cls) if name.startswith("tool_")]

    async def call(self, tool: str, arguments: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        """Call a tool; returns what it gave, and whether it failed."""
        self.calls.append((tool, arguments))
        if tool in self.breaks_at:
            self.breaks_at.remove(tool)
            raise ConnectionResetError
        try:
            answer = self._called(tool, arguments)
            if tool in self.loses_answer_of:
                self.loses_answer_of.remove(tool)
                raise ConnectionResetError
            return answer, False
        except Refusal as refusal:
            return {"code": refusal.code, "kind": refusal.kind, "message": refusal.message}, True

    def _called(self, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if waiting := self._refusals.get(tool):
            raise waiting.pop(0)
        method = getattr(self, f"tool_{tool}", None)
        if happens := self.on_call.get(tool):
            happens()
            if method is None:
                return {}
        if method is None:
            raise Refusal("not_found", f"there is no tool {tool}", "not_found")
        try:
            inspect.signature(method).bind(**arguments)
        except TypeError as error:
            raise Refusal("invalid_arguments", f"{tool}: {error}", "invalid") from error
        result: dict[str, Any] = method(**arguments)
        return result

    # The tools.

    def tool_send_message(self, channel: str, text: str, reply_to: str | None = None) -> dict[str, Any]:
        """Store a message."""
        self.sent.append(Sent(channel, text, reply_to))
        return {"message": self._id("msg")}

    def tool_read_messages(self, channel: str | None = None, limit: int = 100) -> dict[str, Any]:
        """Deliver what is not acknowledged."""
        waiting = [message for key, message in self._inbox.items() if key not in self._held]
        found = [message for message in waiting if channel in (None, message["channel"])][:limit]
        self._held.update(message["message"] for message in found)
        return {"messages": found}

    def tool_acknowledge_message(self, message: str | None = None, delivery: str | None = None, failed: bool = False) -> dict[str, Any]:
        """Take a message out, unless it failed."""
        for key, waiting in self._inbox.items():
            if message == key or (delivery is not None and delivery == waiting["delivery"]):
                self._held.discard(key)
                if not failed:
                    del self._inbox[key]
                return {"failed": failed}
        raise Refusal("not_found", "there is no such message", "not_found")

    def tool_list_tasks(self, status: str | None = None, role: str | None = None, limit: int = 100) -> dict[str, Any]:
        """List tasks."""
        found = [task for task in self.tasks.values() if status in (None, task.status) and role in (None, task.role)]
        return {"tasks": [_shown(task) for task in found[:limit]]}

    def tool_get_task(self) -> dict[str, Any]:
        """Show the conversation's task."""
        task = self.task
        more = {"stage": task.stage, "inputs": task.inputs, "feedback": task.feedback}
        return {**_shown(task), **more, "constraints": task.constraints + self.constraints}

    def tool_claim_task(self, task: str | None = None) -> dict[str, Any]:
        """Claim a queued task."""
        for found in self.tasks.values():
            if found.status == "queued" and task in (None, found.id):
                found.status = "running"
                return _shown(found)
        raise Refusal("nothing_to_claim", "there is nothing to claim")

    def tool_heartbeat(self, task: str | None = None) -> dict[str, Any]:
        """Keep a task."""
        return self._beat(task)

    def tool_report_progress(self, text: str, percent: int | None = None, task: str | None = None) -> dict[str, Any]:
        """Note progress."""
        beat = self._beat(task)
        self._find(task).progress.append((percent, text))
        return beat

    def tool_split_task(self, tasks: list[dict[str, Any]]) -> dict[str, Any]:
        """Make parts into tasks."""
        self._open(None)
        made = [self.add_task(part["title"], body=part.get("body"), role=part.get("role")) for part in tasks]
        return {"tasks": [task.id for task in made]}

    def tool_complete_task(self, summary: str, artifacts: list[str] | None = None, task: str | None = None) -> dict[str, Any]:
        """Hand in a task."""
        found = self._open(task)
        if found.stage is not None:
            raise Refusal("stage_work", "this task is the work of a stage: publish what it produces")
        if missing := [name for name in artifacts or () if name not in self.artifacts]:
            raise Refusal("not_found", f"there is no artifact {missing[0]}", "not_found")
        found.status, found.output = "done", summary
        return {}

    def tool_fail_task(self, reason: str, retryable: bool = False, task: str | None = None) -> dict[str, Any]:
        """Fail a task; one that may be tried again is queued again."""
        found = self._open(task)
        if found.stage is not None:
            raise Refusal("stage_work", "this task is the work of a stage: its run decides about it")
        found.status, found.output = "queued" if retryable else "failed", reason
        return {}

    def tool_list_artifacts(self) -> dict[str, Any]:
        """List the newest versions."""
        return {"artifacts": [_referred(name, versions) for name, versions in sorted(self.artifacts.items())]}

    def tool_read_artifact(self, name: str, version: int | None = None, path: str | None = None) -> dict[str, Any]:
        """Read a file."""
        versions = self.artifacts.get(name, [])
        if not versions or not 1 <= (version or len(versions)) <= len(versions):
            raise Refusal("not_found", f"there is no artifact {name}", "not_found")
        files = versions[(version or len(versions)) - 1]
        if path is None and len(files) > 1:
            raise Refusal("path_wanted", f"{name} is several files: {', '.join(sorted(files))}", "invalid")
        wanted = path or next(iter(files))
        if wanted not in files:
            raise Refusal("not_found", f"{name} has no file {wanted}", "not_found")
        return {"path": wanted, **_encoded(files[wanted])}

    def tool_publish_artifact(self, name: str, files: list[dict[str, str]]) -> dict[str, Any]:
        """Store a version, unless the checks find something."""
        wanted = [product["name"] for product in (self.task.stage or {}).get("produces", [])]
        if self.task.stage is None:
            raise Refusal("no_stage", "this conversation is not about the work of a stage; finish a task with complete_task")
        if name not in wanted:
            raise Refusal("unknown_artifact", f"the stage produces no artifact {name}; it produces {wanted}", "not_found")
        content = {file["path"]: self._decoded(file) for file in files}
        findings = [{"check": "test", "message": found} for found in self.check(name, content)]
        if not findings:
            self._store(name, content)
        missing = [other for other in wanted if other not in self.artifacts]
        return {"name": name, "accepted": not findings, "findings": findings, "missing": missing}

    def tool_read_constraints(self) -> dict[str, Any]:
        """List what binds."""
        own = self.tasks[self._current].constraints if self._current else []
        return {"constraints": own + self.constraints}

    def tool_ask_person(self, question: str, choices: list[str] | None = None, urgent: bool = False) -> dict[str, Any]:
        """Note a question."""
        asked = self._id("prm")
        self.questions[asked] = question
        return {"question": asked}

    def tool_record_decision(self, decision: str, why: str) -> dict[str, Any]:
        """Note a decision."""
        self.decisions.append((decision, why))
        return {}

    def tool_write_log(
        self, text: str, level: str = "info", fields: dict[str, Any] | None = None, key: str | None = None
    ) -> dict[str, Any]:
        """Note a line, once under one key."""
        if key is None or key not in self._log_keys:
            self.logged.append((level, text, fields or {}))
        if key is not None:
            self._log_keys.add(key)
        return {}

    # What they share.

    def _id(self, prefix: str) -> str:
        return f"{prefix}_{next(self._numbers):026d}"

    def _find(self, task: str | None) -> FakeTask:
        found = self.task if task is None else self.tasks.get(task)
        if found is None:
            raise Refusal("not_found", f"there is no task {task}", "not_found")
        return found

    def _beat(self, task: str | None) -> dict[str, Any]:
        if self._find(task).status == "cancelled":
            return {"cancel": True}
        self._open(task)
        return {"cancel": False}

    def _open(self, task: str | None) -> FakeTask:
        found = self._find(task)
        if found.status in _FINISHED:
            raise Refusal("task_over", f"{found.id} is {found.status}", "over")
        return found

    def _store(self, name: str, files: dict[str, bytes]) -> dict[str, Any]:
        versions = self.artifacts.setdefault(name, [])
        versions.append(files)
        return _referred(name, versions)

    def _decoded(self, file: dict[str, str]) -> bytes:
        if "text" in file:
            return file["text"].encode()
        if "base64" in file:
            return base64.b64decode(file["base64"], validate=True)
        return (self.folder / file["from"]).read_bytes()


def _shown(task: FakeTask) -> dict[str, Any]:
    names = ("id", "title", "body", "status", "attempt", "role")
    return {name: getattr(task, name) for name in names}


def _referred(name: str, versions: list[dict[str, bytes]]) -> dict[str, Any]:
    whole = hashlib.sha256(b"".join(path.encode() + content for path, content in sorted(versions[-1].items())))
    return {"name": name, "version": len(versions), "digest": f"sha256:{whole.hexdigest()}"}


def _encoded(content: bytes) -> dict[str, str]:
    try:
        return {"text": content.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode()}
