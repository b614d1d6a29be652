"""What a claim's maker writes: header, lines, currency, invoices, and the estimates of a request they use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from budgets.selectors import rates
from core import audit, formats, origins
from core.actors import Actor
from core.errors import InvalidInput
from core.money import CENT, CURRENCIES, ZERO, base_currency, rounded
from expenses import locks, rules, selectors
from expenses.choices import ClaimKind, ClaimState, ImportRowState, ImportState, RequestState
from expenses.errors import (
    ConvertsToNothing,
    DepartmentNotUsable,
    DuplicateInvoice,
    FutureExpense,
    LineElsewhere,
    RateMissing,
    RateTooFar,
    RateUnexplained,
    RequestLineElsewhere,
    RequestLineWithoutRequest,
    RequestNeeded,
    RequestNotOpen,
    RequestUsedUp,
    UnknownCurrency,
)
from expenses.models import Claim, ClaimLine, ImportRow, SpendRequest, SpendRequestLine
from expenses.selectors import tolerances
from expenses.services import changes, checks
from expenses.services.inputs import ClaimInput, ClaimLineInput

HEADER = (
    "department", "claim_kind", "title", "purpose", "request", "currency", "rate", "rate_date", "rate_source",
    "table_rate", "complaint", "total", "base_total",
)  # fmt: skip
ONE = Decimal(1)
RATE_PLACES = Decimal("1E-8")


def write_header(claim: Claim, draft: ClaimInput, *, actor: Actor, at: datetime) -> None:
    """Put the typed header on a claim. Raises InvalidInput, UnknownCurrency, DepartmentNotUsable,
    OriginUnknown, and what `settle_rate` raises.
    """
    if draft.claim_kind not in ClaimKind.values:
        raise InvalidInput(problem=_("This kind of claim does not exist."))
    claim.claim_kind = draft.claim_kind
    claim.title = checks.require_text(draft.title, most=120, what=_("The title"))
    claim.purpose = checks.optional_text(draft.purpose, most=2000, what=_("The purpose"))
    claim.request = request_of(claim, draft, actor=actor)
    on = origins.named(origins.COMPLAINT, draft.complaint, stands=claim.complaint)
    claim.complaint = on or (claim.request.complaint if claim.request is not None else "")
    claim.currency = draft.currency or base_currency()
    if claim.currency not in CURRENCIES:
        raise UnknownCurrency(currency=claim.currency[:3])
    if draft.rate_date is not None:
        checks.require_day(draft.rate_date, what=_("The date of the rate"))
    typed = TypedRate(draft.rate, draft.rate_date, draft.rate_source) if draft.rate is not None else None
    settle_rate(claim, typed, days=[line.expense_date for line in draft.lines], at=at)


class TypedRate(NamedTuple):
    """A rate the author typed in place of the one finance keeps."""

    rate: Decimal
    day: date | None
    source: str


def settle_rate(claim: Claim, typed: TypedRate | None, *, days: Sequence[date], at: datetime) -> None:
    """Give a claim its rate: what finance keeps for the last day of its lines, or within the tolerance the author's own
    (GEN-02b, decision 0045). A missing rate is an error, never 1 and never the author's word alone.

    Raises RateMissing, RateTooFar, RateUnexplained.
    """
    if claim.currency == base_currency():
        claim.rate, claim.rate_date, claim.rate_source, claim.table_rate = ONE, None, "", None
        return
    today = timezone.localdate(at)
    on = max(days, default=today)
    kept = rates.rate_on(currency=claim.currency, on=on)
    if kept is None:
        raise RateMissing(currency=claim.currency, day=on)
    claim.table_rate = kept.rate
    if typed is None or typed.rate == kept.rate:
        claim.rate, claim.rate_date, claim.rate_source = kept.rate, kept.day, kept.source
        return
    if not rules.rate_allowed(typed=typed.rate, kept=kept.rate, share=settings.RATE_TOLERANCE_SHARE):
        raise RateTooFar(
            rate=f"{typed.rate:f}", kept=f"{kept.rate.normalize():f}", day=kept.day, share=settings.RATE_TOLERANCE_SHARE
        )
    source = checks.optional_text(typed.source, most=60, what=_("The source of the rate"))
    if typed.day is None or typed.day > today or not source:
        raise RateUnexplained
    claim.rate, claim.rate_date, claim.rate_source = typed.rate.quantize(RATE_PLACES), typed.day, source


def own_rate(claim: Claim) -> TypedRate | None:
    """The rate the author of a stored claim typed; None where it follows finance's table."""
    if claim.currency == base_currency() or (claim.table_rate is not None and not claim.rate_differs):
        return None
    return TypedRate(claim.rate, claim.rate_date, claim.rate_source)


