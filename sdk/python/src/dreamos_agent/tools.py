"""The connection of one conversation to its tool server: opened at the first call, kept, and opened anew when it broke."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import Any

from acp.schema import McpServerStdio
from mcp import Client, MCPError, StdioServerParameters
from mcp.types import CONNECTION_CLOSED, CallToolResult, Implementation, TextContent, Tool

from dreamos_agent.errors import NotConnected, tool_error
from dreamos_agent.version import VERSION

_ITSELF = Implementation(name="dreamos-agent", version=VERSION)


@dataclass(frozen=True)
class Answer:
    """What a tool gave."""

    text: str
    """Words for a model."""
    data: dict[str, Any] = field(default_factory=dict)
    """The same as data; empty when there is none."""


class ToolConnection:
    """Calls the tools of one server. Calls may overlap; none waits for another."""

    def __init__(self, server: McpServerStdio | None) -> None:
        self._server = server
        self._opening = asyncio.Lock()
        self._held: _Held | None = None
        self._closed = False

    @property
    def named(self) -> bool:
        """Whether the conversation names a tool server at all."""
        return self._server is not None

    async def call(self, tool: str, arguments: dict[str, Any]) -> Answer:
        """Call a tool. Arguments that are None are left out.

        Raises:
            ToolError: it refused or failed.
            NotConnected: the server cannot be reached. Whether the call was carried out is unknown when it broke on the way.
        """
        held = await self._open()
        given = {name: value for name, value in arguments.items() if value is not None}
        try:
            result = await held.client.call_tool(tool, given)
        except MCPError as error:
            raise await self._failed(held, tool, error) from error
        return _answer(tool, result)

    async def tools(self) -> list[Tool]:
        """Return the tools that this agent is offered, those of other servers under `SERVER__TOOL`."""
        held = await self._open()
        found: list[Tool] = []
        cursor: str | None = None
        while True:
            page = await held.client.list_tools(cursor=cursor)
            found.extend(page.tools)
            cursor = page.next_cursor
            if cursor is None:
                return found

    async def close(self) -> None:
        """End the connection and its helper process."""
        async with self._opening:
            self._closed = True
            await self._let_go()

    async def _open(self) -> _Held:
        if self._server is None:
            raise NotConnected("this conversation names no tool server: there are no tasks, messages or artifacts to reach")
        async with self._opening:
            if self._closed:
                raise NotConnected("the conversation is over")
            if self._held is None:
                self._held = await _hold(self._server)
            return self._held

    async def _failed(self, held: _Held, tool: str, error: MCPError) -> Exception:
        if error.code != CONNECTION_CLOSED:
            data = error.data
            return tool_error(tool, str(error), data if isinstance(data, dict) else None)
        async with self._opening:
            if self._held is held:
                await self._let_go()
        return NotConnected(f"the tool server went away during {tool}; it is unknown whether the call was carried out")

    async def _let_go(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.leave.set()
            # How it ended interests nobody any more: errors were given to whoever called.
            with contextlib.suppress(Exception):
                await held.keeper


@dataclass(frozen=True)
class _Held:
    """An open client, and the task that opened it and must close it."""

    client: Client
    leave: asyncio.Event
    keeper: asyncio.Task[None]


async def _hold(server: McpServerStdio) -> _Held:
    opened: asyncio.Future[Client] = asyncio.get_running_loop().create_future()
    leave = asyncio.Event()
    keeper = asyncio.create_task(_keep(server, opened, leave), name="dreamos-tools")
    try:
        return _Held(await asyncio.shield(opened), leave, keeper)
    except BaseException:
        # Nobody waits for it any more: what it may still open is closed at once.
        leave.set()
        raise


async def _keep(server: McpServerStdio, opened: asyncio.Future[Client], leave: asyncio.Event) -> None:
    environment = {variable.name: variable.value for variable in server.env}
    command = StdioServerParameters(command=server.command, args=server.args, env=environment)
    try:
        async with Client(command, client_info=_ITSELF) as client:
            opened.set_result(client)
            await leave.wait()
    except Exception as error:  # noqa: BLE001 (whatever it is, the caller is told, or it is over)
        if not opened.done():
            reached = NotConnected(f"the tool server {server.name} cannot be reached ({server.command}): {error}")
            reached.__cause__ = error
            opened.set_exception(reached)


def _answer(tool: str, result: CallToolResult) -> Answer:
    text = "\n".join(block.text for block in result.content if isinstance(block, TextContent))
    data = result.structured_content if isinstance(result.structured_content, dict) else {}
    if result.is_error:
        raise tool_error(tool, text or "it failed and did not say why", data)
    return Answer(text, data)
