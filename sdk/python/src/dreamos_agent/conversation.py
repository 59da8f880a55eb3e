"""One conversation: its turns one after the other, its tools, and what is remembered of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from acp.interfaces import Client
from acp.schema import McpServerStdio

from dreamos_agent.errors import NotFound, ToolError
from dreamos_agent.memory import Memory
from dreamos_agent.models import CurrentTask
from dreamos_agent.swarm import Swarm
from dreamos_agent.talk import Talk
from dreamos_agent.task import Task
from dreamos_agent.tools import ToolConnection

Work = Callable[[Task, Swarm], Awaitable[str | None]]

_log = logging.getLogger("dreamos_agent")
_TURNS = "turns"
_FINISHED = ("done", "failed", "cancelled")


class Conversation:
    """Runs the turns of one conversation."""

    def __init__(self, work: Work, client: Client, session: str, folder: Path, server: McpServerStdio | None, memory: Memory) -> None:
        self._work = work
        self._folder = folder
        self._tools = ToolConnection(server)
        self._memory = memory
        self.swarm = Swarm(self._tools, Talk(client, session), folder)
        self._turn: asyncio.Task[None] | None = None

    async def prompt(self, text: str) -> bool:
        """Run a turn to its end; False when it was cancelled.

        Raises:
            Exception: whatever the agent's own work raised, when there is no task that could be failed with it.
        """
        if self._turn is not None and not self._turn.done():
            raise RuntimeError("a turn of this conversation is under way; cancel it, or wait for its end")
        turn = asyncio.create_task(self._run(text), name="dreamos-turn")
        self._turn = turn
        try:
            await asyncio.wait({turn})
        except asyncio.CancelledError:
            turn.cancel()
            raise
        if turn.cancelled():
            return False
        turn.result()
        return True

    def cancel(self) -> None:
        """End the turn under way, if there is one."""
        if self._turn is not None:
            self._turn.cancel()

    async def close(self) -> None:
        """End the conversation: its turn and its tools."""
        self.cancel()
        if self._turn is not None:
            await asyncio.wait({self._turn})
        await self._tools.close()

    async def _run(self, text: str) -> None:
        turn = int(self._memory.get(_TURNS, 0)) + 1
        self._memory[_TURNS] = turn
        known = await self._known()
        task = Task(prompt=text, folder=self._folder, memory=self._memory, turn=turn, known=known)
        try:
            summary = await self._work(task, self.swarm)
        except Exception as error:
            _log.exception("the work on %s failed", task.id or "a prompt")
            if known is None or known.stage is not None:
                raise
            await self._fail(known, error)
            return
        if summary is not None:
            await self._finish(task, summary)

    async def _known(self) -> CurrentTask | None:
        if not self._tools.named:
            return None
        try:
            return await self.swarm.current_task()
        except NotFound:
            return None

    async def _finish(self, task: Task, summary: str) -> None:
        """Say what came of it, and hand in the task unless it is a stage, which is handed in by publishing."""
        await self.swarm.say(summary)
        if task.known is None or task.known.stage is not None or await self._is_finished():
            return
        await self.swarm.complete(summary)

    async def _fail(self, known: CurrentTask, error: Exception) -> None:
        reason = f"{type(error).__name__}: {error}"
        await self.swarm.say(reason)
        if not await self._is_finished():
            await self.swarm.fail(reason, retryable=not isinstance(error, ToolError))

    async def _is_finished(self) -> bool:
        """Whether the work itself handed the task in already, or somebody cancelled it."""
        current = await self._known()
        return current is None or current.status in _FINISHED
