"""Reads of adjustments: which one may see, their lines, lists with totals, what changed a budget (BUD-32, GEN-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from approvals import selectors as approvals
from budgets import policies
from budgets.choices import AdjustmentKind, AdjustmentState, CategoryKind
from budgets.models import Adjustment, AdjustmentLine, Budget, BudgetLine
from budgets.rules import adjustments as rules
from budgets.selectors.budgets import lines_of as lines_of_budget
from core import list_words
from core.actors import Actor
from core.attachments import attachments_of
from core.calendar import midnight
from core.money import ZERO
from core.ordering import ordered
from organization.choices import DepartmentStatus
from organization.models import Department

SORTS = {
    "number": "number",
    "title": "title",
    "kind": "adjustment_kind",
    "maker": "created_by__sort_key",
    "department": "department__position",
    "created": "created_at",
    "amount": "total",
    "state": "state",
}


def adjustments_visible_to(actor: Actor) -> QuerySet[Adjustment]:
    """One's own, those that ask for or concern a department one sees, and those one has or had to decide on."""
    rows = Adjustment.objects.select_related("department", "fiscal_year", "created_by")
    reach = actor.sight(policies.VIEW) | actor.scope_of(policies.MAKE) | actor.scope_of(policies.REVIEW)
    if reach.company:
        return rows
    concerned = AdjustmentLine.objects.filter(adjustment=OuterRef("pk"), department__in=reach.departments)
    return rows.filter(
        Q(department__in=reach.departments)
        | Q(created_by=actor.person_id or 0)
        | (Q(number__isnull=False) & Exists(concerned))
        | approvals.acted_on(actor=actor, kind=Adjustment.kind)
    )


def lines_of(adjustment: Adjustment) -> list[AdjustmentLine]:
    """Its lines as entered, with all a page or a posting needs."""
    return list(
        adjustment.lines.select_related(
            "department", "category", "project", "period__fiscal_year", "from_period__fiscal_year"
        )
    )


def lacks_papers(adjustment: Adjustment) -> bool:
    """Whether the papers it needs are still to be attached (BUD-32)."""
    if not rules.needs_papers(adjustment.adjustment_kind):
        return False
    return not attachments_of(kind=adjustment.kind, document_id=adjustment.pk).exists()


def departments_to_adjust(actor: Actor) -> list[Department]:
    """The departments whose adjustments the actor may make; their own first."""
    scope = actor.scope_of(policies.MAKE)
    rows = Department.objects.filter(status=DepartmentStatus.ACTIVE)
    if not scope.company:
        rows = rows.filter(pk__in=scope.departments)
    return sorted(rows, key=lambda row: (row.pk != actor.department_id, row.position, row.code))


@dataclass(frozen=True, slots=True)
class AdjustmentQuestion:
    """What of the list is asked for."""

    scope: str = "all"
    state: str = ""
    kind: str = ""
    department_id: int | None = None
    category_id: int | None = None
    year: int | None = None
    since: date | None = None
    until: date | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    words: str = ""
    sort: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the scope narrows the list."""
        return any(
            value not in {"", None}
            for value in (
                self.state, self.kind, self.department_id, self.category_id, self.year, self.since, self.until,
                self.least, self.most, self.words,
            )
        )  # fmt: skip


def adjustments_found(actor: Actor, question: AdjustmentQuestion) -> QuerySet[Adjustment]:
    """The adjustments of a list, sorted; the newest first where nothing was asked (GEN-13)."""
    rows = adjustments_visible_to(actor)
    if question.scope == "mine":
        rows = rows.filter(created_by=actor.person_id or 0)
    elif question.scope == "department":
        rows = rows.filter(department__in=actor.own_departments)
    rows = _narrowed(rows, question)
    rows = list_words.by_words(rows, question.words, _says)
    return ordered(rows, question.sort, SORTS, usual=("-created_at", "-pk"))


def _says(word: str) -> Q:
    holding = AdjustmentLine.objects.filter(adjustment=OuterRef("pk")).filter(
        Q(note__icontains=word) | Q(category__name_zh__icontains=word) | Q(category__name_en__icontains=word)
    )
    return (
        Q(number__icontains=word)
        | Q(title__icontains=word)
        | Q(purpose__icontains=word)
        | Q(created_by__name_zh__icontains=word)
        | Q(created_by__name_en__icontains=word)
        | Q(created_by__initials__icontains=word)
        | Q(Exists(holding))
    )


@dataclass(frozen=True, slots=True)
class KindTotal:
    """The adjustments of one kind in a list: how many, and what they add (+), take away (−) or move."""

    label: str
    sign: str
    count: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class AdjustmentTotals:
    """What stands under the list: how many, and a sum for each kind, since moving is not adding."""

    count: int
    kinds: tuple[KindTotal, ...]


def totals_of_adjustments(rows: QuerySet[Adjustment]) -> AdjustmentTotals:
    """The sums under a list, all pages of it."""
    ids = rows.order_by().values("pk")
    found = {
        row["adjustment_kind"]: (row["count"], row["sum"])
        for row in Adjustment.objects.filter(pk__in=ids)
        .values("adjustment_kind")
        .annotate(count=Count("pk"), sum=Sum("total"))
    }
    kinds = tuple(
        KindTotal(label=str(kind.label), sign=kind.sign, count=found[kind][0], total=found[kind][1])
        for kind in AdjustmentKind
        if kind in found
    )
    return AdjustmentTotals(count=sum(kind.count for kind in kinds), kinds=kinds)


def _narrowed(rows: QuerySet[Adjustment], question: AdjustmentQuestion) -> QuerySet[Adjustment]:
    if question.state:
        rows = rows.filter(state=question.state)
    if question.kind:
        rows = rows.filter(adjustment_kind=question.kind)
    if question.year is not None:
        rows = rows.filter(fiscal_year__year=question.year)
    if question.department_id is not None:
        lines = AdjustmentLine.objects.filter(adjustment=OuterRef("pk"), department=question.department_id)
        rows = rows.filter(Q(department=question.department_id) | Exists(lines))
    if question.category_id is not None:
        rows = rows.filter(
            Exists(AdjustmentLine.objects.filter(adjustment=OuterRef("pk"), category=question.category_id))
        )
    if question.since is not None:
        rows = rows.filter(created_at__gte=midnight(question.since))
    if question.until is not None and question.until < date.max:
        rows = rows.filter(created_at__lt=midnight(question.until + timedelta(days=1)))
    if question.least is not None:
        rows = rows.filter(total__gte=question.least)
    if question.most is not None:
        rows = rows.filter(total__lte=question.most)
    return rows


# --- What adjustments made of a budget ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CategoryInForce:
    """One category of a department's year: as approved, what adjustments changed, what is in force."""

    category_id: int
    label: str
    approved: Decimal
    adjusted: Decimal
    is_touched: bool

    @property
    def in_force(self) -> Decimal:
        """What may be spent in the year."""
        return self.approved + self.adjusted