def freeze_rate(claim: Claim, lines: Sequence[ClaimLine], *, at: datetime) -> None:
    """The rate once more when a claim is submitted: finance may have entered a nearer one since (GEN-02b)."""
    settle_rate(claim, own_rate(claim), days=[line.expense_date for line in lines], at=at)


def write_lines(claim: Claim, draft: ClaimInput) -> list[ClaimLine]:
    """Make the stored lines those of the draft: changed in place by id, added, taken away; the lines. Raises what is
    wrong with one.
    """
    checks.check_lines(draft.lines, department_id=claim.department_id, currency=claim.currency)
    estimates = locks.request_lines(claim.request_id) if claim.request_id is not None else {}
    check_typed(claim, draft.lines, estimates)
    stored = {line.pk: line for line in claim.lines.all()}
    kept: list[ClaimLine] = []
    for position, typed in enumerate(draft.lines):
        if typed.line_id is not None and typed.line_id not in stored:
            raise LineElsewhere(line=position + 1)
        line = stored.pop(typed.line_id, None) if typed.line_id is not None else None
        line = line or ClaimLine(claim=claim)
        line.category_id, line.project_id = typed.category_id, typed.project_id
        line.request_line_id = typed.request_line_id
        line.description = checks.require_text(typed.description, most=200, what=_("The description"))
        line.expense_date, line.amount, line.tax_rate = typed.expense_date, typed.amount, typed.tax_rate
        line.supplier = checks.optional_text(typed.supplier, most=120, what=_("The supplier"))
        line.supplier_key = rules.supplier_key(line.supplier)
        put_invoice(line, typed)
        line.held = line.from_request = ZERO
        line.claimed_amount, line.cut_reason = None, ""
        line.position = position
        kept.append(line)
    require_new_invoices(claim, kept)
    convert(claim, kept)
    match_estimates(claim, kept, estimates)
    ClaimLine.objects.filter(pk__in=stored).delete()
    for line in kept:
        if line.pk is not None:
            line.save()
    ClaimLine.objects.bulk_create([line for line in kept if line.pk is None])
    return kept


def check_typed(claim: Claim, lines: Sequence[ClaimLineInput], estimates: Mapping[int, SpendRequestLine]) -> None:
    """What of typed lines needs no other claim: day, tax rate, and the estimate they name.

    Raises DayOutOfRange, InvalidInput, RequestLineWithoutRequest, RequestLineElsewhere.
    """
    for number, typed in enumerate(lines, start=1):
        checks.require_day(typed.expense_date, what=_("Line %(line)s: the date") % {"line": number})
        if not typed.tax_rate.is_finite() or not ZERO <= typed.tax_rate < 1:
            raise InvalidInput(
                problem=_("Line %(line)s: the tax rate is 0 or more and below 100 %%.") % {"line": number}
            )
        if typed.request_line_id is None:
            continue
        if claim.request_id is None:
            raise RequestLineWithoutRequest(line=number)
        named = estimates.get(typed.request_line_id)
        if named is None or named.category_id != typed.category_id:
            raise RequestLineElsewhere(line=number, request=str(claim.request))


def put_invoice(line: ClaimLine, typed: ClaimLineInput) -> None:
    """The invoice as typed, for show, and as it is compared (EXP-05). Raises InvalidInput for one that is too long."""
    line.invoice_code = checks.optional_text(typed.invoice_code, most=20, what=_("The invoice code"))
    line.invoice_number = checks.optional_text(typed.invoice_number, most=30, what=_("The invoice number"))
    key = rules.invoice_key(line.invoice_code, line.invoice_number)
    line.invoice_code_key = checks.optional_text(key.code, most=20, what=_("The invoice code"))
    line.invoice_number_key = checks.optional_text(key.number, most=30, what=_("The invoice number"))


