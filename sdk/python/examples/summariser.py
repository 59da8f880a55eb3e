"""Summarises a brief: the first sentence of each paragraph, without a model. A stage gets it as an artifact, a task as its result."""

import re

from dreamos_agent import Agent, Swarm, Task

agent = Agent("summariser")


@agent.on_task
async def work(task: Task, swarm: Swarm) -> str:
    """Summarise the task's inputs, or its own text when it has none."""
    texts = [(await swarm.read_artifact(given.name, given.version)).decode() for given in task.inputs]
    paragraphs = [part for text in texts or [task.body] for part in re.split(r"\n\s*\n", text) if part.strip()]
    await swarm.progress(f"{len(paragraphs)} paragraphs to read", percent=10)

    points = [re.split(r"(?<=[.!?])\s", part.strip(), maxsplit=1)[0] for part in paragraphs if not part.startswith("#")]
    summary = "# Summary\n\n" + "".join(f"- {point}\n" for point in points)
    if task.stage is None:
        return summary
    for product in task.stage.produces:
        published = await swarm.publish(product.name, summary)
        for finding in published.findings:
            await swarm.say(f"{product.name}: {finding.message}")
    return f"Summarised {len(points)} paragraphs."


if __name__ == "__main__":
    agent.run()
