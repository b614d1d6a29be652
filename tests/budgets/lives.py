"""Budgets in their states, for tests of their life."""

from budgets.models import Budget
from core import audit


def fresh(budget):
    return Budget.objects.get(pk=budget.pk)


def codes(budget):
    return list(audit.events_of(kind="budget", document_id=budget.pk).values_list("code", flat=True))
