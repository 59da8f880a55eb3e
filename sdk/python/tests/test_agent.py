"""What an agent is given, how its turns end, and what its process does with what it should not."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from acp import RequestError

from dreamos_agent import Agent, NotConnected, Swarm, Task
from dreamos_agent.testing import FakeSupervisor, Refusal

pytestmark = pytest.mark.anyio


def agent_that(work: object) -> Agent:
    agent = Agent("under-test")
    agent.on_task(work)  # type: ignore[type-var]
    return agent


async def test_says_its_name_and_what_it_can() -> None:
    async def work(task: Task, swarm: Swarm) -> None: ...

    async with FakeSupervisor(agent_that(work)) as supervisor:
        about = supervisor.about
        assert about is not None
        assert about.agent_info is not None
        assert about.agent_info.name == "under-test"
        assert about.agent_capabilities is not None
        assert about.agent_capabilities.load_session
        assert about.protocol_version == 1


async def test_is_given_all_that_is_known_of_its_task() -> None:
    seen: list[Task] = []

    async def work(task: Task, swarm: Swarm) -> None:
        seen.append(task)

    async with FakeSupervisor(agent_that(work)) as supervisor:
        supervisor.swarm.constraints.append({"text": "No personal data.", "rules": [{"type": "denied_host", "host": "x.example"}]})
        stage = {"name": "prd", "attempt": "att_1", "produces": [{"name": "prd", "media_type": "text/markdown"}]}
        await supervisor.give("Write", body="All of it.", attempt=2, stage=stage, feedback=["Too long."])
        [task] = seen
        assert (task.title, task.body, task.attempt, task.turn) == ("Write", "All of it.", 2, 1)
        assert task.prompt == "# Write\n\nAll of it."
        assert task.folder == supervisor.folder
        assert task.stage is not None
        assert [product.name for product in task.stage.produces] == ["prd"]
        assert list(task.feedback) == ["Too long."]
        assert [constraint.text for constraint in task.constraints] == ["No personal data."]


@pytest.mark.parametrize(
    ("returned", "status", "said"),
    [("Done.", "done", ["Done."]), (None, "running", [])],
)
async def test_what_it_returns_hands_in_the_task(returned: str | None, status: str, said: list[str]) -> None:
    async def work(task: Task, swarm: Swarm) -> str | None:
        return returned

    async with FakeSupervisor(agent_that(work)) as supervisor:
        turn = await supervisor.give("Do it")
        assert (turn.ended, turn.said) == ("end_turn", said)
        assert supervisor.swarm.task.status == status


async def test_a_task_that_was_handed_in_already_is_not_handed_in_again() -> None:
    async def work(task: Task, swarm: Swarm) -> str:
        await swarm.complete("By hand.")
        return "And said."

    async with FakeSupervisor(agent_that(work)) as supervisor:
        turn = await supervisor.give("Do it")
        assert turn.said == ["And said."]
        assert supervisor.swarm.task.output == "By hand."


async def test_a_stage_is_not_handed_in_by_words() -> None:
    async def work(task: Task, swarm: Swarm) -> str:
        return "Written."

    async with FakeSupervisor(agent_that(work)) as supervisor:
        turn = await supervisor.give("Write", stage={"name": "prd"})
        assert turn.said == ["Written."]
        assert supervisor.swarm.task.status == "running"


async def test_an_exception_fails_the_task_and_never_counts_as_success() -> None:
    async def work(task: Task, swarm: Swarm) -> str:
        raise ValueError("no such tea")

    async with FakeSupervisor(agent_that(work)) as supervisor:
        turn = await supervisor.give("Brew")
        assert turn.ended == "end_turn"
        assert supervisor.swarm.task.status == "queued"
        assert supervisor.swarm.task.output == "ValueError: no such tea"


async def test_an_exception_in_a_stage_fails_the_turn() -> None:
    async def work(task: Task, swarm: Swarm) -> str:
        raise ValueError("no such tea")

    async with FakeSupervisor(agent_that(work)) as supervisor:
        with pytest.raises(RequestError, match="Internal error"):
            await supervisor.give("Brew", stage={"name": "prd"})


async def test_a_refused_call_fails_the_task_for_good() -> None:
    async def work(task: Task, swarm: Swarm) -> str:
        await swarm.send_message("captain", "hello")
        return "unreached"

    async with FakeSupervisor(agent_that(work)) as supervisor:
        supervisor.swarm.refuse("send_message", Refusal("not_permitted", "you may not", "forbidden"))
        await supervisor.give("Greet")
        assert supervisor.swarm.task.status == "failed"
        assert supervisor.swarm.task.output == "NotPermitted: send_message: you may not"


async def test_a_cancelled_turn_says_so_and_the_next_one_runs() -> None:
    begun = asyncio.Event()
    cleaned: list[int] = []

    async def work(task: Task, swarm: Swarm) -> str | None:
        if task.turn == 2:
            return "Second."
        try:
            begun.set()
            await asyncio.Event().wait()
        finally:
            cleaned.append(task.turn)
        return None

    async with FakeSupervisor(agent_that(work)) as supervisor:
        task = supervisor.swarm.add_task("Wait")
        await supervisor.begin(task)
        turn = asyncio.create_task(supervisor.prompt("wait"))
        await begun.wait()
        await supervisor.cancel()
        assert (await turn).ended == "cancelled"
        assert cleaned == [1]
        assert task.status == "running"
        assert (await supervisor.prompt("again")).said == ["Second."]


async def test_one_conversation_does_not_hold_up_another() -> None:
    begun, release = asyncio.Event(), asyncio.Event()

    async def work(task: Task, swarm: Swarm) -> str:
        if task.title == "slow":
            begun.set()
            await release.wait()
        return task.title

    async with FakeSupervisor(agent_that(work)) as supervisor:
        slow = asyncio.create_task(supervisor.give("slow"))
        await begun.wait()
        quick = await supervisor.give("quick")
        assert quick.said == ["quick"]
        release.set()
        assert (await slow).ended == "end_turn"


async def test_remembers_over_a_restart_what_it_was_told_to() -> None:
    async def work(task: Task, swarm: Swarm) -> None:
        task.memory["seen"] = [*task.memory.get("seen", []), task.turn]
        await swarm.say(str(task.memory["seen"]))

    async with FakeSupervisor(agent_that(work)) as supervisor:
        await supervisor.give("Remember")
        assert await supervisor.restart()
        assert (await supervisor.prompt("and?")).said == ["[1, 2]"]


async def test_does_not_take_up_a_conversation_that_is_not_its_own() -> None:
    async def work(task: Task, swarm: Swarm) -> None: ...

    async with FakeSupervisor(agent_that(work)) as supervisor:
        await supervisor.give("Remember")
        for kept in (supervisor.folder / ".dreamos-agent").iterdir():
            kept.unlink()
        assert not await supervisor.restart()


async def test_runs_under_a_client_without_our_tools() -> None:
    refused: list[str] = []

    async def work(task: Task, swarm: Swarm) -> str:
        try:
            await swarm.read_messages()
        except NotConnected as error:
            refused.append(str(error))
        return f"{task.title}: {task.body}"

    async with FakeSupervisor(agent_that(work)) as supervisor:
        supervisor.tool_servers.clear()
        await supervisor.begin(None)
        turn = await supervisor.prompt("Say it\nall")
        assert turn.said == ["Say it: Say it\nall"]
        assert refused == ["this conversation names no tool server: there are no tasks, messages or artifacts to reach"]


async def test_a_conversation_about_no_task_has_the_prompt() -> None:
    async def work(task: Task, swarm: Swarm) -> str:
        return f"{task.id} {task.body}"

    async with FakeSupervisor(agent_that(work)) as supervisor:
        await supervisor.begin(None)
        assert (await supervisor.prompt("hello")).said == ["None hello"]


async def test_asks_permission_for_exact_arguments() -> None:
    async def work(task: Task, swarm: Swarm) -> str:
        answers = [await swarm.may(title, "execute", {"command": title}) for title in ("git push", "rm -rf /")]
        return str(answers)

    async with FakeSupervisor(agent_that(work)) as supervisor:
        supervisor.permits["git push"] = True
        turn = await supervisor.give("Push")
        assert turn.said == ["[True, False]"]
        assert turn.asked == [("git push", {"command": "git push"}), ("rm -rf /", {"command": "rm -rf /"})]


async def test_thinks_and_plans_aloud() -> None:
    async def work(task: Task, swarm: Swarm) -> None:
        await swarm.think("Hm.")
        await swarm.plan(["read", "write", "rest"], done=1)

    async with FakeSupervisor(agent_that(work)) as supervisor:
        turn = await supervisor.give("Think")
        assert turn.thought == ["Hm."]
        assert turn.plan == [("read", "completed"), ("write", "in_progress"), ("rest", "pending")]


def test_an_agent_has_exactly_one_work() -> None:
    agent = Agent("idle")
    with pytest.raises(TypeError, match="has no work"):
        agent.endpoint()

    async def work(task: Task, swarm: Swarm) -> None: ...

    agent.on_task(work)
    with pytest.raises(TypeError, match="has its work already"):
        agent.on_task(work)


LOUD = """
import os, subprocess, sys
from dreamos_agent import Agent
agent = Agent("loud")
@agent.on_task
async def work(task, swarm):
    print("not a line of the protocol")
    os.write(1, b"nor this\\n")
    subprocess.run([sys.executable, "-c", "print('nor this'); import sys; sys.exit(len(sys.stdin.read()))"], check=True)
    return "Quiet."
