"""Control keys: made when something is first posted on them, with the policy that holds then (LED-05)."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from django.db import connection

from budgets import locks
from budgets.choices import CategoryKind, ControlAction
from budgets.errors import CategoryRetired, NotALeaf
from budgets.models import Category, ControlKey, ControlPolicy
from budgets.rules import control


class KeyName(NamedTuple):
    """What names a control key."""

    fiscal_year_id: int
    department_id: int
    category_id: int


def policy_of(category: Category, department_policy: ControlPolicy | None) -> control.Policy:
    """The policy that holds: the department's own, else the category's (LED-05). Income is recorded, never stopped."""
    if category.kind == CategoryKind.REVENUE:
        return control.Policy(scope=category.scope, action=ControlAction.RECORD)
    chosen = department_policy or category
    return control.Policy(
        scope=chosen.scope,
        action=chosen.action,
        tolerance_amount=chosen.tolerance_amount,
        tolerance_share=chosen.tolerance_share,
    )


def policies_for(names: Collection[KeyName], *, lock: bool = True) -> dict[KeyName, control.Policy]:
    """The policies of keys that do not stand yet. Raises NotALeaf, CategoryRetired."""
    wanted = {name.category_id for name in names}
    categories = locks.share_categories(wanted) if lock else Category.objects.in_bulk(wanted)
    groups = set(Category.objects.filter(parent__in=wanted).values_list("parent_id", flat=True))
    for category in categories.values():
        if category.pk in groups:
            raise NotALeaf(category=category.name)
        if category.retired_at:
            raise CategoryRetired(category=category.name)
    own = {
        (policy.department_id, policy.category_id): policy
        for policy in ControlPolicy.objects.filter(
            category__in=wanted, department__in={name.department_id for name in names}
        )
    }
    return {
        name: policy_of(categories[name.category_id], own.get((name.department_id, name.category_id))) for name in names
    }


def make_keys(names: Collection[KeyName]) -> dict[KeyName, int]:
    """Make the control keys that do not stand yet; the ids of all of them. Whoever else makes one, one stands.

    Made in the order of their names and before any key is locked, so that two postings cannot wait for each other.
    """
    ordered = sorted(set(names))
    policies = policies_for(ordered)
    rows = []
    for name in ordered:
        policy = policies[name]
        bound = control.guard(policy, control.Figures(), control.Figures())
        rows.append((*name, policy.scope, policy.action, policy.tolerance_amount, policy.tolerance_share, bound))
    with connection.cursor() as cursor:
        for row in rows:
            cursor.execute(
                """INSERT INTO budgets_controlkey (fiscal_year_id, department_id, category_id, scope, action,
                       tolerance_amount, tolerance_share, guard_amount, appropriated, committed, actual,
                       chain_length, chain_head)
                   VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 0, 0, 0, 0, '')
                   ON CONFLICT (fiscal_year_id, department_id, category_id) DO NOTHING""",
                row,
            )
    found = ControlKey.objects.filter(
        fiscal_year__in={name.fiscal_year_id for name in ordered},
        department__in={name.department_id for name in ordered},
        category__in={name.category_id for name in ordered},
    ).values_list("fiscal_year_id", "department_id", "category_id", "pk")
    every = {KeyName(year, department, category): pk for year, department, category, pk in found}
    return {name: every[name] for name in ordered}
