"""Ceilings finance gives to departments for a year's budgets (BUD-23)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from budgets import locks, policies
from budgets.choices import CategoryKind, FiscalYearState
from budgets.draft_errors import CeilingRefused, YearNotPlannable
from budgets.models import Budget, Category, Ceiling, FiscalYear
from budgets.models.budgets import EDITABLE
from core import audit, formats, jobs, notifications
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, StaleDocument
from core.money import LARGEST
from organization import selectors as organization
from organization.choices import DepartmentStatus
from organization.models import Department


@dataclass(frozen=True, slots=True)
class CeilingInput:
    """A ceiling as typed: `amount` None takes it away; `category_id` None is over all costs. `was` is the amount the
    page showed (None: there was none).
    """

    department_id: int
    category_id: int | None
    amount: Decimal | None
    was: Decimal | None


@transaction.atomic
def set_ceilings(*, fiscal_year_id: int, wanted: Sequence[CeilingInput], actor: Actor, at: datetime) -> int:
    """Set, change and take away ceilings of a year; how many changed. All or none.

    Whoever drafts the department's budget is told. Raises NotAllowed, YearNotPlannable, InvalidInput, CeilingRefused,
    StaleDocument where somebody changed one meanwhile.
    """
    if not actor.can(policies.SET_CEILINGS):
        raise NotAllowed(document=str(fiscal_year_id))
    year = locks.lock_year(fiscal_year_id)
    if year.state == FiscalYearState.CLOSED:
        raise YearNotPlannable(year=year.year)
    standing = {(own.department_id, own.category_id): own for own in Ceiling.objects.filter(fiscal_year=year)}
    departments = Department.objects.in_bulk({own.department_id for own in wanted})
    categories = Category.objects.in_bulk({own.category_id for own in wanted if own.category_id is not None})
    changed: dict[int, list[tuple[int | None, Decimal | None, Decimal | None]]] = defaultdict(list)
    for own in wanted:
        kept = standing.get((own.department_id, own.category_id))
        now = kept.amount if kept is not None else None
        if own.amount in {own.was, now}:
            continue
        if now != own.was:
            raise StaleDocument(document=_("Ceilings %(year)s") % {"year": year})
        _require_usable(own, departments, categories)
        _write(own, kept, year, actor=actor, at=at)
        changed[own.department_id].append((own.category_id, now, own.amount))
    for department_id, rows in changed.items():
        _told(year, departments[department_id], categories, rows, actor=actor, at=at)
    return sum(len(rows) for rows in changed.values())


def _require_usable(own: CeilingInput, departments: dict[int, Department], categories: dict[int, Category]) -> None:
    department = departments.get(own.department_id)
    if department is None:
        raise InvalidInput(problem=_("This department does not exist."))
    if own.category_id is not None and own.category_id not in categories:
        raise InvalidInput(problem=_("This category does not exist."))
    if own.amount is None:
        return
    if department.status != DepartmentStatus.ACTIVE:
        raise CeilingRefused(why="department", department=department.name)
    if own.category_id is not None and categories[own.category_id].kind == CategoryKind.REVENUE:
        raise CeilingRefused(why="revenue", category=categories[own.category_id].name)
    if not (own.amount.is_finite() and 0 <= own.amount <= LARGEST and own.amount == round(own.amount, 2)):
        raise CeilingRefused(why="amount", most=LARGEST)


def _write(own: CeilingInput, kept: Ceiling | None, year: FiscalYear, *, actor: Actor, at: datetime) -> None:
    if own.amount is None:
        if kept is not None:
            kept.delete()
        return
    row = kept or Ceiling(fiscal_year=year, department_id=own.department_id, category_id=own.category_id, version=0)
    row.amount, row.set_by_id, row.set_at, row.version = own.amount, actor.person_id, at, row.version + 1
    row.save()


def _told(
    year: FiscalYear,
    department: Department,
    categories: dict[int, Category],
    rows: Sequence[tuple[int | None, Decimal | None, Decimal | None]],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """The event in the year's timeline, and a notice to whoever drafts the department's budget."""

    def words(side: int) -> str:
        parts = [_words(categories[pk].name if pk is not None else "", amounts[side]) for pk, *amounts in rows]
        return f"{department.name}: " + "; ".join(parts)

    before, after = (audit.in_both(words, side) for side in (0, 1))
    event = audit.record(
        kind=FiscalYear.kind,
        document_id=year.pk,
        label=str(year),
        code="fiscal_year.ceiling",
        actor=actor,
        at=at,
        facts={"changes": {"ceiling": [before, after]}},
    )
    jobs.after_commit(
        "budgets.tell_ceiling",
        key=f"ceiling:{event.pk}",
        department_id=department.pk,
        fiscal_year_id=year.pk,
        what=after,
        occasion=event.pk,
        by=actor.person_id,
    )


def _words(category: str, amount: Decimal | None) -> str:
    told = formats.amount(amount) if amount is not None else _("no ceiling")
    return f"{category or _('All costs')} {told}"


@jobs.handler("budgets.tell_ceiling")
def tell_ceiling(
    *,
    department_id: int,
    fiscal_year_id: int,
    what: dict[str, str],
    occasion: int,
    by: int | None,
    at: datetime,
    **_later: object,
) -> None:
    """Tell whoever drafts the department's budget that its ceilings changed (BUD-23); who begins one later sees them
    on the way. Safe to run late and twice.
    """
    department = Department.objects.get(pk=department_id)
    year = FiscalYear.objects.get(pk=fiscal_year_id)
    head = organization.manager_of(department_id=department_id)
    for draft in Budget.objects.filter(department=department_id, fiscal_year=year, state__in=EDITABLE):
        people = {draft.created_by_id} | ({head.pk} if head is not None else set())
        _notify(draft, people - {by or 0}, department, what=what, occasion=occasion, at=at)


def _notify(
    draft: Budget, people: set[int], department: Department, *, what: dict[str, str], occasion: int, at: datetime
) -> None:
    notifications.notify(
        people,
        code="budget.ceiling",
        kind=Budget.kind,
        document_id=draft.pk,
        label=str(draft),
        key=f"budget.ceiling:{occasion}:{draft.pk}",
        at=at,
        facts={
            "department": department.name_zh,
            "department_en": department.name_en,
            "year": draft.fiscal_year.year,
            "what": what["zh"],
            "what_en": what["en"],
        },
    )
