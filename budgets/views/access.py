"""How views of budgets find their budget: unseen is 404, seen but not editable leads to reading (GEN-10)."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from budgets.models import Budget
from budgets.selectors.budgets import budgets_visible_to
from core.web import Request


def seen_budget(request: Request, budget_id: int) -> Budget:
    """The budget, if the actor may see it; Http404 otherwise."""
    return get_object_or_404(budgets_visible_to(request.actor), pk=budget_id)