def convert(claim: Claim, lines: Sequence[ClaimLine]) -> None:
    """Total and base amounts of the lines at the claim's rate; the base amounts add up to the converted total
    (GEN-02b). Raises ConvertsToNothing.
    """
    parts = rules.base_amounts([line.amount for line in lines], currency=claim.currency, rate=claim.rate)
    for number, (line, part) in enumerate(zip(lines, parts, strict=True), start=1):
        if part < CENT and not line.is_cut:
            raise ConvertsToNothing(line=number, currency=base_currency())
        line.base_amount = part
    claim.total = rounded(sum((line.amount for line in lines), ZERO))
    claim.base_total = sum(parts, ZERO)


def check_dates(lines: Sequence[ClaimLine], *, at: datetime) -> None:
    """Only what has happened is claimed. Raises FutureExpense."""
    today = timezone.localdate(at)
    for number, line in enumerate(lines, start=1):
        if line.expense_date > today:
            raise FutureExpense(line=number, day=line.expense_date)


def require_new_invoices(claim: Claim, lines: Sequence[ClaimLine], *, lock: bool = True) -> None:
    """Refuse an invoice that stands on any other line of the company: drafts and refused claims included, given-up ones
    and wholly reversed lines not (EXP-05, EXP-08).

    The same holds within the claim. Whoever enters the same invoice at the same moment waits and is refused;
    `lock=False` is for checks. Raises DuplicateInvoice.
    """
    entered = [(line, _invoice(line)) for line in lines if line.invoice_number_key]
    for position, (line, key) in enumerate(entered):
        if any(key.is_same(other) for _line, other in entered[:position]):
            raise DuplicateInvoice(invoice=_shown(line), document=_("another line of this claim"))
    if not entered:
        return
    if lock:
        locks.lock_invoices(key.number for _line, key in entered)
    others = (
        ClaimLine.objects.filter(invoice_number_key__in={key.number for _line, key in entered})
        .exclude(claim_id=claim.pk)
        .exclude(claim__state=ClaimState.CANCELLED)
        .exclude(base_amount__gt=0, reversed_amount=F("base_amount"))
        .select_related("claim")
    )
    for other in others:
        found = _invoice(other)
        if any(key.is_same(found) for _line, key in entered):
            is_own = other.claim.created_by_id == claim.created_by_id
            draft = _("another draft of yours") if is_own else _("a draft of somebody")
            raise DuplicateInvoice(invoice=_shown(other), document=other.claim.number or draft)
    coming = Q(state=ImportRowState.GOOD, document__state=ImportState.POSTING)
    came_in = ImportRow.objects.filter(
        Q(state=ImportRowState.POSTED) | coming, invoice_key__in={key.number for _line, key in entered}
    ).exclude(amount__gt=0, reversed_amount=F("amount"))
    for row in came_in.select_related("document"):
        found = rules.InvoiceKey("", row.invoice_key, rules.plain(row.supplier))
        if any(key.is_same(found) for _line, key in entered):
            raise DuplicateInvoice(invoice=row.invoice_number, document=str(row.document))


def _invoice(line: ClaimLine) -> rules.InvoiceKey:
    return rules.InvoiceKey(line.invoice_code_key, line.invoice_number_key, rules.plain(line.supplier))


def _shown(line: ClaimLine) -> str:
    return " ".join(filter(None, (line.invoice_code, line.invoice_number)))


def match_estimates(claim: Claim, lines: Sequence[ClaimLine], estimates: Mapping[int, SpendRequestLine]) -> None:
    """Give every line of a claim on a request the estimate it uses: the one it names, else one of its category and
    project.

    Among several, the first that still holds enough, else the one that holds most; what that cannot cover is taken from
    the others when the line holds. Compared in the base currency, in which requests hold. Raises RequestLineElsewhere.
    """
    left = {estimate.pk: estimate.held for estimate in estimates.values()}
    for number, line in enumerate(lines, start=1):
        named = estimates.get(line.request_line_id or 0)
        if line.request_line_id is not None and (named is None or named.category_id != line.category_id):
            if named is not None or claim.request_id is None:
                line.request_line_id = None
                named = None
            else:
                raise RequestLineElsewhere(line=number, request=str(claim.request))
        if named is None:
            fitting = [
                estimate
                for estimate in estimates.values()
                if estimate.category_id == line.category_id and estimate.project_id == line.project_id
            ]
            enough = [estimate for estimate in fitting if left[estimate.pk] >= line.base_amount]
            named = enough[0] if enough else max(fitting, key=lambda one: left[one.pk], default=None)
        line.request_line_id = named.pk if named is not None else None
        if named is not None:
            left[named.pk] -= min(left[named.pk], line.base_amount)


