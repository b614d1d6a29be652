"""What the checks compare a document with, each in a statement or two, whatever its lines (EXP-05); what they found."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.db.models import F, Q, QuerySet

from approvals import selectors as approvals
from budgets.models import Category
from core import kinds, thresholds
from core.actors import Actor
from core.calendar import midnight
from core.money import base_currency
from expenses import policies
from expenses.choices import LIVE_CLAIMS, Check, ClaimState, ImportRowState, RequestState
from expenses.flagging import Expense, Figures, Found, Limit, Other
from expenses.models import Claim, ClaimLine, ExpenseImport, Flag, ImportRow, SpendRequest

MOST = 2_000
"""More rows than this are not looked through: what is found among them is enough to ask."""
OLDEST_DRAFT = timedelta(days=366)
"""How long a draft may have lain before it is submitted and is still compared with its maker's other claims."""
CODES: dict[str, str] = {
    Check.SAME: "same_expense",
    Check.SPLIT: "split_below_limit",
    Check.PRICE: "policy_price",
    Check.LATE: "late_claim",
    Check.DAY_OFF: "day_off",
    Check.ROUND: "round_amount",
    Check.UNUSUAL: "unusual_amount",
}
"""The threshold of each check."""
LIVE_REQUESTS = (RequestState.IN_REVIEW, RequestState.APPROVED, RequestState.CLOSED, RequestState.EXPIRED)
Document = Claim | SpendRequest


def figures(*, on: date) -> Figures:
    """What the checks measure against on a day, in one statement."""
    found = thresholds.in_force(*CODES.values(), on=on)
    standing = {check: found.of(code) for check, code in CODES.items()}
    prices = {one.subject: one.figure("price") for one in found.subjects(CODES[Check.PRICE])}
    is_on = frozenset(check for check, one in standing.items() if one.is_on or (check == Check.PRICE and prices))
    return Figures(
        on=is_on,
        prices=prices,
        split_days=int(standing[Check.SPLIT].figure("days")),
        late_days=int(standing[Check.LATE].figure("days")),
        round_step=standing[Check.ROUND].figure("step"),
        round_from=standing[Check.ROUND].figure("least"),
        far_factor=standing[Check.UNUSUAL].figure("factor"),
        far_samples=int(standing[Check.UNUSUAL].figure("samples")),
    )


def limits_of(document: Document) -> list[Limit]:
    """From which amounts on somebody more decides on the document."""
    found = approvals.amount_limits(
        kind=document.kind, department_id=document.department_id, deciding=(policies.REVIEW, policies.APPROVE)
    )
    return [Limit(amount, shown) for amount, shown in found]


class CategoryNames(Mapping[int, tuple[str, str]]):
    """Both names of categories, read when the first is asked for: most documents have nothing to be told of."""

    def __init__(self, category_ids: Collection[int]) -> None:
        self._ids = frozenset(category_ids)

    @cached_property
    def _names(self) -> dict[int, tuple[str, str]]:
        rows = Category.objects.filter(pk__in=self._ids).values_list("pk", "name_zh", "name_en")
        return {pk: (zh, en or zh) for pk, zh, en in rows}

    def __getitem__(self, category_id: int) -> tuple[str, str]:
        return self._names[category_id]

    def __iter__(self) -> Iterator[int]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


# --- The same expense elsewhere --------------------------------------------------------------------------------------


def same_as_claimed(claim: Claim, lines: Sequence[Expense]) -> list[Other]:
    """Lines of submitted claims and imported expenses that have the day, supplier and amount of one of these. Drafts,
    given-up claims and what was wholly reversed are no expenses.
    """
    keys = {line.supplier_key for line in lines if line.supplier_key}
    if not keys:
        return []
    days, amounts = {line.day for line in lines}, {line.base_amount for line in lines}
    written = {line.amount for line in lines}
    rows = (
        ClaimLine.objects.filter(supplier_key__in=keys, expense_date__in=days)
        .filter(
            Q(base_amount__in=amounts)
            | Q(claimed_amount__in=written, claim__currency=claim.currency)
            | Q(amount__in=written, claim__currency=claim.currency)
        )
        .exclude(claim_id=claim.pk)
        .exclude(claim__state__in=(ClaimState.DRAFT, ClaimState.CANCELLED))
        .exclude(base_amount__gt=0, reversed_amount=F("base_amount"))
        .order_by("claim_id", "position")
        .values_list(
            "claim_id", "claim__number", "position", "category_id", "expense_date", "claimed_amount", "amount",
            "base_amount", "supplier_key", "claim__currency",
        )[:MOST]
    )  # fmt: skip
    claimed = [
        Other(
            Claim.kind, pk, number or "", place + 1, category_id, day,
            claimed if claimed is not None and currency == base_currency() else base, key,
            asked=(granted if claimed is None else claimed) if currency == claim.currency else None,
        )
        for pk, number, place, category_id, day, claimed, granted, base, key, currency in rows
    ]  # fmt: skip
    return [*claimed, *_same_as_imported(keys, days, amounts)]


def _same_as_imported(keys: set[str], days: set[date], amounts: set[Decimal]) -> Iterator[Other]:
    rows = ImportRow.objects.filter(
        supplier_key__in=keys, expense_date__in=days, amount__in=amounts, state=ImportRowState.POSTED
    ).exclude(reversed_amount=F("amount"))
    for pk, number, row, category_id, day, amount, key in rows.order_by("pk").values_list(
        "document_id", "document__number", "number", "category_id", "expense_date", "amount", "supplier_key"
    )[:MOST]:
        yield Other(ExpenseImport.kind, pk, number or "", row, category_id or 0, day or date.min, amount, key)


