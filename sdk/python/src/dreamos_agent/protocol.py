"""The agent's side of the Agent Client Protocol: conversations by id, their turns, and their end."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from acp import PROTOCOL_VERSION, RequestError
from acp.interfaces import Client
from acp.schema import (
    AgentCapabilities,
    ClientCapabilities,
    CloseSessionResponse,
    Implementation,
    InitializeResponse,
    LoadSessionResponse,
    McpServerStdio,
    NewSessionResponse,
    PromptCapabilities,
    PromptResponse,
    ResumeSessionResponse,
    SessionCapabilities,
    SessionCloseCapabilities,
    SessionResumeCapabilities,
)

from dreamos_agent.conversation import Conversation, Work
from dreamos_agent.memory import Memory
from dreamos_agent.version import VERSION

_OURS = "dreamos"


class Endpoint:
    """Answers one client. Methods and arguments are those of the protocol."""

    def __init__(self, name: str, work: Work) -> None:
        self._name = name
        self._work = work
        self._client: Client | None = None
        self._conversations: dict[str, Conversation] = {}

    def on_connect(self, conn: Client) -> None:
        """Remember whom to talk to."""
        self._client = conn

    async def initialize(
        self,
        protocol_version: int,
        client_capabilities: ClientCapabilities | None = None,
        client_info: Implementation | None = None,
        **_: Any,
    ) -> InitializeResponse:
        """Greet: what this agent is called and can do."""
        return InitializeResponse(
            protocol_version=PROTOCOL_VERSION,
            agent_capabilities=AgentCapabilities(
                load_session=True,
                prompt_capabilities=PromptCapabilities(embedded_context=True),
                session_capabilities=SessionCapabilities(resume=SessionResumeCapabilities(), close=SessionCloseCapabilities()),
            ),
            agent_info=Implementation(name=self._name, version=VERSION),
        )

    async def new_session(self, cwd: str, mcp_servers: Sequence[Any] | None = None, **_: Any) -> NewSessionResponse:
        """Begin a conversation."""
        session = uuid.uuid4().hex
        self._begin(session, Path(cwd), mcp_servers, Memory.begin(Path(cwd), session))
        return NewSessionResponse(session_id=session)

    async def load_session(self, cwd: str, session_id: str, mcp_servers: Sequence[Any] | None = None, **_: Any) -> LoadSessionResponse:
        """Take up a conversation of an earlier process. What was said then is in the client's log, and is not said again."""
        await self._take_up(cwd, session_id, mcp_servers)
        return LoadSessionResponse()

    async def resume_session(self, cwd: str, session_id: str, mcp_servers: Sequence[Any] | None = None, **_: Any) -> ResumeSessionResponse:
        """Take up a conversation of an earlier process."""
        await self._take_up(cwd, session_id, mcp_servers)
        return ResumeSessionResponse()

    async def prompt(self, session_id: str, prompt: Sequence[Any], **_: Any) -> PromptResponse:
        """Run a turn."""
        finished = await self._conversation(session_id).prompt(_text(prompt))
        return PromptResponse(stop_reason="end_turn" if finished else "cancelled")

    async def cancel(self, session_id: str, **_: Any) -> None:
        """End a turn."""
        if conversation := self._conversations.get(session_id):
            conversation.cancel()

    async def close_session(self, session_id: str, **_: Any) -> CloseSessionResponse:
        """End a conversation. Its memory stays: the client may want to take it up again."""
        if conversation := self._conversations.pop(session_id, None):
            await conversation.close()
        return CloseSessionResponse()

    async def close(self) -> None:
        """End all conversations."""
        while self._conversations:
            _, conversation = self._conversations.popitem()
            await conversation.close()

    async def _take_up(self, cwd: str, session: str, servers: Sequence[Any] | None) -> None:
        memory = Memory.recall(Path(cwd), session)
        if memory is None:
            raise RequestError.resource_not_found(session)
        if earlier := self._conversations.pop(session, None):
            await earlier.close()
        self._begin(session, Path(cwd), servers, memory)

    def _begin(self, session: str, folder: Path, servers: Sequence[Any] | None, memory: Memory) -> None:
        if self._client is None:
            raise RequestError.internal_error({"details": "nobody is connected"})
        self._conversations[session] = Conversation(self._work, self._client, session, folder, _ours(servers or ()), memory)

    def _conversation(self, session: str) -> Conversation:
        if conversation := self._conversations.get(session):
            return conversation
        raise RequestError.resource_not_found(session)


def _ours(servers: Sequence[Any]) -> McpServerStdio | None:
    """Pick the platform's tool server: the one of its name, else the first that is a command."""
    commands = [server for server in servers if isinstance(server, McpServerStdio)]
    named = [server for server in commands if server.name == _OURS]
    return next(iter(named or commands), None)


def _text(blocks: Sequence[Any]) -> str:
    """Join what a prompt says: texts, and texts that are embedded; a link stands for itself."""
    return "\n\n".join(filter(None, map(_words, blocks)))


def _words(block: Any) -> str | None:
    resource = getattr(block, "resource", None)
    return getattr(block, "text", None) or getattr(resource, "text", None) or getattr(block, "uri", None)
