"""What one piece of work asks again and again, read once (QLT-03b, decision 0148).

    @once
    def ids_up(*, department_id: int) -> tuple[int, ...]: ...

    with reading_once():
        ...                     # here the same question is asked of the database once

Only around work that does not change what it asks about: a submission reads the tree of departments and decides with
it, and another transaction that moves a department meanwhile comes before or after it as a whole. Outside such a block
nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("answers_kept", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Until the block ends, functions marked `once` keep what they answered. A block inside another shares with it."""
    if _kept.get() is not None:
        yield
        return
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(read: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Mark a read of hashable arguments, whose answer nobody changes."""

    @wraps(read)
    def asked(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        kept = _kept.get()
        if kept is None:
            return read(*args, **kwargs)
        question = (read, args, tuple(sorted(kwargs.items())))
        if question not in kept:
            kept[question] = read(*args, **kwargs)
        answer: Answer = kept[question]
        return answer

    return asked
