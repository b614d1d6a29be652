"""On what grounds goods leave before the rest of the money is there, or because it is (PSL-21 to PSL-24). Each module
that knows a ground registers it in the app's `ready`:

    release_grounds.register(Ground("guarantee", _("Personal guarantee"), 30, guaranteed))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground. `grants` says up to what value, in the base currency and counted from the order's beginning, goods
    may leave; None where the ground does not hold for this order."""

    code: str
    label: str | Promise
    order: int
    grants: Callable[[Any], Decimal | None]


_grounds: dict[str, Ground] = {}


def register(ground: Ground) -> None:
    """Make a ground known; called in the app's `ready`."""
    _grounds[ground.code] = ground


def registered() -> list[Ground]:
    """All of them, in the order in which they are asked."""
    return sorted(_grounds.values(), key=lambda one: one.order)
