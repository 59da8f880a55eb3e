"""An agent: a name and what it does."""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import TypeVar, cast

from acp import Agent as ProtocolAgent
from acp import run_agent

from dreamos_agent.conversation import Work
from dreamos_agent.protocol import Endpoint
from dreamos_agent.standard_streams import standard_streams

_Work = TypeVar("_Work", bound=Work)


class Agent:
    """An agent that a supervisor starts as a process and talks to on its standard streams.

    ```python
    agent = Agent("summariser")

    @agent.on_task
    async def work(task, swarm):
        await swarm.progress("reading", percent=10)
        return task.body[:200]

    agent.run()
    ```
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._work: Work | None = None

    def on_task(self, work: _Work) -> _Work:
        """Set what is done in each turn.

        What it returns is said, and hands in the task as done, unless it is a stage of a run, which is handed in by publishing what it
        must produce. None leaves the task as it is: for work that goes on in a later turn. An exception fails the task, or the turn.
        """
        if self._work is not None:
            raise TypeError(f"{self.name} has its work already; an agent does one thing in each turn")
        self._work = work
        return work

    def endpoint(self) -> Endpoint:
        """Return the protocol's side of it: for tests, and for transports other than the standard streams."""
        if self._work is None:
            raise TypeError(f"{self.name} has no work: decorate a function with @agent.on_task")
        return Endpoint(self.name, self._work)

    def run(self) -> None:
        """Serve until the standard input ends or SIGTERM comes. Everything printed goes to the standard error."""
        endpoint = self.endpoint()
        logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
        asyncio.run(_serve(endpoint))


async def _serve(endpoint: Endpoint) -> None:
    reader, writer = await standard_streams()
    # Closing conversations is an unstable part of the protocol's library, though stable in the protocol.
    serving = asyncio.ensure_future(run_agent(cast(ProtocolAgent, endpoint), writer, reader, use_unstable_protocol=True))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.cancel)
    try:
        await asyncio.wait({serving})
    finally:
        await endpoint.close()
    if not serving.cancelled():
        serving.result()
