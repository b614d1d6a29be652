"""Who names customers: an app above registers its rows, so that a merge takes them along without this app knowing it
(CUS-01).

    referrers.register(Referrer("quote", _("Quotes"), lambda merged, survivor: quotes.move_customer(merged, survivor)))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Referrer:
    """Rows that name a customer. `move` points those of the merged one to the survivor, in the merge's transaction, and
    gives their ids; documents that state a customer's name keep the words they were made with.
    """

    code: str
    label: str | Promise
    count: Callable[[int], int]
    move: Callable[[int, int], list[int]]


_referrers: dict[str, Referrer] = {}


def register(referrer: Referrer) -> None:
    """Have rows move with a merge; called in the owning app's `ready`."""
    _referrers[referrer.code] = referrer


def registered() -> list[Referrer]:
    """All of them, in order of registration."""
    return list(_referrers.values())


def of_field(code: str, label: str | Promise, model: Any, field: str = "customer") -> Referrer:
    """The referrer of a model whose foreign key names a customer."""

    def move(merged: int, survivor: int) -> list[int]:
        rows = model._default_manager.filter(**{field: merged})  # noqa: SLF001 - of any model
        ids = sorted(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
        model._default_manager.filter(pk__in=ids).update(**{field: survivor})  # noqa: SLF001
        return ids

    def count(customer: int) -> int:
        return int(model._default_manager.filter(**{field: customer}).count())  # noqa: SLF001

    return Referrer(code, label, count, move)
