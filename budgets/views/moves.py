"""How a refused move answers."""

from __future__ import annotations

from core.errors import DomainError, NotAllowed


def status_of(error: DomainError | None) -> int:
    """403 for who may not, 422 for what a rule refused, 200 without an error."""
    if error is None:
        return 200
    return 403 if isinstance(error, NotAllowed) else 422
