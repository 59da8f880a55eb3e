"""Write an agent for Dream.OS: a function that is given a task, and a swarm to do it with.

The agent is a process that speaks the Agent Client Protocol on its standard streams, so it runs under any client of that protocol;
tasks, messages, artifacts and people are reached through the tool server that Dream.OS names to it.
"""

from dreamos_agent.agent import Agent
from dreamos_agent.errors import (
    Conflict,
    DreamosError,
    InvalidCall,
    LimitReached,
    NotConnected,
    NotFound,
    NotPermitted,
    Stopped,
    ToolError,
    Unavailable,
    WaitingForPerson,
)
from dreamos_agent.memory import Memory
from dreamos_agent.models import (
    Artifact,
    Constraint,
    CurrentTask,
    Finding,
    Message,
    NewTask,
    Product,
    Published,
    Stage,
    TaskInfo,
)
from dreamos_agent.swarm import Swarm
from dreamos_agent.task import Task
from dreamos_agent.tools import Answer

__all__ = [
    "Agent",
    "Answer",
    "Artifact",
    "Conflict",
    "Constraint",
    "CurrentTask",
    "DreamosError",
    "Finding",
    "InvalidCall",
    "LimitReached",
    "Memory",
    "Message",
    "NewTask",
    "NotConnected",
    "NotFound",
    "NotPermitted",
    "Product",
    "Published",
    "Stage",
    "Stopped",
    "Swarm",
    "Task",
    "TaskInfo",
    "ToolError",
    "Unavailable",
    "WaitingForPerson",
]
