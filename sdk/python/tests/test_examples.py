"""The examples, as processes of their own, against the fake supervisor."""

import sys
from pathlib import Path

import pytest

from dreamos_agent.testing import FakeSupervisor

EXAMPLES = Path(__file__).parent.parent / "examples"
pytestmark = pytest.mark.anyio


def example(name: str) -> FakeSupervisor:
    return FakeSupervisor([sys.executable, str(EXAMPLES / f"{name}.py")])


PRD = {"name": "PRD", "attempt": "att_1", "produces": [{"name": "prd", "media_type": "text/markdown"}]}


async def test_summariser_makes_the_artifact_of_a_stage_from_its_input() -> None:
    async with example("summariser") as supervisor:
        brief = supervisor.swarm.add_artifact("brief", "# Brief\n\nWe sell tea. It is good.\n\nCustomers wait. Too long.")
        turn = await supervisor.give("PRD", stage=PRD, inputs=[brief])
        assert turn.ended == "end_turn"
        assert turn.said == ["Summarised 2 paragraphs."]
        assert supervisor.swarm.artifacts["prd"] == [{"prd.md": b"# Summary\n\n- We sell tea.\n- Customers wait.\n"}]
        assert supervisor.swarm.task.progress == [(10, "3 paragraphs to read")]


async def test_summariser_tells_what_a_check_found() -> None:
    async with example("summariser") as supervisor:
        supervisor.swarm.check = lambda _name, _files: ["no section “Risks”"]
        turn = await supervisor.give("PRD", body="One. Two.", stage=PRD)
        assert turn.said == ["prd: no section “Risks”", "Summarised 1 paragraphs."]
        assert supervisor.swarm.task.status == "running"


async def test_summariser_gives_a_task_its_result() -> None:
    async with example("summariser") as supervisor:
        await supervisor.give("Summarise", body="One. Two.")
        assert (supervisor.swarm.task.status, supervisor.swarm.task.output) == ("done", "# Summary\n\n- One.\n")


async def test_reviewer_asks_a_person_and_goes_on_with_the_answer_after_a_restart() -> None:
    async with example("reviewer") as supervisor:
        supervisor.swarm.deliver("Good morning.")
        supervisor.swarm.deliver("You get a refund.", channel="topic/letters", sender="agent/writer")
        first = await supervisor.give("Review the letters")
        assert first.said == []
        assert supervisor.swarm.task.status == "running"
        [(question, words)] = supervisor.swarm.questions.items()
        assert words == "agent/writer promises “refund” on topic/letters. May it stand?"

        assert await supervisor.restart()
        assert (await supervisor.prompt("Go on.")).said == []
        supervisor.swarm.answer(question, "Withdraw it")
        last = await supervisor.prompt("There is an answer.")
        assert last.said == ["A person answered: Withdraw it"]
        assert supervisor.swarm.task.status == "done"
        assert supervisor.swarm.unacknowledged == []
        assert supervisor.swarm.decisions == [("The promise was answered with: Withdraw it", "A person decided.")]
