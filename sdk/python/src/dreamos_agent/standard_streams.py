"""The standard streams as the protocol's own: nothing that is printed or started can write between its lines."""

from __future__ import annotations

import asyncio
import os
import stat

_LONGEST_LINE = 64 * 1024 * 1024


def _streams(descriptor: int) -> bool:
    mode = os.fstat(descriptor).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


async def standard_streams() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Take over standard input and output; what is printed from now on goes to standard error, and nothing can be read."""
    if not (_streams(0) and _streams(1)):
        raise SystemExit("an agent is started by a supervisor, which it talks to on pipes; register it with `dreamos agent register`")
    received, sent = os.fdopen(os.dup(0), "rb", 0), os.fdopen(os.dup(1), "wb", 0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)

    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=_LONGEST_LINE)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), received)
    flow = asyncio.StreamReaderProtocol(asyncio.StreamReader())
    transport, _ = await loop.connect_write_pipe(lambda: flow, sent)
    return reader, asyncio.StreamWriter(transport, flow, None, loop)
