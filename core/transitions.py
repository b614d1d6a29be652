"""django-fsm's `transition`, typed for our actors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import django_fsm

from core.actors import Actor

Move = TypeVar("Move", bound=Callable[..., None])


def transition(
    *, field: str, source: str | Sequence[str], target: str, permission: Callable[[Any, Actor], bool]
) -> Callable[[Move], Move]:
    """A named move between states; `core.documents.perform` asks the permission, saves and records it (GEN-04)."""
    declare: Any = django_fsm.transition
    moved: Callable[[Move], Move] = declare(field=field, source=source, target=target, permission=permission)
    return moved
