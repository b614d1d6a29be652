"""What adjustments do to their control keys: before and after, for many documents in a constant number of statements
(BUD-32, APR-05).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.registry import Impact
from budgets.choices import AdjustmentState
from budgets.models import AdjustmentLine, Category, ControlKey
from budgets.rules import control
from budgets.rules.control import Figures, Policy, Verdict
from budgets.selectors import ledger as balances
from budgets.words import window_words
from core import formats
from core.actors import Scope
from core.money import ZERO
from organization.models import Department


class Change(NamedTuple):
    """One line, stored or typed, as far as its effect goes."""

    fiscal_year_id: int
    department_id: int
    category_id: int
    month: int
    amount: Decimal


class Key(NamedTuple):
    """What names a control key."""

    fiscal_year_id: int
    department_id: int
    category_id: int


@dataclass(frozen=True, slots=True)
class AdjustmentImpact:
    """One control key of an adjustment: the year's budget before and after, and what is available in the window that
    binds. Where `is_hidden`, the reader does not see that department: only the change is told (GEN-10).
    """

    department_id: int
    category_id: int
    department: str
    category: str
    note: str
    change: Decimal
    year_before: Decimal
    budget: Decimal
    spent: Decimal
    held: Decimal
    this: Decimal
    available: Decimal
    left: Decimal
    short: Decimal
    is_hidden: bool = False
    is_own: bool = True
    """Whether it is of the department that asks."""

    @property
    def year_after(self) -> Decimal:
        """The year's budget with the adjustment."""
        return self.year_before + self.change

    @property
    def available_after(self) -> Decimal:
        """What is available with the adjustment; below zero where it does not make up for what is missing."""
        return self.left - self.short

    @property
    def label(self) -> str:
        """The category, and the department where it is not the one that asks."""
        return self.category if self.is_own else f"{self.category} · {self.department}"

    def as_impact(self) -> Impact:
        """The same for the inbox and the decision."""
        return Impact(
            label=self.label,
            spent=self.spent,
            held=self.held,
            this=self.this,
            left=self.left,
            short=self.short,
            appropriated=self.budget,
            note=_("%(change)s · %(window)s") % {"change": formats.number(self.change, sign=True), "window": self.note},
        )


def impacts_of(document_ids: Sequence[int], *, at: datetime | None = None) -> dict[int, list[AdjustmentImpact]]:
    """The keys of stored adjustments, by document; those that came to nothing have none."""
    lines = _lines(document_ids).select_related("period", "from_period", "adjustment")
    changes: dict[int, list[Change]] = defaultdict(list)
    posted: set[int] = set()
    asking: dict[int, int] = {}
    for line in lines:
        asking[line.adjustment_id] = line.adjustment.department_id
        changes[line.adjustment_id].append(
            Change(line.period.fiscal_year_id, line.department_id, line.category_id, line.period.month, line.amount)
        )
        if (origin := line.from_period) is not None and not line.carried_kind:
            changes[line.adjustment_id].append(
                Change(origin.fiscal_year_id, line.department_id, line.category_id, origin.month, -line.amount)
            )
        if line.adjustment.is_in_force:
            posted.add(line.adjustment_id)
    return {
        pk: [replace(one, is_own=one.department_id == asking[pk]) for one in found]
        for pk, found in _judged(changes, posted=posted, at=at).items()
    }


def impacts_of_changes(
    changes: Iterable[Change], *, seen: Scope | None = None, at: datetime | None = None
) -> list[AdjustmentImpact]:
    """The keys of an adjustment being written; figures of departments outside of `seen` are left out."""
    return hidden(_judged({0: list(changes)}, posted=set(), at=at).get(0, []), seen=seen)


def hidden(impacts: Iterable[AdjustmentImpact], *, seen: Scope | None) -> list[AdjustmentImpact]:
    """The same with the figures of unseen departments taken out (GEN-10)."""
    return [one if seen is None or seen.covers(one.department_id) else _without_figures(one) for one in impacts]


def _lines(document_ids: Sequence[int]) -> QuerySet[AdjustmentLine]:
    alive = (
        AdjustmentState.DRAFT, AdjustmentState.RETURNED, AdjustmentState.IN_REVIEW, AdjustmentState.APPROVED,
    )  # fmt: skip
    return AdjustmentLine.objects.filter(adjustment__in=list(document_ids), adjustment__state__in=alive).order_by(
        "adjustment", "position", "pk"
    )


def _judged(
    changes: Mapping[int, Sequence[Change]], *, posted: set[int], at: datetime | None
) -> dict[int, list[AdjustmentImpact]]:
    parts: dict[int, dict[Key, Figures]] = {}
    for document_id, listed in changes.items():
        keys = parts.setdefault(document_id, {})
        for one in listed:
            figures = keys.setdefault(Key(one.fiscal_year_id, one.department_id, one.category_id), Figures())
            figures.appropriated[one.month - 1] += one.amount
    wanted = {key for keys in parts.values() for key in keys}
    if not wanted:
        return {}
    rows = {
        Key(row.fiscal_year_id, row.department_id, row.category_id): row
        for row in ControlKey.objects.filter(
            fiscal_year__in={key.fiscal_year_id for key in wanted},
            department__in={key.department_id for key in wanted},
            category__in={key.category_id for key in wanted},
        )
    }
    states = balances.key_states([row.pk for key, row in rows.items() if key in wanted], at=at or timezone.now())
    categories = Category.objects.in_bulk({key.category_id for key in wanted})
    departments = Department.objects.in_bulk({key.department_id for key in wanted})
    found: dict[int, list[AdjustmentImpact]] = {}
    for document_id, keys in parts.items():
        for key, change in keys.items():
            row, category = rows.get(key), categories[key.category_id]
            scope = row.scope if row else category.scope
            now = states[row.pk].judged if row else Figures()
            before = now.plus(_negated(change)) if document_id in posted else now
            found.setdefault(document_id, []).extend(
                _impact(verdict, change, before, departments[key.department_id].name, category, key, scope)
                for verdict in control.judge(Policy(scope=scope, action="STOP"), before, change)
            )
    return found


def _impact(
    verdict: Verdict, change: Figures, before: Figures, department: str, category: Category, key: Key, scope: str
) -> AdjustmentImpact:
    takes = verdict.asked > 0
    return AdjustmentImpact(
        department_id=key.department_id,
        category_id=key.category_id,
        department=department,
        category=category.name,
        note=window_words(scope, verdict.through),
        change=sum(change.appropriated, ZERO),
        year_before=sum(before.appropriated, ZERO),
        budget=verdict.appropriated if takes else verdict.appropriated - verdict.asked,
        spent=verdict.actual,
        held=verdict.committed,
        this=verdict.asked if takes else ZERO,
        available=verdict.available,
        left=max(verdict.left, ZERO),
        short=max(-verdict.left, ZERO),
    )


def _negated(change: Figures) -> Figures:
    return Figures(appropriated=[-amount for amount in change.appropriated])


def _without_figures(one: AdjustmentImpact) -> AdjustmentImpact:
    return AdjustmentImpact(
        department_id=one.department_id, category_id=one.category_id, department=one.department,
        category=one.category, note="", change=one.change, year_before=ZERO, budget=ZERO, spent=ZERO, held=ZERO,
        this=ZERO, available=ZERO, left=ZERO, short=ZERO, is_hidden=True,
    )  # fmt: skip