def same_as_requested(request: SpendRequest, lines: Sequence[Expense]) -> list[Other]:
    """Lines of other requests to the same supplier for the same day and amount."""
    if not request.supplier_key:
        return []
    rows = (
        SpendRequest.objects.filter(supplier_key=request.supplier_key, expected_date=request.expected_date)
        .filter(lines__amount__in={line.base_amount for line in lines})
        .exclude(pk=request.pk)
        .exclude(state__in=(RequestState.DRAFT, RequestState.CANCELLED))
        .order_by("pk", "lines__position")
    )
    return [
        Other(SpendRequest.kind, pk, number or "", place + 1, category_id, day, amount, request.supplier_key)
        for pk, number, place, category_id, day, amount in rows.values_list(
            "pk", "number", "lines__position", "lines__category_id", "expected_date", "lines__amount"
        )[:MOST]
    ]


# --- Parts of one expense --------------------------------------------------------------------------------------------


def claims_near(claim: Claim, lines: Sequence[Expense], *, days: int) -> list[Other]:
    """Lines of other live claims of the same maker, or to one of the suppliers, in the categories of these and at most
    so many days away. What stands on a request was decided with it.
    """
    first, last = _window(lines, days)
    rows = ClaimLine.objects.filter(
        category__in={line.category_id for line in lines},
        expense_date__range=(first, last),
        claim__state__in=LIVE_CLAIMS,
        request_line__isnull=True,
    ).exclude(claim_id=claim.pk)
    # The index of a maker's claims by date of making finds them. A draft may be begun long before the days it is
    # written for, so it is looked for a year further back: who keeps old drafts at hand escapes nothing.
    begun = midnight(first - OLDEST_DRAFT)
    own = rows.filter(claim__created_by=claim.created_by_id, claim__created_at__gte=begun)
    keys = {line.supplier_key for line in lines if line.supplier_key}
    to_them = rows.filter(supplier_key__in=keys) if keys else rows.none()
    return list({(pk, place): one for pk, place, one in (*_near(own, claim), *_near(to_them, claim))}.values())


def _near(rows: QuerySet[ClaimLine], claim: Claim) -> Iterator[tuple[int, int, Other]]:
    found = rows.order_by("pk").values_list(
        "claim_id", "claim__number", "position", "category_id", "expense_date", "base_amount", "reversed_amount",
        "supplier_key", "claim__base_total", "claim__created_by_id",
    )  # fmt: skip
    for pk, number, place, category_id, day, base, reversed_amount, key, total, maker in found[:MOST]:
        amount = base - reversed_amount
        is_same = maker == claim.created_by_id
        yield pk, place, Other(Claim.kind, pk, number or "", place + 1, category_id, day, amount, key, total, is_same)


def requests_near(request: SpendRequest, lines: Sequence[Expense], *, days: int) -> list[Other]:
    """Lines of other live requests of the same maker or to the same supplier, likewise."""
    first, last = _window(lines, days)
    whose = Q(created_by=request.created_by_id)
    if request.supplier_key:
        whose |= Q(supplier_key=request.supplier_key)
    rows = (
        SpendRequest.objects.filter(
            whose,
            expected_date__range=(first, last),
            state__in=LIVE_REQUESTS,
            lines__category__in={line.category_id for line in lines},
        )
        .exclude(pk=request.pk)
        .order_by("pk", "lines__position")
    )
    return [
        Other(
            SpendRequest.kind, pk, number or "", place + 1, category_id, day, amount, key, total,
            maker == request.created_by_id,
        )
        for pk, number, place, category_id, day, amount, key, total, maker in rows.values_list(
            "pk", "number", "lines__position", "lines__category_id", "expected_date", "lines__amount", "supplier_key",
            "total", "created_by_id",
        )[:MOST]
    ]  # fmt: skip


def _window(lines: Sequence[Expense], days: int) -> tuple[date, date]:
    return (
        min(line.day for line in lines) - timedelta(days=days),
        max(line.day for line in lines) + timedelta(days=days),
    )


# --- What was found --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counts:
    """How many flags a document has, and how many of the grave ones nobody has explained."""

    count: int = 0
    explained: int = 0
    has_grave: bool = False
    has_unexplained: bool = False
    """Whether a grave one is not explained."""


def flags_of(document: Document) -> QuerySet[Flag]:
    """What was found on a document as it stands."""
    whose = {"claim": document} if isinstance(document, Claim) else {"request": document}
    return Flag.objects.filter(**whose, is_current=True).select_related("explained_by")


def counts_of(document: Document) -> Counts:
    """How its flags stand, for the route and the inbox."""
    flags = list(flags_of(document))
    return Counts(
        count=len(flags),
        explained=sum(flag.is_explained for flag in flags),
        has_grave=any(flag.is_grave for flag in flags),
        has_unexplained=any(flag.is_grave and not flag.is_explained for flag in flags),
    )


def others_seen(flags: Sequence[Flag | Found], actor: Actor) -> Mapping[tuple[str, int], str]:
    """The pages of the other documents flags name, of those the actor sees (GEN-10): by kind and id."""
    named: dict[str, set[int]] = {}
    for flag in flags:
        for other in flag.facts.get("others", ()):
            if other.get("kind") and other.get("id"):
                named.setdefault(other["kind"], set()).add(other["id"])
    return {
        (code, pk): kinds.get(code).url_of(pk)
        for code, ids in named.items()
        for pk in kinds.get(code).visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)
    }
