"""What the server refuses, as an exception."""

from __future__ import annotations

from typing import TypeVar

from dreamos_client.rest.models.problem import Problem

Answer = TypeVar("Answer")


class Refused(Exception):
    """The server refused or failed. Its text says what happened, why, and what to do next."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.detail or problem.title}")
        self.problem = problem
        """The whole problem (RFC 9457)."""
        self.code = problem.code
        """What it is, in a word that stays."""
        self.status = problem.status
        """The status of the answer."""


def done(answer: Answer | Problem | None) -> Answer:
    """What was asked for.

    Raises:
        Refused: The answer is a problem.
        ValueError: There is no answer: the operation's is not JSON, and `sync_detailed` has its bytes.
    """
    if isinstance(answer, Problem):
        raise Refused(answer)
    if answer is None:
        raise ValueError("this operation answers with bytes: call its `sync_detailed`, and take `.content`")
    return answer
