"""What the pages of expense imports show (EXP-09)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, Min, QuerySet, Sum

from budgets.models import Category
from core.money import ZERO
from expenses.choices import ImportRowState, ImportValueKind
from expenses.models import ExpenseImport, ImportRow, ImportValue
from organization.choices import DepartmentStatus
from organization.models import Department

WORDS = ((ImportValueKind.SUBJECT, "subjects"), (ImportValueKind.DEPARTMENT, "departments"))
"""Where a file's own words stand in its reading."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a file calls an account or department, how often, and what it is here."""

    field: str
    kind: str
    key: str
    text: str
    count: int
    meaning: int | None
    is_left_out: bool
    name: str

    @property
    def is_open(self) -> bool:
        """Whether somebody has to say."""
        return self.meaning is None and not self.is_left_out


@dataclass(frozen=True, slots=True)
class Shortage:
    """Rows of one key and month that the budget did not take."""

    department_id: int
    category_id: int
    period_id: int
    department: str
    category: str
    count: int
    asked: Decimal
    available: Decimal

    @property
    def short(self) -> Decimal:
        """What is missing for all of them."""
        return max(self.asked - max(self.available, ZERO), ZERO)


def words_of(found: ExpenseImport) -> list[Word]:
    """Everything the file calls by names of its own, what nobody said anything about first."""
    told = {(value.kind, value.key): value for value in ImportValue.objects.filter(source=found.source_id)}
    categories = {category.pk: category.name for category in Category.objects.all()}
    departments = {department.pk: department.name for department in Department.objects.all()}
    used = _used(found)
    words: list[Word] = []
    for (kind, place), names in zip(WORDS, (categories, departments), strict=True):
        for number, word in enumerate(found.reading.get(place, [])):
            value = told.get((kind.value, word["key"]))
            meaning = (value.category_id or value.department_id) if value else used.get((kind.value, word["text"]))
            left_out = bool(value and value.is_left_out)
            words.append(
                Word(
                    f"{place}_{number}",
                    kind.value,
                    word["key"],
                    word["text"],
                    word["count"],
                    meaning,
                    left_out,
                    names.get(meaning or 0, ""),
                )
            )
    return sorted(words, key=lambda word: not word.is_open)


def _used(found: ExpenseImport) -> dict[tuple[str, str], int]:
    """What the check took words for by their names."""
    rows = ImportRow.objects.filter(document=found).order_by()
    subjects = rows.exclude(category=None).values_list("subject").annotate(Min("category"))
    departments = rows.exclude(department=None).values_list("department_text").annotate(Min("department"))
    return {(ImportValueKind.SUBJECT.value, text): pk for text, pk in subjects} | {
        (ImportValueKind.DEPARTMENT.value, text): pk for text, pk in departments
    }


def hinted(found: ExpenseImport) -> int:
    """How many rows that can be posted look like an expense that is here already (EXP-05)."""
    rows = ImportRow.objects.filter(document=found, state__in=(ImportRowState.GOOD, ImportRowState.SHORT))
    return rows.exclude(problems=[]).count()


def departments_to_choose() -> QuerySet[Department]:
    """Those that expenses can be put down to."""
    return Department.objects.filter(status=DepartmentStatus.ACTIVE).order_by("position", "code")


def shortages(found: ExpenseImport, *, limit: int = 20) -> list[Shortage]:
    """What was not posted for want of budget, by key, the largest first (LED-09)."""
    rows = ImportRow.objects.filter(document=found, state=ImportRowState.SHORT).order_by()
    grouped = rows.values("department", "category").annotate(
        count=Count("pk"), asked=Sum("amount"), available=Min("available"), period=Max("period")
    )
    names = {category.pk: category.name for category in Category.objects.all()}
    departments = {department.pk: department.name for department in Department.objects.all()}
    return [
        Shortage(
            row["department"], row["category"], row["period"], departments[row["department"]], names[row["category"]],
            row["count"], row["asked"], row["available"],
        )
        for row in grouped.order_by("-asked")[:limit]
    ]  # fmt: skip


def beyond(found: ExpenseImport) -> list[tuple[str, str, Decimal]]:
    """The keys that were exceeded where the policy lets it pass: department, category, what is left."""
    names = {category.pk: category.name for category in Category.objects.all()} if found.beyond else {}
    departments = {department.pk: department.name for department in Department.objects.all()} if found.beyond else {}
    return [
        (departments.get(key["department"], ""), names.get(key["category"], ""), Decimal(key["left"]))
        for key in found.beyond[:20]
    ]
