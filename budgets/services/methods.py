"""The annex of control methods: who may spend, up to what, on what proof (BUD-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from budgets.choices import CategoryKind
from budgets.draft_errors import MethodNeedsCost
from budgets.models import Budget, Category, ControlMethod
from budgets.services.lines import lock_draft
from core import audit, documents
from core.actors import Actor


@dataclass(frozen=True, slots=True)
class Method:
    """How one cost category is controlled. Without `who_may_spend` and `proof` the category has no method (yet)."""

    category_id: int
    who_may_spend: str
    limit: Decimal | None
    proof: str
    method: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing was entered."""
        return not (self.who_may_spend.strip() or self.proof.strip() or self.method.strip() or self.limit)


@transaction.atomic
def set_control_methods(
    *, budget_id: int, methods: Sequence[Method], actor: Actor, at: datetime, version: int | None = None
) -> Budget:
    """Replace the annex of a draft as a whole; blank ones are left out (BUD-04).

    Raises DraftFrozen, NotAllowed, StaleDocument, MethodNeedsCost; then nothing has changed.
    """
    budget = lock_draft(budget_id, actor)
    documents.require_version(budget, version)
    kept = {method.category_id: method for method in methods if not method.is_blank}
    for category in Category.objects.filter(pk__in=kept).exclude(kind=CategoryKind.COST):
        raise MethodNeedsCost(category=category.name)
    present = {method.category_id: method for method in budget.control_methods.all()}
    removed = [pk for pk in present if pk not in kept]
    rows = [
        ControlMethod(
            budget=budget,
            category_id=method.category_id,
            who_may_spend=method.who_may_spend.strip(),
            limit=method.limit,
            proof=method.proof.strip(),
            method=method.method.strip(),
        )
        for method in kept.values()
    ]
    changed = [row for row in rows if _differs(row, present.get(row.category_id))]
    if not changed and not removed:
        return budget
    ControlMethod.objects.filter(budget=budget, category__in=removed).delete()
    ControlMethod.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=("budget", "category"),
        update_fields=("who_may_spend", "limit", "proof", "method"),
    )
    documents.touch(budget)
    audit.record(
        kind=Budget.kind,
        document_id=budget.pk,
        label=str(budget),
        code="budget.methods",
        actor=actor,
        at=at,
        facts={"changed": len(changed), "removed": len(removed), "all": len(kept)},
    )
    return budget


def _differs(row: ControlMethod, present: ControlMethod | None) -> bool:
    names = ("who_may_spend", "limit", "proof", "method")
    return present is None or any(getattr(row, name) != getattr(present, name) for name in names)
