"""Documents whose single costs not everybody who sees a department's budget may read, such as what a sold part cost.

A key's sums are the department's and stay as they are; the entries that would tell a single cost are left out, of
pages, files and the API alike (GEN-10, docs/decisions/0224).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from budgets.choices import CategoryKind
from budgets.models import LedgerEntry
from core.actors import Actor

_kinds: dict[str, Callable[[Actor], bool]] = {}


def register(kind: str, may_read: Callable[[Actor], bool]) -> None:
    """Keep what documents of a kind put into costs to those who may read it; called in the owning app's `ready`."""
    _kinds[kind] = may_read


def withheld_from(actor: Actor) -> frozenset[str]:
    """The kinds of documents whose costs somebody does not read."""
    return frozenset(kind for kind, may_read in _kinds.items() if not may_read(actor))


def without(entries: QuerySet[LedgerEntry], kinds: frozenset[str]) -> QuerySet[LedgerEntry]:
    """Entries but for what documents of these kinds cost."""
    return entries.exclude(**_costs(kinds)) if kinds else entries


def any_withheld(entries: QuerySet[LedgerEntry], kinds: frozenset[str]) -> bool:
    """Whether `without` leaves some of these entries out."""
    return bool(kinds) and entries.filter(**_costs(kinds)).exists()


def told_to(actor: Actor, entries: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
    """Entries as somebody reads them."""
    return without(entries, withheld_from(actor))


def _costs(kinds: frozenset[str]) -> dict[str, Any]:
    return {"source_kind__in": kinds, "category__kind": CategoryKind.COST}
