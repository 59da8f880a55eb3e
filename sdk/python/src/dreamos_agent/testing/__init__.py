"""Run an agent against a supervisor and a server that stand in for the real ones: no server, no network, no sandbox.

```python
async with FakeSupervisor(agent) as supervisor:
    turn = await supervisor.give("Summarise the brief", body="…")
    assert supervisor.swarm.task.status == "done"
```
"""

from dreamos_agent.testing.supervisor import FakeSupervisor, Turn
from dreamos_agent.testing.swarm import FakeSwarm, FakeTask, Refusal, Sent

__all__ = ["FakeSupervisor", "FakeSwarm", "FakeTask", "Refusal", "Sent", "Turn"]
