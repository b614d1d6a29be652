"""The tree of categories: added, changed, retired; never deleted (BUD-03)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from budgets import locks, policies
from budgets.choices import CategoryKind, CostNature
from budgets.errors import CategoryInUse, CodeTaken, WrongParent
from budgets.models import BudgetLine, Category, ControlKey
from budgets.models.categories import LEVELS
from core import audit, documents
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed


@dataclass(frozen=True, slots=True)
class CategoryFields:
    """What is written about a category; its control is changed apart, with a reason (LED-05)."""

    name_zh: str
    name_en: str = ""
    nature: str = CostNature.VARIABLE
    needs_request: bool = False
    default_tax_rate: Decimal = Decimal(0)


@transaction.atomic
def create_category(
    *, code: str, kind: str, parent_id: int | None, fields: CategoryFields, actor: Actor, at: datetime
) -> Category:
    """Add a category at the end of its group. Raises NotAllowed, CodeTaken, WrongParent, CategoryInUse."""
    _require_editor(actor, code)
    code = code.strip()
    if not code or not fields.name_zh.strip():
        raise InvalidInput(problem=code)
    if Category.objects.filter(code__iexact=code).exists():
        raise CodeTaken(code=code)
    parent = locks.lock_category(parent_id) if parent_id is not None else None
    if parent is not None:
        _require_group(parent, kind=kind, name=fields.name_zh)
    last = Category.objects.filter(parent=parent).aggregate(last=Max("position"))["last"]
    position = (last if last is not None else parent.position if parent else 0) + 1
    try:
        with transaction.atomic():
            made = Category.objects.create(code=code, kind=kind, parent=parent, position=position, **asdict(fields))
    except IntegrityError as error:
        raise CodeTaken(code=code) from error
    _record(made, "create", actor=actor, at=at, facts=_told(fields))
    return made


@transaction.atomic
def change_category(
    *, category_id: int, fields: CategoryFields, version: int | None, actor: Actor, at: datetime
) -> Category:
    """Change names, nature, tax rate and whether claims need a request. Raises NotAllowed, StaleDocument,
    InvalidInput.
    """
    category = locks.lock_category(category_id)
    _require_editor(actor, category.name)
    documents.require_version(_movable(category), version)
    if not fields.name_zh.strip():
        raise InvalidInput(problem=category.code)
    before = {name: getattr(category, name) for name in asdict(fields)}
    for name, value in asdict(fields).items():
        setattr(category, name, value)
    documents.touch(_movable(category), fields=tuple(asdict(fields)))
    changed = {
        name: [_kept(before[name]), _kept(value)] for name, value in asdict(fields).items() if before[name] != value
    }
    _record(category, "change", actor=actor, at=at, facts={"changes": changed})
    return category


@transaction.atomic
def retire_category(*, category_id: int, version: int | None, actor: Actor, at: datetime) -> Category:
    """Take a category, and all below it, out of use: nothing new stands on it, what stands goes on (BUD-03)."""
    category = locks.lock_category(category_id)
    _require_editor(actor, category.name)
    documents.require_version(_movable(category), version)
    for row in [*_below(category), category]:
        if row.retired_at is None:
            row.retired_at = at
            documents.touch(_movable(row), fields=("retired_at",))
            _record(row, "retire", actor=actor, at=at)
    return category


@transaction.atomic
def restore_category(*, category_id: int, version: int | None, actor: Actor, at: datetime) -> Category:
    """Take a retired category up again, with the groups above it."""
    category = locks.lock_category(category_id)
    _require_editor(actor, category.name)
    documents.require_version(_movable(category), version)
    row: Category | None = category
    while row is not None:
        if row.retired_at is not None:
            row.retired_at = None
            documents.touch(_movable(row), fields=("retired_at",))
            _record(row, "restore", actor=actor, at=at)
        row = locks.lock_category(row.parent_id) if row.parent_id is not None else None
    return category


def is_in_use(category: Category) -> bool:
    """Whether budgets or postings stand on it."""
    return (
        ControlKey.objects.filter(category=category).exists() or BudgetLine.objects.filter(category=category).exists()
    )


def _require_group(parent: Category, *, kind: str, name: str) -> None:
    """Whether something can stand below this category: the same kind, not too deep, nothing booked on it itself."""
    depth, row = 1, parent
    while row.parent_id is not None:
        row, depth = Category.objects.get(pk=row.parent_id), depth + 1
    if parent.kind != kind or kind == CategoryKind.CONTINGENCY or depth >= LEVELS or parent.retired_at is not None:
        raise WrongParent(category=name, parent=parent.name)
    if is_in_use(parent):
        raise CategoryInUse(category=parent.name)


def _below(category: Category) -> list[Category]:
    found: list[Category] = []
    level = [category.pk]
    while level:
        rows = list(Category.objects.select_for_update(no_key=True).filter(parent__in=level).order_by("pk"))
        found += rows
        level = [row.pk for row in rows]
    return found


def _require_editor(actor: Actor, name: str) -> None:
    if not actor.can(policies.EDIT_CATEGORIES):
        raise NotAllowed(document=name)


def _movable(category: Category) -> Any:
    return category


def _kept(value: Any) -> Any:
    """As an event keeps it: yes and no stay what they are, figures become text."""
    return value if isinstance(value, bool) else str(value)


def _told(fields: CategoryFields) -> dict[str, Any]:
    return {name: str(value) for name, value in asdict(fields).items()}


def _record(category: Category, what: str, *, actor: Actor, at: datetime, facts: dict[str, Any] | None = None) -> None:
    audit.record(
        kind="category", document_id=category.pk, label=f"{category.code} {category.name_zh}",
        code=f"category.{what}", actor=actor, at=at, facts=facts,
    )  # fmt: skip
