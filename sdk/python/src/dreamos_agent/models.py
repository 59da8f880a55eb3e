"""What tools give back, as types. A field that this version does not know is kept and does no harm."""

from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field


class Record(BaseModel):
    """What all of them have in common."""

    model_config = ConfigDict(extra="allow", frozen=True)


class Message(Record):
    """A message on a channel, as it was delivered to this agent."""

    message: str
    """Its id."""
    channel: str
    """The channel it was sent to: `agent/NAME`, `captain`, `broadcast` or `topic/NAME`."""
    sender: str
    """Who sent it, as the server authenticated them."""
    text: str | None
    """What it says; None when that was erased."""
    sent_at: str
    """When, in RFC 3339."""
    delivery: str | None = None
    """The id of this delivery: what is acknowledged."""
    question: str | None = None
    """The id of the question that this answers, if it answers one."""


class Artifact(Record):
    """A version of an artifact."""

    name: str
    """Its name: what it is read by."""
    version: int | None = None
    """Its number, from 1."""
    digest: str | None = None
    """The SHA-256 of what it holds, as `sha256:…`."""


class Constraint(Record):
    """Text and rules that bind the work."""

    text: str
    """The words."""
    rules: list[Any] = Field(default_factory=list)
    """What the machine enforces."""


class TaskInfo(Record):
    """A task, as lists show it."""

    id: str = Field(validation_alias=AliasChoices("id", "task"))
    """Its id."""
    title: str
    """Its title."""
    status: str | None = None
    """Where it stands: `queued`, `running`, `waiting`, `blocked`, `failed`, `done` or `cancelled`."""
    reason: str | None = None
    """Why it stands so."""
    priority: str | None = None
    """How urgent it is: `low`, `normal`, `high` or `critical`."""
    role: str | None = None
    """The role that works it."""
    attempt: int = 0
    """The number of its newest attempt."""
    body: str | None = None
    """What is to be done."""


class NewTask(BaseModel):
    """A part of a task that is split."""

    model_config = ConfigDict(extra="forbid")

    title: str
    """Its title: 1 to 200 characters."""
    body: str | None = None
    """What is to be done."""
    depends_on: list[str] | None = None
    """What must be done before it: ids of tasks, or titles of parts that stand before it."""
    role: str | None = None
    """The role that works it; any when left out."""


class Finding(Record):
    """What a check found in a product that was handed in."""

    message: str
    """What is wrong, in words."""
    check: str | None = None
    """The check that found it."""


class Published(Record):
    """What the checks say of a product that was handed in."""

    name: str
    """The artifact's name."""
    accepted: bool
    """Whether it is taken as it is. The last one that was taken is what counts when the turn ends."""
    findings: list[Finding] = Field(default_factory=list)
    """What the checks found. Mend it and publish again."""
    missing: list[str] = Field(default_factory=list)
    """What else the stage must hand in and has not yet."""


class Product(Record):
    """What a stage's attempt must hand in."""

    name: str
    """The artifact's name."""
    media_type: str | None = None
    """What it is: `text/markdown` for a document, `application/vnd.dreamos.tree` for files."""
    instructions: str | None = None
    """What it must hold, in words."""


class Stage(Record):
    """The stage of a run, when the task is one."""

    name: str
    """Its title."""
    attempt: str | None = None
    """The id of this attempt at it."""
    produces: list[Product] = Field(default_factory=list)
    """What must be handed in."""


class CurrentTask(TaskInfo):
    """The task of this conversation, with all that is known for it."""

    run: str | None = None
    """The run it belongs to."""
    stage: Stage | None = None
    """The stage it is; None for a task of its own."""
    inputs: list[Artifact] = Field(default_factory=list)
    """The artifacts that it works from."""
    feedback: list[str] = Field(default_factory=list)
    """What people or checks said about earlier attempts, newest last."""
    constraints: list[Constraint] = Field(default_factory=list)
    """What binds it."""
