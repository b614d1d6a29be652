"""Looking at a document before anybody decides, keeping what was found, and its explanation (EXP-05, decision 0092)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.services import cases
from budgets.selectors.usual import usual_amounts
from core import audit
from core.actors import Actor
from core.calendar import is_working_day
from core.errors import NotAllowed, WrongState, require_reason
from expenses import flagging, locks, policies
from expenses.choices import Check, ClaimState, RequestState
from expenses.flagging import Expense, Figures, Found
from expenses.models import Claim, ClaimLine, Flag, SpendRequest, SpendRequestLine
from expenses.selectors import flags as selectors
from expenses.selectors.flags import Document

LONGEST = 500
LOOKED_BACK = timedelta(days=365)
EXPLAINABLE = {
    *(ClaimState.DRAFT, ClaimState.RETURNED, ClaimState.IN_REVIEW),
    *(RequestState.DRAFT, RequestState.RETURNED, RequestState.IN_REVIEW),
}


def look_at_claim(claim: Claim, lines: Sequence[ClaimLine], *, at: datetime) -> list[Found]:
    """What the checks that hold today find on a claim with these lines, in a constant number of statements. Nothing is
    kept.
    """
    on = timezone.localdate(at)
    figures = selectors.figures(on=on)
    expenses = [
        Expense(
            number=number,
            line_id=line.pk or 0,
            text=line.description,
            category_id=line.category_id,
            day=line.expense_date,
            amount=line.asked_amount,
            base_amount=line.base_amount,
            supplier=line.supplier,
            supplier_key=line.supplier_key,
            was_decided=line.request_line_id is not None,
        )
        for number, line in enumerate(lines, start=1)
    ]
    return list(_claim_findings(claim, expenses, figures, on=on, at=at)) if expenses else []


def _claim_findings(
    claim: Claim, lines: Sequence[Expense], figures: Figures, *, on: date, at: datetime
) -> Iterator[Found]:
    names = selectors.CategoryNames({line.category_id for line in lines})
    if Check.SAME in figures.on:
        yield from flagging.same_expenses(lines, selectors.same_as_claimed(claim, lines))
    if Check.SPLIT in figures.on and not all(line.was_decided for line in lines):
        near = selectors.claims_near(claim, lines, days=figures.split_days)
        limits = selectors.limits_of(claim) if near else []
        yield from flagging.splits(lines, near, limits, total=claim.base_total, figures=figures, category_names=names)
    yield from flagging.over_price(lines, figures, names)
    if Check.LATE in figures.on:
        yield from flagging.late(lines, figures, today=on)
    if Check.DAY_OFF in figures.on:
        yield from flagging.days_off(lines, is_working_day=is_working_day)
    if Check.ROUND in figures.on:
        yield from flagging.round_amounts(lines, figures)
    if Check.UNUSUAL in figures.on:
        usual = usual_amounts(department_id=claim.department_id, category_ids=names, since=at - LOOKED_BACK)
        yield from flagging.far_from_usual(lines, figures, usual)


def look_at_request(request: SpendRequest, lines: Sequence[SpendRequestLine], *, at: datetime) -> list[Found]:
    """The same for a spend request: asked for twice, split below a limit, above the policy's price. Estimates are round
    and their day is to come, so the other checks would say nothing.
    """
    figures = selectors.figures(on=timezone.localdate(at))
    expenses = [
        Expense(
            number=number,
            line_id=line.pk or 0,
            text=line.description,
            category_id=line.category_id,
            day=request.expected_date,
            amount=line.amount,
            base_amount=line.amount,
            supplier=request.supplier,
            supplier_key=request.supplier_key,
        )
        for number, line in enumerate(lines, start=1)
    ]
    return list(_request_findings(request, expenses, figures)) if expenses else []


def _request_findings(request: SpendRequest, lines: Sequence[Expense], figures: Figures) -> Iterator[Found]:
    names = selectors.CategoryNames({line.category_id for line in lines})
    if Check.SAME in figures.on:
        yield from flagging.same_expenses(lines, selectors.same_as_requested(request, lines))
    if Check.SPLIT in figures.on:
        near = selectors.requests_near(request, lines, days=figures.split_days)
        limits = selectors.limits_of(request) if near else []
        yield from flagging.splits(lines, near, limits, total=request.total, figures=figures, category_names=names)
    yield from flagging.over_price(lines, figures, names)


def keep_for_claim(claim: Claim, lines: Sequence[ClaimLine], *, at: datetime) -> dict[str, str] | None:
    """Look at a locked claim and keep what is found with it; what the timeline tells of it."""
    return _keep(claim, look_at_claim(claim, lines, at=at), at=at)


def keep_for_request(
    request: SpendRequest, lines: Sequence[SpendRequestLine], *, at: datetime
) -> dict[str, str] | None:
    """Look at a locked request and keep what is found with it; what the timeline tells of it."""
    return _keep(request, look_at_request(request, lines, at=at), at=at)


def _keep(document: Document, found: Sequence[Found], *, at: datetime) -> dict[str, str] | None:
    """Findings that are found again keep their explanation; what is no longer found stays, no longer current. A draft
    nobody has seen leaves nothing behind but what was explained.
    """
    whose = {"claim": document} if isinstance(document, Claim) else {"request": document}
    stored = {flag.key: flag for flag in Flag.objects.filter(**whose)}
    wanted = {one.key: one for one in found}
    gone = [flag for key, flag in stored.items() if key not in wanted]
    if not document.submitted_at:
        Flag.objects.filter(pk__in=[flag.pk for flag in gone if not flag.is_explained]).delete()
    Flag.objects.filter(pk__in=[flag.pk for flag in gone if flag.is_current]).update(is_current=False)
    again = [flag for key, flag in stored.items() if key in wanted]
    for flag in again:
        one = wanted[flag.key]
        flag.line, flag.line_text, flag.facts, flag.is_current = one.line, one.line_text, dict(one.facts), True
    Flag.objects.bulk_update(again, ("line", "line_text", "facts", "is_current"))
    Flag.objects.bulk_create(
        Flag(
            **whose, check_code=one.check, line=one.line, line_text=one.line_text, facts=dict(one.facts), key=key,
            found_at=at,
        )
        for key, one in wanted.items()
        if key not in stored
    )  # fmt: skip
    return audit.in_both(_told, found) if found else None


def _told(found: Sequence[Found]) -> str:
    """Which checks found something, each once, with the numbers of the lines."""
    lines: dict[str, list[int]] = {}
    for one in found:
        lines.setdefault(one.check, []).extend([one.line] if one.line else [])
    return _(", ").join(
        " ".join((str(Check(check).label), "/".join(map(str, numbers)))).strip() for check, numbers in lines.items()
    )


@transaction.atomic
def explain_claim(*, claim_id: int, flag_id: int, text: str, actor: Actor, at: datetime) -> Flag:
    """The claimant says why something a check found is in order; said again, it is changed. Whoever decides sees it at
    once. Raises ReasonMissing, NotAllowed, WrongState, Flag.DoesNotExist.
    """
    claim = locks.lock_claim(claim_id)
    return _explain(claim, flag_id, text, is_allowed=policies.can_explain(claim, actor), actor=actor, at=at)


@transaction.atomic
def explain_request(*, request_id: int, flag_id: int, text: str, actor: Actor, at: datetime) -> Flag:
    """The same for a spend request."""
    request = locks.lock_request(request_id)
    return _explain(request, flag_id, text, is_allowed=policies.can_explain(request, actor), actor=actor, at=at)


def _explain(document: Document, flag_id: int, text: str, *, is_allowed: bool, actor: Actor, at: datetime) -> Flag:
    flag = selectors.flags_of(document).select_related(None).get(pk=flag_id)
    if document.state not in EXPLAINABLE:
        raise WrongState(document=str(document), state=document.get_state_display())
    if not is_allowed or actor.person_id is None:
        raise NotAllowed(document=str(document))
    flag.explanation = require_reason(text)[:LONGEST]
    flag.explained_by_id, flag.explained_at = actor.person_id, at
    flag.save(update_fields=("explanation", "explained_by", "explained_at"))
    label = audit.in_both(lambda one: str(Check(one.check_code).label), flag)
    audit.record(
        kind=document.kind, document_id=document.pk, label=str(document), code=f"{document.kind}.explain",
        actor=actor, at=at, before=document.state, after=document.state, reason=flag.explanation,
        facts={"check": label, "line_number": flag.line or ""},
    )  # fmt: skip
    if document.state == ClaimState.IN_REVIEW:
        cases.lapse(kind=document.kind, document_id=document.pk, actor=actor, at=at)
    return flag
