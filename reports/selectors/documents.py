"""From a figure down to the paper: the documents that made it (RPT-01, RPT-02)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any, TypeVar

from django.db.models import F, Max, QuerySet, Sum

from budgets import confidential
from budgets.choices import CategoryKind, EntryKind
from budgets.models import Adjustment, Budget, FiscalYear, LedgerEntry, Period
from core import kinds
from core.actors import Scope
from core.money import ZERO
from expenses import selectors as expenses
from expenses.models import Claim
from reports.rules import months_in_quarter
from reports.selectors.figures import Names, narrowed
from reports.selectors.variance import Question

Rows = TypeVar("Rows", bound="QuerySet[Any, Any]")
ACTUALS = (EntryKind.ACTUAL, EntryKind.ACTUAL_REVERSAL)
HOLDS = (EntryKind.COMMITMENT, EntryKind.COMMITMENT_REVERSAL, EntryKind.RELEASE, EntryKind.RELEASE_REVERSAL)
GRANTS = (EntryKind.APPROPRIATION, EntryKind.APPROPRIATION_REVERSAL)
MOST_SUMMED = 10_000
"""Beyond so many postings behind a figure they are not summed by document: the latest are shown one by one (QLT-05)."""
LATEST = 1_000
GRANTING = (Budget.kind, Adjustment.kind)
FIGURE_KINDS: dict[str, tuple[EntryKind, ...]] = {"actual": ACTUALS, "held": HOLDS, "budget": GRANTS}


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document behind a figure, with what it put into it; `is_prior_period`: spent in an earlier month (EXP-02b)."""

    number: str
    title: str
    url: str
    amount: Decimal
    last_at: datetime
    is_prior_period: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """What of the ledger a figure is about; None is all. `project_ids` may hold None: without a project. `withheld` are
    the kinds of documents whose costs the reader does not see one by one.
    """

    year: FiscalYear
    category_ids: frozenset[int]
    department_ids: frozenset[int] | None
    project_ids: frozenset[int | None] | None
    months: frozenset[int] | None
    as_of: datetime | None
    withheld: frozenset[str] = frozenset()

    def narrowed(self, rows: Rows, *, department: str, category: str, project: str, month: str) -> Rows:
        """The rows that belong there, by the names of their columns."""
        rows = rows.filter(**{f"{category}__in": self.category_ids})
        if self.department_ids is not None:
            rows = rows.filter(**{f"{department}__in": self.department_ids})
        if self.months is not None:
            rows = rows.filter(**{f"{month}__in": self.months})
        for project_id in self.project_ids or ():
            rows = rows.filter(**{project: project_id} if project_id else {f"{project}__isnull": True})
        return rows


def where(
    *,
    question: Question,
    scope: Scope,
    ids: dict[str, int],
    figure: str = "actual",
    names: Names,
    withheld: frozenset[str] = frozenset(),
) -> Where:
    """What a row's figure is about. `figure` is actual (of the span), held or budget (of the year)."""
    scope = narrowed(scope, question.department_id)
    departments = None if scope.company else frozenset(scope.departments)
    if "department" in ids:
        own = frozenset({ids["department"]})
        departments = own if departments is None else own & departments
    kind = CategoryKind.REVENUE if question.income else CategoryKind.COST
    categories = frozenset(pk for pk, category in names.categories.items() if category.kind == kind)
    if "category" in ids:
        categories = names.branch_of(ids["category"])
    if question.category_id is not None:
        categories &= names.branch_of(question.category_id)
    projects = frozenset(one or None for one in (question.project_id, ids.get("project")) if one is not None)
    months = frozenset(question.months) if figure == "actual" else None
    if "month" in ids or "quarter" in ids:
        own = frozenset({ids["month"]}) if "month" in ids else frozenset(months_in_quarter(ids["quarter"]))
        months = own if months is None else own & months
    return Where(question.year, categories, departments, projects or None, months, question.as_of, withheld)


def entries_behind(
    *, question: Question, scope: Scope, ids: dict[str, int], figure: str = "actual", names: Names
) -> QuerySet[LedgerEntry]:
    """The ledger entries of a row's figure."""
    return entries_of(where(question=question, scope=scope, ids=ids, figure=figure, names=names), figure)


def entries_of(place: Where, figure: str) -> QuerySet[LedgerEntry]:
    """The ledger entries of a figure."""
    entries = LedgerEntry.objects.filter(year=place.year.year, kind__in=FIGURE_KINDS[figure])
    entries = confidential.without(entries, place.withheld)
    if place.as_of:
        entries = entries.filter(posted_at__lte=place.as_of)
    if place.months is not None:  # by the months' ids, which the ledger is indexed by
        periods = Period.objects.filter(fiscal_year=place.year, month__in=place.months)
        entries = entries.filter(period__in=list(periods.values_list("pk", flat=True)))
    return place.narrowed(
        entries, department="department_id", category="category_id", project="project_id", month="month"
    )


