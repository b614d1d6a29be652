"""What the running request or job is and whose: for logs, audit events, jobs and the history of values."""

from __future__ import annotations

from contextvars import ContextVar

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_person_id: ContextVar[int | None] = ContextVar("person_id", default=None)


def current_request_id() -> str:
    """The id of the request or job being served; empty outside of one."""
    return _request_id.get()


def set_request_id(value: str) -> None:
    """Name the request or job being served from here on; nobody is known to act in it yet."""
    _request_id.set(value)
    _person_id.set(None)


def set_person_id(value: int | None) -> None:
    """Say who acts in the request being served."""
    _person_id.set(value)


def who_and_what() -> dict[str, str | int]:
    """Person and request of the running work, as far as they are known."""
    facts: dict[str, str | int] = {}
    if (person_id := _person_id.get()) is not None:
        facts["person"] = person_id
    if request_id := _request_id.get():
        facts["request"] = request_id
    return facts
