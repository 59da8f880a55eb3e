"""What the tutorial and the readme print works when it is pasted."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dreamos_agent.testing import FakeSupervisor

SDK = Path(__file__).parent.parent
TUTORIAL = (SDK.parent.parent / "docs/agents/python.md").read_text()
pytestmark = pytest.mark.anyio


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def pasted(name: str) -> str:
    """Return the file that the tutorial writes."""
    found = re.search(rf"cat > {re.escape(name)} <<'END'\n(.*?)^END$", TUTORIAL, re.DOTALL | re.MULTILINE)
    assert found is not None, name
    return found.group(1)


async def test_the_tutorials_agent_does_what_the_tutorial_says(tmp_path: Path) -> None:
    script = tmp_path / "agent.py"
    script.write_text(pasted("summariser/agent.py"))
    async with FakeSupervisor([sys.executable, str(script)]) as supervisor:
        letter = "We sell tea. Customers wait too long. Delivery takes a week. It should take a day."
        turn = await supervisor.give("Summarise the letter", body=letter)
        summary = "# Summary\n\n- We sell tea.\n- Customers wait too long.\n- Delivery takes a week.\n"
        assert turn.said == [summary]
        assert (supervisor.swarm.task.status, supervisor.swarm.task.output) == ("done", summary)


async def test_the_tutorials_question_waits_for_its_answer(tmp_path: Path) -> None:
    work, _ = blocks(TUTORIAL, "python")
    script = tmp_path / "agent.py"
    script.write_text(f'from dreamos_agent import Agent\n\nagent = Agent("asker")\n\n\n{work}\n\nagent.run()\n')
    async with FakeSupervisor([sys.executable, str(script)]) as supervisor:
        assert (await supervisor.give("Ask")).said == []
        [question] = supervisor.swarm.questions
        supervisor.swarm.answer(question, "no")
        assert (await supervisor.prompt("There is an answer.")).said == ["The answer was no."]


def test_the_tutorials_test_passes(tmp_path: Path) -> None:
    _, test = blocks(TUTORIAL, "python")
    agent = pasted("summariser/agent.py").replace("\nagent.run()", '\nif __name__ == "__main__":\n    agent.run()')
    (tmp_path / "agent.py").write_text(agent)
    (tmp_path / "test_agent.py").write_text(test)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_agent.py"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1 passed" in run.stdout


async def test_the_readmes_agent_runs(tmp_path: Path) -> None:
    [code] = blocks((SDK / "README.md").read_text(), "python")
    assert len(code.splitlines()) <= 15
    script = tmp_path / "agent.py"
    script.write_text(code)
    async with FakeSupervisor([sys.executable, str(script)]) as supervisor:
        await supervisor.give("Summarise", body="All of it.")
        assert supervisor.swarm.task.output == "# Summary\n\nAll of it."
