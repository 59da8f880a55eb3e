"""Every helper of the swarm, against the tools it stands for."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from acp import RequestError

from dreamos_agent import (
    Agent,
    Conflict,
    InvalidCall,
    LimitReached,
    NewTask,
    NotConnected,
    NotFound,
    NotPermitted,
    Stopped,
    Swarm,
    Task,
    ToolError,
    Unavailable,
    WaitingForPerson,
)
from dreamos_agent.testing import FakeSupervisor, FakeSwarm, Refusal, Sent

pytestmark = pytest.mark.anyio

Scene = Callable[[FakeSwarm], None]


async def result_of(
    work: Callable[[Swarm], Awaitable[Any]], scene: Scene = lambda _swarm: None, produces: list[str] | None = None
) -> tuple[Any, FakeSwarm]:
    """Run `work` as the whole of an agent's turn; what it returned or raised, and what the server saw."""
    results: list[Any] = []
    agent = Agent("under-test")

    @agent.on_task
    async def turn(task: Task, swarm: Swarm) -> None:
        try:
            results.append(await work(swarm))
        except Exception as error:  # noqa: BLE001 (it is what is tested)
            results.append(error)

    stage = {"name": "Test", "produces": [{"name": name} for name in produces]} if produces else None
    async with FakeSupervisor(agent) as supervisor:
        scene(supervisor.swarm)
        await supervisor.give("Do it", body="now", stage=stage)
        return results[0], supervisor.swarm


async def test_sends_reads_and_acknowledges_messages() -> None:
    async def work(swarm: Swarm) -> list[str | None]:
        await swarm.send_message("topic/tea", "Is there tea?", reply_to="agent/under-test")
        first, second, third = await swarm.read_messages(limit=3)
        await swarm.acknowledge(first)
        await swarm.acknowledge(second.message)
        await swarm.acknowledge(third, failed=True)
        return [first.text, second.text, third.text]

    def scene(swarm: FakeSwarm) -> None:
        for text in ("one", "two", "three", "four"):
            swarm.deliver(text)

    texts, seen = await result_of(work, scene)
    assert texts == ["one", "two", "three"]
    assert seen.sent == [Sent("topic/tea", "Is there tea?", "agent/under-test")]
    assert seen.unacknowledged == ["three", "four"]


async def test_works_with_other_tasks() -> None:
    async def work(swarm: Swarm) -> tuple[str, list[str]]:
        claimed = await swarm.claim_task()
        await swarm.heartbeat(claimed.id)
        await swarm.progress("half", percent=50, task=claimed.id)
        await swarm.complete("made", task=claimed.id)
        parts = await swarm.split_task([NewTask(title="left"), NewTask(title="right", role="writer")])
        await swarm.fail("no tea", retryable=False, task=parts[0])
        return claimed.id, [task.title for task in await swarm.list_tasks(status="queued")]

    (claimed, queued), seen = await result_of(work, lambda swarm: (swarm.add_task("other"), None)[1])
    assert seen.tasks[claimed].output == "made"
    assert seen.tasks[claimed].progress == [(50, "half")]
    assert queued == ["right"]
    assert [task.status for task in seen.tasks.values()] == ["done", "running", "failed", "queued"]


async def test_reads_and_publishes_artifacts() -> None:
    async def work(swarm: Swarm) -> dict[str, bytes]:
        note = await swarm.publish("note", "words")
        assert (note.accepted, note.missing) == (True, ["picture", "tree"])
        await swarm.publish("picture", b"\xff\x00")
        (swarm._folder / "made").mkdir()
        (swarm._folder / "made" / "a.txt").write_text("from a file")
        tree = await swarm.publish("tree", {"a.txt": Path("made/a.txt"), "b.txt": "b"})
        assert (tree.accepted, tree.missing) == (True, [])
        assert [artifact.name for artifact in await swarm.list_artifacts()] == ["note", "picture", "tree"]
        return {
            "note": await swarm.read_artifact("note"),
            "picture": await swarm.read_artifact("picture"),
            "tree": await swarm.read_artifact("tree", version=1, path="a.txt"),
        }

    read, seen = await result_of(work, produces=["note", "picture", "tree"])
    assert read == {"note": b"words", "picture": b"\xff\x00", "tree": b"from a file"}
    assert list(seen.artifacts["note"][0]) == ["note.md"]
    assert list(seen.artifacts["picture"][0]) == ["picture"]