@dataclass(frozen=True, slots=True)
class BudgetInForce:
    """A budget in force with the adjustments that changed it (BUD-31, BUD-32)."""

    rows: tuple[CategoryInForce, ...]
    adjustments: tuple[tuple[Adjustment, Decimal], ...]
    """Each with what it changed in this department, the newest first."""

    @property
    def touched(self) -> tuple[CategoryInForce, ...]:
        """The categories that adjustments changed."""
        return tuple(row for row in self.rows if row.is_touched)

    @property
    def untouched(self) -> Decimal:
        """What all other categories have together."""
        return sum((row.approved for row in self.rows if not row.is_touched), ZERO)

    @property
    def approved(self) -> Decimal:
        return sum((row.approved for row in self.rows), ZERO)

    @property
    def adjusted(self) -> Decimal:
        return sum((row.adjusted for row in self.rows), ZERO)

    @property
    def in_force(self) -> Decimal:
        return self.approved + self.adjusted


def costs_of(budget: Budget) -> list[BudgetLine]:
    """A budget's lines of cost and contingency, as its page orders them."""
    return [line for line in lines_of_budget(budget) if line.category.kind != CategoryKind.REVENUE]


def in_force_of(budget: Budget) -> BudgetInForce:
    """What approved adjustments made of a budget in force, in the order of its lines: two statements."""
    names: dict[int, str] = {}
    approved: dict[int, Decimal] = {}
    for own in costs_of(budget):
        names.setdefault(own.category_id, own.category.name)
        approved[own.category_id] = approved.get(own.category_id, ZERO) + own.total
    lines = (
        AdjustmentLine.objects.filter(
            Q(adjustment__fiscal_year=budget.fiscal_year_id) | Q(from_period__fiscal_year=budget.fiscal_year_id),
            department=budget.department_id,
            adjustment__state=AdjustmentState.APPROVED,
        )
        .select_related("category", "adjustment__department", "adjustment__created_by")
        .order_by("-adjustment__approved_at", "-adjustment_id", "category__position", "category__code")
    )
    adjusted: dict[int, Decimal] = {}
    by_document: dict[int, Decimal] = {}
    documents: dict[int, Adjustment] = {}
    for line in lines:
        names.setdefault(line.category_id, line.category.name)
        is_taken = line.adjustment.fiscal_year_id != budget.fiscal_year_id  # carried over from this year
        change = -line.amount if is_taken else line.amount
        adjusted[line.category_id] = adjusted.get(line.category_id, ZERO) + change
        by_document[line.adjustment_id] = by_document.get(line.adjustment_id, ZERO) + change
        documents.setdefault(line.adjustment_id, line.adjustment)
    rows = tuple(
        CategoryInForce(
            category_id=category_id,
            label=name,
            approved=approved.get(category_id, ZERO),
            adjusted=adjusted.get(category_id, ZERO),
            is_touched=category_id in adjusted,
        )
        for category_id, name in names.items()
    )
    return BudgetInForce(rows=rows, adjustments=tuple((documents[pk], by_document[pk]) for pk in documents))
