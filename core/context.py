"""What the running request is: its id, for logs, audit events and jobs."""

from __future__ import annotations

from contextvars import ContextVar

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The id of the request or job being served; empty outside of one."""
    return _request_id.get()


def set_request_id(value: str) -> None:
    """Name the request or job being served from here on."""
    _request_id.set(value)
