"""The tree of categories with its control, and the departments' own policies (BUD-03, LED-05)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from budgets.models import Category, ControlOverride, ControlPolicy, Project
from budgets.models.categories import LEVELS
from core.actors import Actor
from core.ordering import ordered

PROJECT_SORTS = {"code": "code", "name": "name_zh", "department": "department__position"}


@dataclass(frozen=True, slots=True)
class Node:
    """A category in its place in the tree; `own` are how many departments control it differently."""

    category: Category
    level: int
    is_group: bool
    own: int


def categories_visible_to(_actor: Actor) -> QuerySet[Category]:
    """Everybody's, those retired too: documents name them (GEN-10). `is_group` is whether others stand below."""
    return Category.objects.annotate(is_group=Exists(Category.objects.filter(parent=OuterRef("pk"))))


def parents() -> dict[int, int | None]:
    """The id above each category, for `budgets.rules.tree`. One statement."""
    return dict(Category.objects.order_by().values_list("pk", "parent_id"))


def on_or_below(category_id: int) -> Q:
    """Rows whose `category` is this one, or one below it (BUD-03)."""
    levels = ("category" + "__parent" * above for above in range(LEVELS))
    return reduce(or_, (Q(**{level: category_id}) for level in levels))


def tree(*, words: str = "", with_retired: bool = False) -> list[Node]:
    """The categories in the order of the tree, in two statements. With words only those that match, without levels."""
    rows = list(Category.objects.order_by("position", "code"))
    own: defaultdict[int, int] = defaultdict(int)
    for category_id in ControlPolicy.objects.values_list("category_id", flat=True):
        own[category_id] += 1
    below: defaultdict[int | None, list[Category]] = defaultdict(list)
    for row in rows:
        if with_retired or row.retired_at is None:
            below[row.parent_id].append(row)
    groups = {row.parent_id for row in rows}
    found: list[Node] = []

    def walk(parent_id: int | None, level: int) -> None:
        for row in below[parent_id]:
            if not words or words.lower() in f"{row.code} {row.name_zh} {row.name_en}".lower():
                found.append(Node(row, 0 if words else level, row.pk in groups, own[row.pk]))
            walk(row.pk, level + 1)

    walk(None, 0)
    return found


def groups_for(kind: str) -> QuerySet[Category]:
    """Categories that may have others below them, as far as can be seen at once; the service looks closer."""
    return Category.objects.filter(kind=kind, retired_at__isnull=True, parent__parent__isnull=True).order_by(
        "position", "code"
    )


def leaves(*, kinds: tuple[str, ...] = ("COST", "CONTINGENCY")) -> QuerySet[Category]:
    """The categories that can be budgeted and controlled."""
    return Category.objects.filter(kind__in=kinds, retired_at__isnull=True, children__isnull=True).order_by(
        "position", "code"
    )


def department_policies() -> QuerySet[ControlPolicy]:
    """What departments control their own way."""
    return ControlPolicy.objects.select_related("department", "category").order_by(
        "department__position", "department__code", "category__position"
    )


def open_overrides(*, at: datetime) -> QuerySet[ControlOverride]:
    """Overrides that hold now, those that end soonest first."""
    rows = ControlOverride.objects.filter(ended_at__isnull=True, granted_at__lte=at, expires_at__gt=at)
    return rows.select_related("key__department", "key__category", "key__fiscal_year", "granted_by").order_by(
        "expires_at", "pk"
    )


def projects_visible_to(_actor: Actor) -> QuerySet[Project]:
    """Everybody's, those retired too: documents name them (GEN-10)."""
    return Project.objects.all()


def projects(*, words: str = "", with_retired: bool = False, sort: str = "") -> QuerySet[Project]:
    """Projects and product lines, by code where nothing else was asked."""
    rows = ordered(Project.objects.select_related("department"), sort, PROJECT_SORTS, usual=("code",))
    if not with_retired:
        rows = rows.filter(retired_at__isnull=True)
    if words:
        rows = (
            rows.filter(code__icontains=words)
            | rows.filter(name_zh__icontains=words)
            | rows.filter(name_en__icontains=words)
        )
    return rows
