"""What complaints cost, read from the ledger, so that it is to the cent what budgets carry (CMP-08, decision 0180).

A complaint's papers are the requests, claims and rows of imports that name it with their corrections, its returns, and
the replacements those led to. What they posted is its cost, what they hold is only asked for. Income that a credit took
back is a cost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from budgets.choices import CategoryKind, EntryKind
from budgets.models import Category, FiscalYear, LedgerEntry
from complaints.models import Complaint
from complaints.selectors.complaints import complaints_visible_to
from core import kinds
from core.actors import Actor, Scope
from core.money import ZERO
from expenses.choices import ClaimState, CorrectionState, ImportState, RequestState
from expenses.models import Claim, Correction, ExpenseImport, ImportRow, SpendRequest
from organization.models import Department
from parts_sales.choices_delivery import NoteState, ReturnState
from parts_sales.choices_results import PostingState
from parts_sales.models import DeliveryNote, ResultPosting, SalesReturn

POSTED = (EntryKind.ACTUAL, EntryKind.ACTUAL_REVERSAL)
HELD = (EntryKind.COMMITMENT, EntryKind.COMMITMENT_REVERSAL, EntryKind.RELEASE, EntryKind.RELEASE_REVERSAL)
NAMES: dict[str, tuple[type[Any], str]] = {
    SpendRequest.kind: (SpendRequest, "complaint"),
    Claim.kind: (Claim, "complaint"),
    Correction.kind: (Correction, "claim__complaint"),
    ExpenseImport.kind: (ExpenseImport, "rows__complaint"),
    SalesReturn.kind: (SalesReturn, "complaint"),
    DeliveryNote.kind: (DeliveryNote, "free_of__complaint"),
}
"""Kinds of paper that cost something, and where each names its complaint."""
NOT_YET: dict[str, tuple[str, ...]] = {
    SpendRequest.kind: (RequestState.DRAFT, RequestState.REJECTED, RequestState.CANCELLED),
    Claim.kind: (ClaimState.DRAFT, ClaimState.REJECTED, ClaimState.CANCELLED),
    ExpenseImport.kind: (
        ImportState.CHECKING,
        ImportState.UNREADABLE,
        ImportState.CHECKED,
        ImportState.POSTING,
        ImportState.DISCARDED,
    ),
    Correction.kind: (CorrectionState.REJECTED, CorrectionState.CANCELLED),
    SalesReturn.kind: (ReturnState.CANCELLED,),
    DeliveryNote.kind: (NoteState.CANCELLED,),
}
"""Papers that were never asked for, or came to nothing, are not shown."""


@dataclass(frozen=True, slots=True)
class CostLine:
    """What one paper did to one budget in a month: cost posted, and what it holds, in the base currency."""

    complaint: str
    kind: str
    document_id: int
    department_id: int
    category_id: int
    month: int
    posted: Decimal
    held: Decimal


@dataclass(frozen=True, slots=True)
class CostPaper:
    """One paper of a complaint: its page for who may open it, the budgets it touched, what waits for the ledger."""

    kind: str
    label: str
    number: str
    state_of: Any
    url: str
    budgets: Sequence[str]
    posted: Decimal
    held: Decimal
    waiting: Decimal


@dataclass(slots=True)
class CostCard:
    """All papers of a complaint and what they come to."""

    papers: list[CostPaper] = field(default_factory=list)
    posted: Decimal = ZERO
    held: Decimal = ZERO
    waiting: Decimal = ZERO

    @property
    def asked(self) -> Decimal:
        """What is not in the ledger as spent yet."""
        return self.held + self.waiting


def cost_card(complaint: Complaint, actor: Actor) -> CostCard:
    """What a complaint cost, paper by paper, in a fixed number of statements."""
    found: dict[str, dict[int, Any]] = {
        kind: {one.pk: one for one in _papers(kind, [complaint.number or ""]).exclude(state__in=NOT_YET[kind])}
        for kind in NAMES
    }
    lines: defaultdict[tuple[str, int], list[CostLine]] = defaultdict(list)
    named = complaint.number or ""
    for line in _lines(Q(), {kind: list(rows) for kind, rows in found.items()}, named=named):
        lines[line.kind, line.document_id].append(line)
    waiting, names, card = _waiting(found), _Names(lines.values()), CostCard()
    for kind, rows in found.items():
        seen = _seen(kind, rows, actor)
        for pk, document in sorted(rows.items(), key=lambda one: (one[1].created_at, one[0])):
            own = lines[kind, pk]
            paper = CostPaper(
                kind=kind,
                label=str(kinds.get(kind).label),
                number=document.number or "",
                state_of=document,
                url=kinds.get(kind).url_of(pk) if pk in seen else "",
                budgets=names.of(own),
                posted=sum((line.posted for line in own), ZERO),
                held=sum((line.held for line in own), ZERO),
                waiting=waiting.get((kind, pk), ZERO),
            )
            card.papers.append(paper)
            card.posted += paper.posted
            card.held += paper.held
            card.waiting += paper.waiting
    return card


def costs_of_year(
    *, year: FiscalYear, months: Collection[int], scope: Scope, categories: Collection[int] | None = None
) -> list[CostLine]:
    """What complaints cost the budgets of some departments in some months of a year, and what is held for them; the
    lines of one complaint's papers are apart.
    """
    narrow = Q(fiscal_year=year, year=year.year, month__in=list(months))
    if not scope.company:
        narrow &= Q(department__in=scope.departments)
    if categories is not None:
        narrow &= Q(category__in=categories)
    return _lines(narrow, None)


def complaints_named(numbers: Collection[str], actor: Actor) -> dict[str, Complaint]:
    """The complaints of these numbers that one sees."""
    rows = complaints_visible_to(actor).filter(number__in=set(numbers)).select_related("customer")
    return {one.number or "": one for one in rows}


def numbers_of(lines: Iterable[CostLine]) -> dict[tuple[str, int], str]:
    """The numbers of the papers behind lines."""
    return {
        (kind, pk): number or ""
        for kind, of_kind in _by_kind(lines).items()
        for pk, number in NAMES[kind][0].objects.filter(pk__in=of_kind).values_list("pk", "number")
    }


def papers_seen(lines: Iterable[CostLine], actor: Actor) -> dict[tuple[str, int], str]:
    """The pages of those papers behind lines that one may open (GEN-10)."""
    return {
        (kind, pk): kinds.get(kind).url_of(pk)
        for kind, of_kind in _by_kind(lines).items()
        for pk in _seen(kind, of_kind, actor)
    }


# --- Parts ------------------------------------------------------------------------------------------------------------


def _by_kind(lines: Iterable[CostLine]) -> dict[str, set[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for line in lines:
        found[line.kind].add(line.document_id)
    return found


def _papers(kind: str, numbers: Collection[str]) -> QuerySet[Any]:
    model, name = NAMES[kind]
    given = [number for number in numbers if number]
    asked = Q(**{f"{name}__in": given})
    if kind == Correction.kind:
        asked |= Q(import_row__complaint__in=given)
    rows: QuerySet[Any] = model.objects.filter(asked)
    return rows.distinct() if kind == ExpenseImport.kind else rows


def _lines(narrow: Q, only: dict[str, list[int]] | None, *, named: str = "") -> list[CostLine]:
    """What papers did to the ledger: those of `only` by kind, or all that name a complaint; with `named` this one."""
    found: list[CostLine] = []
    revenue = set(Category.objects.filter(kind=CategoryKind.REVENUE).values_list("pk", flat=True))
    for kind, (model, _name) in NAMES.items():
        if only is not None and not only[kind]:
            continue
        if kind == ExpenseImport.kind:
            found += _row_lines(narrow, named)
            continue
        origin = _origin(kind)
        every = model.objects.alias(origin=origin).exclude(origin="").filter(origin__isnull=False)
        ids: Any = only[kind] if only is not None else every.values("pk")
        rows = list(
            LedgerEntry.objects.filter(narrow, source_kind=kind, source_id__in=ids, kind__in=(*POSTED, *HELD))
            .order_by()
            .values("source_id", "department_id", "category_id", "month")
            .annotate(
                posted=Sum("amount", filter=Q(kind__in=POSTED), default=ZERO),
                held=Sum("amount", filter=Q(kind__in=HELD), default=ZERO),
            )
            .order_by("source_id", "department_id", "category_id", "month")
        )
        papers = model.objects.filter(pk__in={row["source_id"] for row in rows})
        numbers = dict(papers.annotate(origin=origin).values_list("pk", "origin"))
        found += [
            CostLine(
                complaint=numbers[row["source_id"]],
                kind=kind,
                document_id=row["source_id"],
                department_id=row["department_id"],
                category_id=row["category_id"],
                month=row["month"],
                posted=-row["posted"] if row["category_id"] in revenue else row["posted"],
                held=row["held"],
            )
            for row in rows
            if row["posted"] or row["held"]
        ]
    return found


def _origin(kind: str) -> Any:
    """Where a paper of a kind names its complaint; a correction by its claim, or by the row of an import."""
    name = F(NAMES[kind][1])
    return Coalesce(name, F("import_row__complaint")) if kind == Correction.kind else name


def _row_lines(narrow: Q, named: str) -> list[CostLine]:
    """What rows of imports did that name a complaint (EXP-09): the paper is their import, other rows of it are none of
    the complaint's. They hold nothing, and go to costs alone.
    """
    rows = ImportRow.objects.filter(complaint=named) if named else ImportRow.objects.exclude(complaint="")
    origin = ImportRow.objects.filter(pk=OuterRef("source_line")).values("complaint")
    places = ("complaint", "source_id", "department_id", "category_id", "month")
    entries = (
        LedgerEntry.objects.filter(
            narrow, source_kind=ExpenseImport.kind, source_id__in=rows.values("document"),
            source_line__in=rows.values("pk"), kind__in=POSTED,
        )
        .order_by()
        .annotate(complaint=Subquery(origin[:1]))
        .values(*places)
        .annotate(posted=Sum("amount", default=ZERO))
        .order_by(*places)
    )  # fmt: skip
    return [
        CostLine(
            complaint=row["complaint"], kind=ExpenseImport.kind, document_id=row["source_id"],
            department_id=row["department_id"], category_id=row["category_id"], month=row["month"],
            posted=row["posted"], held=ZERO,
        )
        for row in entries
        if row["posted"]
    ]  # fmt: skip


def _waiting(found: dict[str, dict[int, Any]]) -> dict[tuple[str, int], Decimal]:
    """What results of returns and replacements cost that no month, year or budget took yet (PSL-52)."""
    rows = ResultPosting.objects.filter(state=PostingState.WAITING).filter(
        Q(note__in=list(found[DeliveryNote.kind])) | Q(sales_return__in=list(found[SalesReturn.kind]))
    )
    waits: defaultdict[tuple[str, int], Decimal] = defaultdict(lambda: ZERO)
    for row in rows:
        kind = DeliveryNote.kind if row.note_id is not None else SalesReturn.kind
        waits[kind, row.note_id or row.sales_return_id or 0] += row.cost - row.revenue
    return waits


def _seen(kind: str, ids: Collection[int], actor: Actor) -> set[int]:
    rows = kinds.get(kind).visible_to(actor).filter(pk__in=list(ids)) if ids else None
    return set() if rows is None else set(rows.values_list("pk", flat=True))


class _Names:
    """Names of the budgets that lines are about, each read once."""

    def __init__(self, lines: Iterable[Sequence[CostLine]]) -> None:
        every = [line for own in lines for line in own]
        self.departments = Department.objects.in_bulk({line.department_id for line in every})
        self.categories = Category.objects.in_bulk({line.category_id for line in every})

    def of(self, lines: Sequence[CostLine]) -> list[str]:
        """Department and category of each budget, once."""
        keys = dict.fromkeys((line.department_id, line.category_id) for line in lines)
        return [f"{self.departments[one].name} · {self.categories[other].name}" for one, other in keys]
