"""The task that an agent is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dreamos_agent.memory import Memory
from dreamos_agent.models import Artifact, Constraint, CurrentTask, Stage


@dataclass(frozen=True)
class Task:
    """What is to be done in this turn."""

    prompt: str
    """The words of this turn, exactly: the task at first, later an answer or a reminder."""
    folder: Path
    """The workspace: inputs under `in/`, products under `out/ARTIFACT/`."""
    memory: Memory
    """What the agent wants to know again when its process is started anew."""
    turn: int
    """The number of this turn in the conversation, from 1."""
    known: CurrentTask | None = field(default=None, repr=False)
    """All the server knows of the task; None when the conversation has none."""

    @property
    def id(self) -> str | None:
        """Its id; None when the conversation is about no task."""
        return self.known.id if self.known else None

    @property
    def title(self) -> str:
        """Its title; the first line of the prompt when the conversation is about no task."""
        return self.known.title if self.known else self.prompt.strip().partition("\n")[0]

    @property
    def body(self) -> str:
        """What is to be done; the prompt when the conversation is about no task."""
        return (self.known.body if self.known else None) or self.prompt

    @property
    def attempt(self) -> int:
        """The number of this attempt at it, from 1."""
        return self.known.attempt if self.known else 1

    @property
    def stage(self) -> Stage | None:
        """The stage of a run that it is; None for a task of its own."""
        return self.known.stage if self.known else None

    @property
    def inputs(self) -> Sequence[Artifact]:
        """The artifacts that it works from."""
        return self.known.inputs if self.known else []

    @property
    def feedback(self) -> Sequence[str]:
        """What people or checks said about earlier attempts, newest last."""
        return self.known.feedback if self.known else []

    @property
    def constraints(self) -> Sequence[Constraint]:
        """What binds it."""
        return self.known.constraints if self.known else []