agent.run()
"""


async def test_what_it_prints_or_starts_does_not_disturb_the_protocol(tmp_path: Path) -> None:
    script = tmp_path / "loud.py"
    script.write_text(LOUD)
    async with FakeSupervisor([sys.executable, str(script)]) as supervisor:
        assert (await supervisor.give("Shout")).said == ["Quiet."]


def test_started_by_hand_it_says_what_to_do(tmp_path: Path) -> None:
    script = tmp_path / "loud.py"
    script.write_text(LOUD)
    with (tmp_path / "output").open("wb") as output:
        run = subprocess.run([sys.executable, str(script)], stdin=subprocess.PIPE, stdout=output, stderr=subprocess.PIPE, check=False)
    assert run.returncode == 1
    assert run.stderr.decode() == (
        "an agent is started by a supervisor, which it talks to on pipes; register it with `dreamos agent register`\n"
    )


async def test_ends_with_its_input_and_with_sigterm(tmp_path: Path) -> None:
    script = tmp_path / "loud.py"
    script.write_text(LOUD)
    for end in ("input", "signal"):
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(script), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdin is not None
        assert process.stdout is not None
        greeting = b'{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":1}}\n'
        process.stdin.write(greeting)
        await process.stdout.readline()
        if end == "input":
            process.stdin.close()
        else:
            process.terminate()
        assert await process.wait() == 0
