"""Adjustments being written: begun, changed, given up; what their lines must be to be kept (BUD-32)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from budgets import locks, policies
from budgets.adjustment_errors import (
    AdjustmentAmount,
    AdjustmentCategory,
    AdjustmentClosedDepartment,
    AdjustmentDepartment,
    AdjustmentOrigin,
    AdjustmentOtherYear,
    AdjustmentProject,
    AdjustmentTooLong,
    CarriedTwice,
)
from budgets.choices import AdjustmentKind, CategoryKind
from budgets.errors import NoPeriod
from budgets.models import Adjustment, AdjustmentLine, Category, FiscalYear, Period, Project
from budgets.rules import adjustments as rules
from budgets.rules.adjustments import Move
from budgets.rules.tree import line_up
from budgets.selectors.categories import parents as category_parents
from budgets.selectors.years import current_year
from core import audit, changes, documents, formats
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason
from core.money import LARGEST
from organization.choices import DepartmentStatus
from organization.models import Department


@dataclass(frozen=True, slots=True)
class AdjustmentLineInput:
    """One line as typed: `amount` is signed, plus gives money, minus takes it. `line_id` names the line it changes.

    `from_period_id` is the month of the year before that a carry-over takes from; `carried_…` the line that holds it.
    """

    department_id: int
    category_id: int
    period_id: int
    amount: Decimal
    project_id: int | None = None
    note: str = ""
    line_id: int | None = None
    from_period_id: int | None = None
    carried_kind: str = ""
    carried_id: int | None = None
    carried_line: int | None = None


@dataclass(frozen=True, slots=True)
class AdjustmentInput:
    """An adjustment as typed; its fiscal year is that of its months, without lines the year under way."""

    department_id: int
    adjustment_kind: str
    title: str
    purpose: str = ""
    criteria: str = ""
    risk: str = ""
    lines: tuple[AdjustmentLineInput, ...] = ()


@transaction.atomic
def create_adjustment(*, draft: AdjustmentInput, actor: Actor, at: datetime) -> Adjustment:
    """Begin an adjustment as a draft: no figure changes. Raises AdjustmentDepartment and what `change_adjustment`
    raises.
    """
    if actor.person_id is None:
        raise NotAllowed(document=draft.title)
    _require_department(draft.department_id, actor=actor)
    if draft.adjustment_kind not in AdjustmentKind.values:
        raise InvalidInput(problem=_("There is no such kind of adjustment."))
    adjustment = Adjustment(
        department_id=draft.department_id,
        adjustment_kind=draft.adjustment_kind,
        fiscal_year=year_of(draft.lines),
        created_by_id=actor.person_id,
        created_at=at,
        **_header(draft),
    )
    adjustment.save()
    _write_lines(adjustment, draft.lines)
    adjustment.save(update_fields=("total",))
    _record(adjustment, "create", actor=actor, at=at)
    return adjustment


@transaction.atomic
def change_adjustment(
    *, adjustment_id: int, draft: AdjustmentInput, version: int | None, actor: Actor, at: datetime
) -> Adjustment:
    """Rewrite a draft or a returned adjustment; its kind and department stay.

    Raises StaleDocument, WrongState, NotAllowed, and what is wrong with a line; then nothing has changed.
    """
    adjustment = locks.lock_adjustment(adjustment_id)
    documents.require_version(adjustment, version)
    if not adjustment.is_editable:
        raise WrongState(document=str(adjustment), state=adjustment.get_state_display())
    if not policies.can_edit_adjustment(adjustment, actor):
        raise NotAllowed(document=str(adjustment))
    before = _picture(adjustment)
    adjustment.fiscal_year = year_of(draft.lines)
    for name, value in _header(draft).items():
        setattr(adjustment, name, value)
    _write_lines(adjustment, draft.lines)
    documents.touch(adjustment, fields=("fiscal_year", "total", *_header(draft)))
    if changed := changes.between(before, _picture(adjustment)):
        _record(adjustment, "change", actor=actor, at=at, facts={"changes": changed})
    return adjustment


@transaction.atomic
def cancel_adjustment(
    *, adjustment_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Adjustment:
    """Give up a draft or a returned adjustment; it stays readable (GEN-14). Raises ReasonMissing, WrongState,
    NotAllowed, StaleDocument.
    """
    why = require_reason(reason)
    adjustment = locks.lock_adjustment(adjustment_id)
    documents.require_version(adjustment, version)
    documents.perform(adjustment, "cancel", actor=actor, at=at, reason=why)
    return adjustment


def year_of(lines: Sequence[AdjustmentLineInput]) -> FiscalYear:
    """The fiscal year of typed lines; without lines the one under way. Raises NoPeriod, AdjustmentOtherYear."""
    if not lines:
        year = current_year()
        if year is None:
            raise NoPeriod(day="—")
        return year
    wanted = {line.period_id for line in lines}
    periods = Period.objects.filter(pk__in=wanted).select_related("fiscal_year").order_by("start_date")
    found = {period.pk: period for period in periods}
    if wanted - found.keys():
        raise InvalidInput(problem=_("This month does not exist."))
    year = found[lines[0].period_id].fiscal_year
    for period in found.values():
        if period.fiscal_year_id != year.pk:
            raise AdjustmentOtherYear(period=str(period), year=year.year)
    return year


def check_lines(lines: Sequence[Any]) -> dict[int, Category]:
    """Amounts, departments, categories and projects of lines, typed or stored; the categories by id.

    Raises AdjustmentTooLong, AdjustmentAmount, AdjustmentCategory, AdjustmentClosedDepartment, AdjustmentProject,
    AdjustmentOrigin, CarriedTwice.
    """
    if len(lines) > rules.MOST_LINES:
        raise AdjustmentTooLong(most=rules.MOST_LINES)
    for number, line in enumerate(lines, start=1):
        is_taken_back = line.from_period_id is not None and line.amount < 0
        if not rules.is_valid_amount(line.amount) or is_taken_back:
            raise AdjustmentAmount(line=number, most=LARGEST)
    _check_departments({line.department_id for line in lines})
    _check_origins(lines)
    _check_projects((line.project_id, line.department_id) for line in lines if line.project_id)
    return _usable_categories({line.category_id for line in lines})


def moves_of(lines: Sequence[Any], categories: Mapping[int, Category]) -> list[Move]:
    """Lines, typed or stored, as their rules look at them."""
    parents = category_parents()
    return [
        Move(
            department_id=line.department_id,
            group_id=line_up(line.category_id, parents)[-1],
            category_kind=categories[line.category_id].kind,
            amount=line.amount,
            place=(line.department_id, line.category_id, line.period_id, line.project_id),
            is_carried=line.from_period_id is not None,
        )
        for line in lines
    ]


def _require_department(department_id: int, *, actor: Actor) -> None:
    department = Department.objects.filter(pk=department_id).first()
    if department is None:
        raise InvalidInput(problem=_("This department does not exist."))
    if not actor.can(policies.MAKE, department_id):
        raise AdjustmentDepartment(department=department.name)
    _check_departments({department_id})


def _check_departments(department_ids: set[int]) -> None:
    found = Department.objects.in_bulk(department_ids)
    for department_id in sorted(department_ids):
        department = found.get(department_id)
        if department is None:
            raise InvalidInput(problem=_("This department does not exist."))
        if department.status != DepartmentStatus.ACTIVE:
            raise AdjustmentClosedDepartment(department=department.name)


def _check_origins(lines: Sequence[Any]) -> None:
    """What is carried comes from the year before, each commitment once (BUD-35)."""
    carried = [line for line in lines if line.from_period_id is not None]
    if not carried:
        return
    ids = {line.period_id for line in carried} | {line.from_period_id for line in carried}
    periods = Period.objects.select_related("fiscal_year").in_bulk(ids)
    named: set[tuple[str, int | None, int | None]] = set()
    for line in carried:
        into, origin = periods.get(line.period_id), periods.get(line.from_period_id)
        if into is None or origin is None or origin.fiscal_year.year != into.fiscal_year.year - 1:
            year = into.fiscal_year.year if into is not None else "—"
            raise AdjustmentOrigin(period=str(origin) if origin is not None else "—", year=year)
        name = (line.carried_kind, line.carried_id, line.carried_line)
        if line.carried_kind and name in named:
            raise CarriedTwice(document=line.note or line.carried_kind)
        named.add(name)


def _usable_categories(category_ids: set[int]) -> dict[int, Category]:
    found = Category.objects.in_bulk(category_ids)
    groups = set(Category.objects.filter(parent__in=category_ids).values_list("parent_id", flat=True))
    for category_id in sorted(category_ids):
        category = found.get(category_id)
        if category is None:
            raise InvalidInput(problem=_("This category does not exist."))
        if category.retired_at or category.kind == CategoryKind.REVENUE or category_id in groups:
            raise AdjustmentCategory(category=category.name)
    return found


def _check_projects(pairs: Iterable[tuple[int, int]]) -> None:
    wanted = sorted(set(pairs))
    found = Project.objects.in_bulk([project_id for project_id, _department in wanted])
    for project_id, department_id in wanted:
        project = found.get(project_id)
        if project is None:
            raise InvalidInput(problem=_("This project does not exist."))
        if project.retired_at or project.department_id not in {None, department_id}:
            raise AdjustmentProject(project=project.name)


def _header(draft: AdjustmentInput) -> dict[str, str]:
    title = _text(draft.title, most=120, what=_("The title"))
    if not title:
        raise InvalidInput(problem=_("%(what)s is missing.") % {"what": _("The title")})
    return {
        "title": title,
        "purpose": _text(draft.purpose, most=2000, what=_("The purpose")),
        "criteria": _text(draft.criteria, most=2000, what=_("The criteria")),
        "risk": _text(draft.risk, most=2000, what=_("The risk")),
    }


def _text(value: str, *, most: int, what: str) -> str:
    """A text without surrounding blanks and control characters. Raises InvalidInput when it is too long."""
    text = "".join(char for char in value if char == "\n" or char.isprintable()).strip()
    if len(text) > most:
        raise InvalidInput(problem=_("%(what)s is longer than %(most)s characters.") % {"what": what, "most": most})
    return text


def _write_lines(adjustment: Adjustment, lines: Sequence[AdjustmentLineInput]) -> None:
    """Make the stored lines those of the draft: changed in place by id, added, taken away."""
    check_lines(lines)
    stored = {line.pk: line for line in adjustment.lines.all()}
    kept: list[AdjustmentLine] = []
    for position, typed in enumerate(lines):
        line = stored.pop(typed.line_id, None) if typed.line_id is not None else None
        line = line or AdjustmentLine(adjustment=adjustment)
        line.department_id, line.category_id = typed.department_id, typed.category_id
        line.project_id, line.period_id = typed.project_id, typed.period_id
        line.amount, line.position = typed.amount, position
        line.from_period_id, line.carried_kind = typed.from_period_id, typed.carried_kind
        line.carried_id, line.carried_line = typed.carried_id, typed.carried_line
        line.note = _text(typed.note, most=200, what=_("The note"))
        kept.append(line)
    AdjustmentLine.objects.filter(pk__in=stored).delete()
    for line in kept:
        line.save()
    adjustment.total = rules.moved(line.amount for line in kept)


def _picture(adjustment: Adjustment) -> dict[str, Any]:
    """The fields that matter, as text, to tell what an edit changed (GEN-05)."""
    lines = adjustment.lines.select_related("category", "department", "period", "from_period", "project")
    return {
        **{name: getattr(adjustment, name) for name in ("title", "purpose", "criteria", "risk")},
        "total": str(adjustment.total),
        **{f"line {line.position + 1}": audit.in_both(_line_words, line) for line in lines},
    }


def _line_words(line: AdjustmentLine) -> str:
    words = (
        line.department.name,
        line.category.name,
        line.project.name if line.project is not None else "",
        _months_words(line),
        formats.number(line.amount, sign=True),
        line.note,
    )
    return " · ".join(word for word in words if word)


def _months_words(line: AdjustmentLine) -> str:
    if line.from_period is None:
        return formats.month_name(line.period.month)
    return f"{line.from_period} → {line.period}"


def _record(
    adjustment: Adjustment, what: str, *, actor: Actor, at: datetime, facts: Mapping[str, Any] | None = None
) -> None:
    audit.record(
        kind=adjustment.kind,
        document_id=adjustment.pk,
        label=str(adjustment),
        code=f"{adjustment.kind}.{what}",
        actor=actor,
        at=at,
        after=str(adjustment.state),
        facts=facts,
    )
