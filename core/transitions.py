"""django-fsm's `transition`, typed for our actors, and its field, sparing where migrations draw a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import django_fsm
from django.db import models

from core.actors import Actor

PICTURE = "__fake__"
"""The module Django gives the classes by which migrations picture a model."""

Move = TypeVar("Move", bound=Callable[..., str | None])


def transition(
    *, field: str, source: str | Sequence[str], target: str | Sequence[str], permission: Callable[[Any, Actor], bool]
) -> Callable[[Move], Move]:
    """A named move between states; `core.documents.perform` asks the permission, saves and records it (GEN-04). Where
    several targets are named, the move itself says which, by returning it.
    """
    declare: Any = django_fsm.transition
    moved: Callable[[Move], Move] = declare(
        field=field,
        source=source,
        target=target if isinstance(target, str) else django_fsm.RETURN_VALUE(*target),
        permission=permission,
    )
    return moved


class StateField(django_fsm.FSMField):
    """A document's state. In the pictures that migrations draw of a model it is a plain column: those have no moves,
    and each would leave a receiver behind that is asked at every later picture.
    """

    def contribute_to_class(self, cls: type[Any], name: str, private_only: bool = False, **more: Any) -> None:
        if cls.__module__ == PICTURE:
            models.CharField.contribute_to_class(self, cls, name, private_only=private_only, **more)
        else:
            super().contribute_to_class(cls, name, private_only=private_only, **more)
