"""A supervisor that stands in for the real one: starts an agent, gives it work, and hears what it says."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from acp import Agent as ProtocolAgent
from acp import Client, RequestError, connect_to_agent, run_agent, spawn_agent_process, text_block
from acp.client.connection import ClientSideConnection
from acp.schema import (
    AgentMessageChunk,
    AgentPlanUpdate,
    AgentThoughtChunk,
    AllowedOutcome,
    InitializeResponse,
    McpServerStdio,
    PermissionOption,
    RequestPermissionResponse,
    TextContentBlock,
    ToolCallUpdate,
)

from dreamos_agent.agent import Agent
from dreamos_agent.testing.socket_server import serving
from dreamos_agent.testing.swarm import FakeSwarm, FakeTask


@dataclass
class Turn:
    """What came of one turn."""

    ended: str = ""
    """How it ended, in the protocol's word: `end_turn`, `cancelled`."""
    said: list[str] = field(default_factory=list)
    """What the agent said."""
    thought: list[str] = field(default_factory=list)
    """What it thought aloud."""
    plan: list[tuple[str, str]] = field(default_factory=list)
    """Its newest plan: steps and where each stands."""
    asked: list[tuple[str, Any]] = field(default_factory=list)
    """What it asked permission for: titles and arguments."""


class FakeSupervisor:
    """Runs one agent: an `Agent` in this process, or a command in a process of its own.

    An agent in this process shares it with the test, so its output is not taken over.
    """

    def __init__(self, agent: Agent | Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self._agent = agent
        self._environment = dict(environment or {})
        self._resources = contextlib.AsyncExitStack()
        self._process = contextlib.AsyncExitStack()
        self._connection: ClientSideConnection | None = None
        self._session: str | None = None
        self._ear = _Ear()
        self._root = Path(tempfile.mkdtemp(prefix="dreamos-agent-"))
        self.about: InitializeResponse | None = None
        """What the agent said of itself."""
        self.folder = self._root / "workspace"
        """The agent's workspace."""
        self.folder.mkdir()
        self.swarm = FakeSwarm(self.folder)
        """What the agent reaches."""
        self.tool_servers = [self._tool_server]
        """What the agent is told of in new conversations. Empty, it is what a client without our tools tells."""

    @property
    def permits(self) -> dict[str, bool]:
        """What the agent is answered when it asks permission, by title. Unlisted is refused."""
        return self._ear.permits

    async def __aenter__(self) -> FakeSupervisor:
        self._resources.callback(shutil.rmtree, self._root)
        tools = serving(self._socket, self.swarm.tools(), self.swarm.call)
        await self._resources.enter_async_context(tools)
        await self._start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._process.aclose()
        await self._resources.aclose()

    async def give(self, title: str, body: str | None = None, **fields: Any) -> Turn:
        """Give the agent a task in a conversation of its own, and wait for the end of its turn; `fields` are those of `FakeTask`."""
        task = self.swarm.add_task(title, body=body, **fields)
        await self.begin(task)
        return await self.prompt(f"# {title}\n\n{body or ''}".strip())

    async def begin(self, task: FakeTask | None) -> None:
        """Begin a conversation, about a task or about none."""
        self.swarm.work_on(task)
        opened = await self._agent_side.new_session(cwd=str(self.folder), mcp_servers=list(self.tool_servers))
        self._session = opened.session_id

    async def prompt(self, text: str) -> Turn:
        """Say something in the conversation, and wait for the end of the agent's turn.

        Raises:
            acp.RequestError: the agent answered with an error.
        """
        turn = self._ear.listen()
        answer = await self._agent_side.prompt(session_id=self._conversation, prompt=[text_block(text)])
        turn.ended = answer.stop_reason
        return turn

    async def cancel(self) -> None:
        """Ask the agent to end its turn."""
        await self._agent_side.cancel(session_id=self._conversation)

    async def close(self) -> None:
        """End the conversation."""
        await self._agent_side.close_session(session_id=self._conversation)

    async def restart(self) -> bool:
        """Start the agent anew and let it take up the conversation; false when it does not know it."""
        await self._process.aclose()
        await self._start()
        try:
            await self._agent_side.resume_session(session_id=self._conversation, cwd=str(self.folder), mcp_servers=list(self.tool_servers))
        except RequestError:
            return False
        return True

    @property
    def _agent_side(self) -> ClientSideConnection:
        if self._connection is None:
            raise RuntimeError("use `async with` to start the agent")
        return self._connection

    @property
    def _conversation(self) -> str:
        if self._session is None:
            raise RuntimeError("no conversation was begun: use `give` or `begin`")
        return self._session

    @property
    def _socket(self) -> Path:
        return self._root / "tools.sock"

    @property
    def _tool_server(self) -> McpServerStdio:
        helper = str(Path(__file__).with_name("connect.py"))
        arguments = ["-I", "-S", helper, str(self._socket)]
        return McpServerStdio(name="dreamos", command=sys.executable, args=arguments, env=[])

    async def _start(self) -> None:
        if isinstance(self._agent, Agent):
            connection = await self._start_inside(self._agent)
        else:
            program, *arguments = self._agent
            spawned = spawn_agent_process(
                cast(Client, self._ear), program, *arguments, env=self._environment, cwd=self.folder, use_unstable_protocol=True
            )
            connection, _ = await self._process.enter_async_context(spawned)
        self._connection = connection
        self.about = await connection.initialize(protocol_version=1)

    async def _start_inside(self, agent: Agent) -> ClientSideConnection:
        ours, theirs = socket.socketpair()
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        endpoint = agent.endpoint()
        agent_reader, agent_writer = await asyncio.open_unix_connection(sock=theirs)
        running = asyncio.create_task(run_agent(cast(ProtocolAgent, endpoint), agent_writer, agent_reader, use_unstable_protocol=True))
        connection = connect_to_agent(cast(Client, self._ear), writer, reader, use_unstable_protocol=True)

        async def end() -> None:
            await endpoint.close()
            await connection.close()
            for stream in (writer, agent_writer):
                stream.close()
            await running

        self._process.push_async_callback(end)
        return connection


class _Ear:
    """Hears what an agent says and answers what it asks: the client's side of the protocol."""

    def __init__(self) -> None:
        self.permits: dict[str, bool] = {}
        self._turn = Turn()

    def listen(self) -> Turn:
        self._turn = Turn()
        return self._turn

    async def session_update(self, session_id: str, update: Any, **_: Any) -> None:
        if isinstance(update, AgentMessageChunk) and isinstance(update.content, TextContentBlock):
            self._turn.said.append(update.content.text)
        elif isinstance(update, AgentThoughtChunk) and isinstance(update.content, TextContentBlock):
            self._turn.thought.append(update.content.text)
        elif isinstance(update, AgentPlanUpdate):
            self._turn.plan = [(entry.content, entry.status) for entry in update.entries]

    async def request_permission(
        self, session_id: str, tool_call: ToolCallUpdate, options: list[PermissionOption], **_: Any
    ) -> RequestPermissionResponse:
        title = tool_call.title or ""
        self._turn.asked.append((title, tool_call.raw_input))
        wanted = "allow_once" if self.permits.get(title, False) else "reject_once"
        chosen = next(option.option_id for option in options if option.kind == wanted)
        return RequestPermissionResponse(outcome=AllowedOutcome(outcome="selected", option_id=chosen))

    def on_connect(self, conn: Any) -> None:
        """Nothing is said to the agent from here."""
