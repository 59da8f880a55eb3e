"""Reviews waiting messages for promises nobody may make alone, and asks a person about the first it finds."""

import re

from dreamos_agent import Agent, Swarm, Task

PROMISE = re.compile(r"\b(guarantee|refund|free of charge|by tomorrow)\b", re.IGNORECASE)

agent = Agent("reviewer")


@agent.on_task
async def work(task: Task, swarm: Swarm) -> str | None:
    """Review in the first turn; act on the person's answer in a later one."""
    if question := task.memory.get("question"):
        answer = await swarm.answer_to(question)
        if answer is None:
            return None
        await swarm.record_decision(f"The promise was answered with: {answer}", "A person decided.")
        return f"A person answered: {answer}"

    for message in await swarm.read_messages():
        promise = PROMISE.search(message.text or "")
        if promise:
            asked = f"{message.sender} promises “{promise.group()}” on {message.channel}. May it stand?"
            task.memory["question"] = await swarm.ask_person(asked, choices=["It may stand", "Withdraw it"])
            await swarm.acknowledge(message)
            return None
        await swarm.acknowledge(message)
    return "No promise found."


if __name__ == "__main__":
    agent.run()
