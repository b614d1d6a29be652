"""From a figure down to the paper: the documents that made it (RPT-01, RPT-02)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, QuerySet, Sum

from budgets.choices import CategoryKind, EntryKind
from budgets.models import Category, LedgerEntry
from core import kinds
from core.actors import Scope
from expenses import selectors as expenses
from expenses.models import Claim
from reports.rules import months_in_quarter
from reports.selectors.figures import Names, narrowed
from reports.selectors.variance import Question

ACTUALS = (EntryKind.ACTUAL, EntryKind.ACTUAL_REVERSAL)
HOLDS = (EntryKind.COMMITMENT, EntryKind.COMMITMENT_REVERSAL, EntryKind.RELEASE, EntryKind.RELEASE_REVERSAL)
GRANTS = (EntryKind.APPROPRIATION, EntryKind.APPROPRIATION_REVERSAL)
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


def entries_behind(
    *, question: Question, scope: Scope, ids: dict[str, int], figure: str = "actual", names: Names
) -> QuerySet[LedgerEntry]:
    """The ledger entries of a row's figure. `figure` is actual (of the span), held or budget (of the year)."""
    scope = narrowed(scope, question.department_id)
    entries = LedgerEntry.objects.filter(year=question.year.year, kind__in=FIGURE_KINDS[figure])
    if not scope.company:
        entries = entries.filter(department_id__in=scope.departments)
    if figure == "actual":
        entries = entries.filter(month__in=list(question.months))
    if question.as_of:
        entries = entries.filter(posted_at__lte=question.as_of)
    if "department" in ids:
        entries = entries.filter(department_id=ids["department"])
    if "category" in ids:
        entries = entries.filter(category_id__in=names.branch_of(ids["category"]))
    else:
        wanted = Category.objects.filter(kind=CategoryKind.REVENUE if question.income else CategoryKind.COST)
        entries = entries.filter(category__in=wanted)
    if question.category_id is not None:
        entries = entries.filter(category_id__in=names.branch_of(question.category_id))
    for project_id in {question.project_id, ids.get("project")} - {None}:
        entries = entries.filter(project=project_id or None)
    if "month" in ids:
        entries = entries.filter(month=ids["month"])
    elif "quarter" in ids:
        entries = entries.filter(month__in=months_in_quarter(ids["quarter"]))
    return entries


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
    known = {kind.code: kind for kind in kinds.registered()}
    rows = list(rows)
    late = expenses.claims_of_earlier_months(
        [int(str(row["source_id"])) for row in rows if row["source_kind"] == Claim.kind]
    )
    shown = []
    for row in rows:
        kind = known.get(str(row["source_kind"]))
        number, _, title = str(row["source_label"]).partition(" ")
        shown.append(
            SourceDocument(
                number=number,
                title=title,
                url=kind.url_of(int(str(row["source_id"]))) if kind else "",
                amount=Decimal(str(row["amount"])),
                last_at=row["last_at"],
                is_prior_period=row["source_kind"] == Claim.kind and int(str(row["source_id"])) in late,
            )
        )
    return shown