def require_claimable(claim: Claim, request: SpendRequest, *, at: datetime) -> SpendRequest:
    """A request that can be claimed on: approved, not ended, and not for one claim that it has already (EXP-01).

    Raises RequestNotOpen, RequestUsedUp.
    """
    has_ended = rules.has_ended(end_date=request.end_date, today=timezone.localdate(at))
    if request.state != RequestState.APPROVED or has_ended:
        is_over = request.state == RequestState.APPROVED
        state = str(RequestState.EXPIRED.label) if is_over else request.get_state_display()
        raise RequestNotOpen(request=str(request), state=state)
    other = selectors.live_claims(request).exclude(pk=claim.pk).first()
    if request.single_use and other is not None:
        raise RequestUsedUp(request=str(request), claim=str(other))
    return request


def require_request(lines: Sequence[ClaimLine]) -> None:
    """Some categories are claimed against a request only (EXP-02). Raises RequestNeeded."""
    for line in lines:
        if line.category.needs_request and line.request_line_id is None:
            raise RequestNeeded(category=line.category.name)


def is_above_request(claim: Claim, request: SpendRequest, *, at: datetime) -> bool:
    """Whether what is claimed on a request, this claim included, exceeds what was approved of it by more than the
    tolerance of the day (EXP-02). A raise within the tolerance is not approved, so it cannot use the tolerance a second
    time.
    """
    others = selectors.live_claims(request).exclude(pk=claim.pk).order_by()
    claimed = others.aggregate(total=Sum("base_total"))["total"] or ZERO
    return rules.is_above(
        requested=min(request.total, request.approved_total),
        claimed=claimed + claim.base_total,
        tolerance=tolerances.above_request(on=timezone.localdate(at)),
    )


def picture(claim: Claim) -> dict[str, Any]:
    """All its author writes, to tell what an edit changed (GEN-05)."""
    lines = claim.lines.select_related("category", "project")
    return {
        "department": audit.in_both(attrgetter("name"), claim.department),
        "claim_kind": claim.claim_kind,
        "title": claim.title,
        "purpose": claim.purpose,
        "request": str(claim.request or ""),
        "currency": claim.currency,
        "rate": f"{claim.rate.normalize():f}",
        "rate_date": str(claim.rate_date or ""),
        "rate_source": claim.rate_source,
        "complaint": claim.complaint,
        "total": str(claim.total),
        **{f"line {line.position + 1}": audit.in_both(_line_words, line) for line in lines},
    }


def _line_words(line: ClaimLine) -> str:
    return changes.line_text(
        line.category.name,
        line.description,
        formats.day(line.expense_date),
        formats.amount(line.amount),
        f"{(line.tax_rate * 100).normalize():f}%" if line.tax_rate else "",
        line.supplier,
        " ".join(filter(None, (line.invoice_code, line.invoice_number))),
        line.project.name if line.project is not None else "",
    )


def request_of(claim: Claim, draft: ClaimInput, *, actor: Actor) -> SpendRequest | None:
    """The request a claim is to stand on: one the maker sees, of the same department. Raises InvalidInput,
    DepartmentNotUsable.
    """
    if draft.request_id is None:
        return None
    if draft.request_id == claim.request_id:
        return claim.request
    request = selectors.requests_visible_to(actor).filter(pk=draft.request_id).first()
    if request is None:
        raise InvalidInput(problem=_("This spend request does not exist, or you do not see it."))
    if request.department_id != draft.department_id:
        raise DepartmentNotUsable(department=claim.department.name)
    return request