async def test_publishes_nothing_from_outside_the_workspace(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")

    async def work(swarm: Swarm) -> None:
        (swarm._folder / "link").symlink_to(secret)
        await swarm.publish("note", Path("link"))

    error, seen = await result_of(work, produces=["note"])
    assert isinstance(error, ValueError)
    assert "outside the workspace" in str(error)
    assert seen.artifacts == {}


async def test_what_checks_find_is_a_result_and_no_error() -> None:
    async def work(swarm: Swarm) -> list[str]:
        published = await swarm.publish("note", "words")
        assert not published.accepted
        return [finding.message for finding in published.findings]

    def scene(swarm: FakeSwarm) -> None:
        swarm.check = lambda _name, files: [f"{path}: too short" for path in files]

    found, seen = await result_of(work, scene, produces=["note"])
    assert found == ["note.md: too short"]
    assert seen.artifacts == {}


@pytest.mark.parametrize(("produces", "code"), [([], "no_stage"), (["other"], "unknown_artifact")])
async def test_only_what_a_stage_produces_is_published(produces: list[str], code: str) -> None:
    async def work(swarm: Swarm) -> None:
        await swarm.publish("note", "words")

    error, seen = await result_of(work, produces=produces)
    assert isinstance(error, ToolError)
    assert error.code == code
    assert seen.artifacts == {}


async def test_is_told_that_its_task_was_cancelled() -> None:
    async def work(swarm: Swarm) -> list[bool]:
        other = await swarm.claim_task()
        before = await swarm.heartbeat(other.id)
        await swarm.call("cancel_for_test")
        return [before, await swarm.heartbeat(other.id), await swarm.progress("on", task=other.id)]

    def scene(swarm: FakeSwarm) -> None:
        other = swarm.add_task("other")
        swarm.on_call["cancel_for_test"] = lambda: swarm.cancel(other)

    went_on, _ = await result_of(work, scene)
    assert went_on == [True, False, False]


async def test_looking_for_an_answer_loses_no_other_message() -> None:
    async def work(swarm: Swarm) -> list[str | None]:
        first = await swarm.answer_to("prm_1")
        again = await swarm.answer_to("prm_2")
        limited = await swarm.read_messages(limit=1)
        rest = await swarm.read_messages()
        return [first, again, *(message.text for message in limited + rest)]

    def scene(swarm: FakeSwarm) -> None:
        swarm.deliver("one")
        swarm.answer("prm_1", "yes")
        swarm.deliver("two")

    texts, seen = await result_of(work, scene)
    assert texts == ["yes", None, "one", "two"]
    assert seen.unacknowledged == ["one", "two"]


async def test_reads_constraints_asks_and_records() -> None:
    async def work(swarm: Swarm) -> tuple[list[str], str, str | None]:
        question = await swarm.ask_person("Tea or coffee?", choices=["tea", "coffee"], urgent=True)
        before = await swarm.answer_to(question)
        await swarm.record_decision("tea", "it was there")
        await swarm.write_log("the kettle is on", "debug", degrees=80)
        return [constraint.text for constraint in await swarm.constraints()], question, before

    (texts, question, before), seen = await result_of(work, lambda swarm: swarm.constraints.append({"text": "No coffee."}))
    assert texts == ["No coffee."]
    assert before is None
    assert seen.questions == {question: "Tea or coffee?"}
    assert seen.decisions == [("tea", "it was there")]
    assert seen.logged == [("debug", "the kettle is on", {"degrees": 80})]


async def test_a_line_whose_answer_is_lost_is_sent_again_under_its_key() -> None:
    async def work(swarm: Swarm) -> None:
        await swarm.write_log("one")
        await swarm.write_log("two")

    outcome, seen = await result_of(work, lambda swarm: swarm.loses_answer_of.add("write_log"))
    assert outcome is None
    assert [text for _, text, _ in seen.logged] == ["one", "two"]
    keys = [arguments["key"] for tool, arguments in seen.calls if tool == "write_log"]
    assert len(keys) == 3
    assert keys[0] == keys[1] != keys[2]


async def test_lists_the_tools_it_is_offered() -> None:
    async def work(swarm: Swarm) -> list[str]:
        return [tool.name for tool in await swarm.tools()]

    names, _ = await result_of(work)
    assert sorted(names) == sorted(FakeSwarm.tools())


@pytest.mark.parametrize(
    ("code", "kind", "expected"),
    [
        ("task_over", "over", Conflict),
        ("stale", "conflict", Conflict),
        ("not_found", "not_found", NotFound),
        ("no_task", "not_found", NotFound),
        ("bad", "invalid", InvalidCall),
        ("forbidden", "forbidden", NotPermitted),
        ("permission_denied", "forbidden", NotPermitted),
        ("permission_waiting", "conflict", WaitingForPerson),
        ("agent_stopped", "forbidden", Stopped),
        ("swarm_stopped", "forbidden", Stopped),
        ("rate", "exhausted", LimitReached),
        ("storage_full", "unavailable", Unavailable),
        ("internal", "internal", ToolError),
    ],
)
async def test_refusals_have_types(code: str, kind: str, expected: type[ToolError]) -> None:
    async def work(swarm: Swarm) -> None:
        await swarm.heartbeat()

    error, _ = await result_of(work, lambda swarm: swarm.refuse("heartbeat", Refusal(code, "said so", kind)))
    assert type(error) is expected
    assert (error.tool, error.text, error.code) == ("heartbeat", "said so", code)


async def test_wrong_arguments_are_refused_by_the_fake_as_by_the_real_one() -> None:
    async def work(swarm: Swarm) -> None:
        await swarm.call("heartbeat", {"tusk": "x"})

    error, _ = await result_of(work)
    assert isinstance(error, InvalidCall)
    assert "tusk" in error.text


async def test_a_tool_server_that_cannot_be_started_is_told_clearly() -> None:
    agent = Agent("under-test")

    @agent.on_task
    async def turn(task: Task, swarm: Swarm) -> None: ...

    async with FakeSupervisor(agent) as supervisor:
        supervisor.tool_servers[0].command = "/nonexistent/mcp-connect"
        await supervisor.begin(supervisor.swarm.add_task("Do it"))
        with pytest.raises(RequestError) as raised:
            await supervisor.prompt("go")
    assert "the tool server dreamos cannot be reached (/nonexistent/mcp-connect)" in str(raised.value.data)


async def test_a_tool_server_that_went_away_is_connected_to_anew() -> None:
    async def work(swarm: Swarm) -> tuple[type[BaseException], int]:
        outcome: type[BaseException] = RuntimeError
        try:
            await swarm.heartbeat()
        except NotConnected as error:
            outcome = type(error)
        await swarm.heartbeat()
        return outcome, len(await swarm.list_tasks())

    outcome, _ = await result_of(work, lambda swarm: swarm.breaks_at.add("heartbeat"))
    assert outcome == (NotConnected, 1)