def has_withheld(place: Where, figure: str) -> bool:
    """Whether documents of a figure are left out for its reader."""
    return confidential.any_withheld(entries_of(replace(place, withheld=frozenset()), figure), place.withheld)


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a figure: documents with their sums, or, of very many postings, the latest one by one."""

    rows: QuerySet[LedgerEntry, Any] | Sequence[Any]
    is_long: bool


def behind_figure(place: Where, *, figure: str, amount: Decimal, sort: str = "") -> Behind:
    """The documents behind a figure of this amount, while their entries can be summed in a moment (`MOST_SUMMED`).

    Of more entries the latest are shown. What is granted, and what is held now, is asked of the few documents that
    grant or hold, and taken where they account for the whole amount.
    """
    entries = entries_of(place, figure)
    if figure == "budget":
        granting = documents_behind(entries.filter(source_kind__in=GRANTING), sort=sort)
        if sum((row["amount"] for row in granting), ZERO) == amount:
            return Behind(granting, is_long=False)
    if not is_long(entries):
        return Behind(documents_behind(entries, sort=sort), is_long=False)
    if figure == "held" and place.as_of is None:
        holding = _holding(place)
        if sum((row["amount"] for row in holding), ZERO) == amount:
            return Behind(_sorted(holding, sort), is_long=False)
    latest = entries.filter(fiscal_year=place.year).order_by("-posted_at")  # as its index is
    columns = ("source_kind", "source_id", "source_label", "amount")
    return Behind(latest.values(*columns, last_at=F("posted_at"))[:LATEST], is_long=True)


def is_long(entries: QuerySet[LedgerEntry]) -> bool:
    """Whether more entries stand behind a figure than are summed by document; reads no more than tells it."""
    return entries.order_by().values("year")[: MOST_SUMMED + 1].count() > MOST_SUMMED


def _holding(place: Where) -> list[dict[str, Any]]:
    """The documents whose lines hold something now, with what they hold: of all that ever held, these are few."""
    columns = {"department": "department", "category": "category_id", "project": "project_id", "month": "month"}
    found: list[dict[str, Any]] = []
    for kind, lines in expenses.lines_holding(fiscal_year_id=place.year.pk):
        rows = place.narrowed(lines, **columns).order_by().values_list("document", "number", "title")
        found += [
            {"source_kind": kind, "source_id": pk, "source_label": f"{number} {title}", "amount": held, "last_at": None}
            for pk, number, title, held in rows.annotate(amount=Sum("held"))
        ]
    return found


def _with_times(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the moment of their last posting, where it is not known yet."""
    unknown = [row["source_id"] for row in rows if row["last_at"] is None]
    if not unknown:
        return rows
    entries = LedgerEntry.objects.filter(source_kind__in={row["source_kind"] for row in rows}, source_id__in=unknown)
    times = entries.order_by().values_list("source_kind", "source_id").annotate(last=Max("posted_at"))
    last = {(kind, pk): at for kind, pk, at in times}
    return [{**row, "last_at": row["last_at"] or last[row["source_kind"], row["source_id"]]} for row in rows]


def _sorted(rows: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    column = SORTS.get(sort.removeprefix("-"), "")
    if column == SORTS["posted"]:
        rows = _with_times(rows)
    rows.sort(key=itemgetter("source_kind", "source_id"))
    rows.sort(key=itemgetter(column or "amount"), reverse=sort.startswith("-") or not column)
    return rows


SORTS = {"document": "source_label", "posted": "last_at", "amount": "amount"}


def documents_behind(entries: QuerySet[LedgerEntry], *, sort: str = "") -> QuerySet[LedgerEntry, Any]:
    """The entries summed by document, largest first where nothing else was asked; documents that cancelled themselves
    out are left out.
    """
    rows = (
        entries.order_by()
        .values("source_kind", "source_id", "source_label")
        .annotate(amount=Sum("amount"), last_at=Max("posted_at"))
        .exclude(amount=0)
    )
    column = SORTS.get(sort.removeprefix("-"))
    order = ["-amount"] if column is None else [f"-{column}" if sort.startswith("-") else column]
    return rows.order_by(*order, "source_kind", "source_id")


def as_documents(rows: Iterable[Any]) -> list[SourceDocument]:
    """Summed rows with their page's address, in one statement more."""
    rows = _with_times(list(rows))
    late = expenses.claims_of_earlier_months(
        [int(str(row["source_id"])) for row in rows if row["source_kind"] == Claim.kind]
    )
    shown = []
    for row in rows:
        number, _, title = str(row["source_label"]).partition(" ")
        shown.append(
            SourceDocument(
                number=number,
                title=title,
                url=kinds.url_of(str(row["source_kind"]), int(str(row["source_id"]))),
                amount=Decimal(str(row["amount"])),
                last_at=row["last_at"],
                is_prior_period=row["source_kind"] == Claim.kind and int(str(row["source_id"])) in late,
            )
        )
    return shown
