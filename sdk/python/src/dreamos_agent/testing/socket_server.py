"""Serves the tools of a fake swarm on a Unix socket, one protocol conversation for each connection."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
from anyio.abc import ByteStream
from anyio.streams.buffered import BufferedByteReceiveStream
from mcp.server import Server, ServerRequestContext
from mcp.shared.message import SessionMessage
from mcp.types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    jsonrpc_message_adapter,
)

Call = Callable[[str, dict[str, Any]], Awaitable[tuple[dict[str, Any], bool]]]
_LONGEST_LINE = 64 * 1024 * 1024


@contextlib.asynccontextmanager
async def serving(path: Path, tools: list[str], call: Call) -> AsyncIterator[None]:
    """Serve while the context lasts.

    `call` returns what a tool gave, and whether it failed; a `ConnectionResetError` of it breaks the connection.
    """
    listener = await anyio.create_unix_listener(path)
    async with listener, anyio.create_task_group() as group:
        group.start_soon(listener.serve, lambda stream: _converse(stream, tools, call))
        try:
            yield
        finally:
            group.cancel_scope.cancel()


def _server(stream: ByteStream, tools: list[str], call: Call) -> Server[dict[str, Any]]:
    offered = [Tool(name=name, input_schema={"type": "object"}) for name in tools]

    async def list_tools(_: ServerRequestContext[Any], __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=offered)

    async def call_tool(_: ServerRequestContext[Any], asked: CallToolRequestParams) -> CallToolResult:
        try:
            data, failed = await call(asked.name, dict(asked.arguments or {}))
        except ConnectionResetError:
            await stream.aclose()
            raise
        text = str(data["message"]) if failed else json.dumps(data, ensure_ascii=False)
        return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=data, is_error=failed)

    return Server("dreamos", on_list_tools=list_tools, on_call_tool=call_tool)


async def _converse(stream: ByteStream, tools: list[str], call: Call) -> None:
    server = _server(stream, tools, call)
    received, incoming = anyio.create_memory_object_stream[SessionMessage | Exception](0)
    outgoing, sent = anyio.create_memory_object_stream[SessionMessage](0)

    async def read() -> None:
        lines = BufferedByteReceiveStream(stream)
        async with received:
            with contextlib.suppress(anyio.IncompleteRead, anyio.BrokenResourceError, anyio.ClosedResourceError):
                while True:
                    line = await lines.receive_until(b"\n", _LONGEST_LINE)
                    await received.send(SessionMessage(jsonrpc_message_adapter.validate_json(line, by_name=False)))

    async def write() -> None:
        async with sent:
            with contextlib.suppress(anyio.BrokenResourceError, anyio.ClosedResourceError):
                async for message in sent:
                    line = message.message.model_dump_json(by_alias=True, exclude_unset=True)
                    await stream.send(line.encode() + b"\n")

    async with stream, anyio.create_task_group() as group:
        group.start_soon(read)
        group.start_soon(write)
        await server.run(incoming, outgoing, server.create_initialization_options())
        group.cancel_scope.cancel()
