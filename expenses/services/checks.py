"""What every document with lines asks before it is kept and before it is submitted. Each refusal names the line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from budgets.choices import CategoryKind
from budgets.models import Category, Project
from core.actors import Actor
from core.errors import InvalidInput
from core.money import LARGEST, fits_unit
from expenses import rules
from expenses.errors import (
    AmountOutOfRange,
    AmountTooFine,
    CategoryNotUsable,
    DayOutOfRange,
    DepartmentNotUsable,
    NoLines,
    ProjectNotUsable,
    TooManyLines,
)
from organization.choices import DepartmentStatus
from organization.models import Department


class AnyLine(Protocol):
    """A line as typed or as stored."""

    @property
    def category_id(self) -> int: ...
    @property
    def project_id(self) -> int | None: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def description(self) -> str: ...


def require_text(value: str, *, most: int, what: str) -> str:
    """A text without surrounding blanks and control characters. Raises InvalidInput when nothing is left or it is too
    long.
    """
    text = "".join(char for char in value if char == "\n" or char.isprintable()).strip()
    if not text:
        raise InvalidInput(problem=_("%(what)s is missing.") % {"what": what})
    if len(text) > most:
        raise InvalidInput(problem=_("%(what)s is longer than %(most)s characters.") % {"what": what, "most": most})
    return text


def optional_text(value: str, *, most: int, what: str) -> str:
    """As `require_text`, but may be empty."""
    return require_text(value, most=most, what=what) if value.strip() else ""


def require_day(day: date, *, what: str) -> None:
    """A day a document can be of. Raises DayOutOfRange."""
    if not rules.FIRST_DAY <= day <= rules.LAST_DAY:
        raise DayOutOfRange(what=what, day=day, first=rules.FIRST_DAY, last=rules.LAST_DAY)


def require_department(department_id: int, *, permission: str, actor: Actor) -> Department:
    """The department one spends for. Raises DepartmentNotUsable for a closed one or one the actor has no right in."""
    department = Department.objects.filter(pk=department_id).first()
    if department is None:
        raise InvalidInput(problem=_("This department does not exist."))
    if department.status != DepartmentStatus.ACTIVE or not actor.can(permission, department_id):
        raise DepartmentNotUsable(department=department.name)
    return department


def require_lines(lines: Sequence[AnyLine]) -> None:
    """A document that is submitted has lines. Raises NoLines."""
    if not lines:
        raise NoLines


def check_lines(lines: Sequence[AnyLine], *, department_id: int, currency: str) -> dict[int, Category]:
    """Amounts, categories and projects of lines; the categories by id.

    Raises TooManyLines, AmountOutOfRange, AmountTooFine, CategoryNotUsable, ProjectNotUsable.
    """
    if len(lines) > rules.MOST_LINES:
        raise TooManyLines(most=rules.MOST_LINES)
    for number, line in enumerate(lines, start=1):
        is_refused = not line.amount and getattr(line, "is_cut", False)  # an approver granted nothing of it
        if not is_refused and not rules.is_valid_amount(line.amount):
            raise AmountOutOfRange(line=number, most=LARGEST)
    check_units(lines, currency=currency)
    categories = usable_categories({line.category_id for line in lines})
    _check_projects({line.project_id for line in lines if line.project_id}, department_id=department_id)
    return categories


def check_units(lines: Sequence[AnyLine], *, currency: str) -> None:
    """Amounts are whole in the currency's smallest unit (GEN-01). Raises AmountTooFine."""
    for number, line in enumerate(lines, start=1):
        if not fits_unit(line.amount, currency):
            raise AmountTooFine(line=number, currency=currency)


def usable_categories(category_ids: Iterable[int]) -> dict[int, Category]:
    """Categories one can spend on: costs, leaves, not retired (BUD-03). Raises CategoryNotUsable for the first other
    one.
    """
    wanted = set(category_ids)
    below = Exists(Category.objects.filter(parent=OuterRef("pk")).order_by())
    rows = Category.objects.filter(pk__in=wanted).annotate(is_group=below).order_by()
    found = {category.pk: category for category in rows}
    for category_id in sorted(wanted):
        category = found.get(category_id)
        if category is None:
            raise InvalidInput(problem=_("This category does not exist."))
        if category.retired_at or category.kind != CategoryKind.COST or category.is_group:
            raise CategoryNotUsable(category=category.name)
    return {**found}


def _check_projects(project_ids: set[int], *, department_id: int) -> None:
    found = {project.pk: project for project in Project.objects.filter(pk__in=project_ids)} if project_ids else {}
    for project_id in sorted(project_ids):
        project = found.get(project_id)
        if project is None:
            raise InvalidInput(problem=_("This project does not exist."))
        if project.retired_at or project.department_id not in {None, department_id}:
            raise ProjectNotUsable(project=project.name)
