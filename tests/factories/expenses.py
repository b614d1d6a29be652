"""Requests and claims for tests, brought to their state through the services."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from approvals.choices import CaseState, TaskState
from approvals.models import Case, Task
from approvals.services import decisions
from budgets.choices import EntryKind
from budgets.models import BudgetBalance, Category, LedgerEntry
from core.money import ZERO
from expenses.models import Claim, SpendRequest
from expenses.services import claims, requests
from expenses.services.inputs import ClaimInput, ClaimLineInput, RequestInput, RequestLineInput
from organization.models import Department, Person
from tests.factories.organization import actor_of

AT = datetime(2026, 9, 21, 8, 42, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = date(2026, 9, 21)


def later(**time: int) -> datetime:
    """A moment after AT."""
    return AT + timedelta(**time)


def request_line(category: Category, amount: str = "100.00", **fields: Any) -> RequestLineInput:
    return RequestLineInput(category_id=category.pk, amount=Decimal(amount), **({"description": "差旅"} | fields))


def request_draft(department: Department, *lines: RequestLineInput, **fields: Any) -> RequestInput:
    given: dict[str, Any] = {
        "title": "M2600 主轴返修",
        "expected_date": TODAY,
        "end_date": TODAY + timedelta(days=30),
    } | fields
    return RequestInput(department_id=department.pk, lines=lines, **given)


def draft_request(maker: Person, *lines: RequestLineInput, at: datetime = AT, **fields: Any) -> SpendRequest:
    assert maker.department is not None
    draft = request_draft(maker.department, *lines, **fields)
    return requests.create_request(draft=draft, actor=actor_of(maker), at=at)


def submitted_request(maker: Person, *lines: RequestLineInput, at: datetime = AT, **fields: Any) -> SpendRequest:
    made = draft_request(maker, *lines, at=at, **fields)
    return requests.submit_request(request_id=made.pk, actor=actor_of(maker), at=at)


def approved_request(maker: Person, *lines: RequestLineInput, at: datetime = AT, **fields: Any) -> SpendRequest:
    made = submitted_request(maker, *lines, at=at, **fields)
    approve(made, at=at)
    return SpendRequest.objects.get(pk=made.pk)


def claim_line(category: Category, amount: str = "100.00", **fields: Any) -> ClaimLineInput:
    given: dict[str, Any] = {"description": "住宿 4 晚", "expense_date": TODAY - timedelta(days=5)} | fields
    return ClaimLineInput(category_id=category.pk, amount=Decimal(amount), **given)


def claim_draft(department: Department, *lines: ClaimLineInput, **fields: Any) -> ClaimInput:
    return ClaimInput(department_id=department.pk, lines=lines, **({"title": "差旅与现场采购报销"} | fields))


def draft_claim(maker: Person, *lines: ClaimLineInput, at: datetime = AT, **fields: Any) -> Claim:
    assert maker.department is not None
    draft = claim_draft(maker.department, *lines, **fields)
    return claims.create_claim(draft=draft, actor=actor_of(maker), at=at)


def submitted_claim(maker: Person, *lines: ClaimLineInput, at: datetime = AT, **fields: Any) -> Claim:
    made = draft_claim(maker, *lines, at=at, **fields)
    return claims.submit_claim(claim_id=made.pk, actor=actor_of(maker), at=at)


def approved_claim(maker: Person, *lines: ClaimLineInput, at: datetime = AT, **fields: Any) -> Claim:
    made = submitted_claim(maker, *lines, at=at, **fields)
    approve(made, at=at)
    return Claim.objects.get(pk=made.pk)


def case_of(document: SpendRequest | Claim) -> Case:
    """The latest round of a document."""
    return Case.objects.filter(subject_kind=document.kind, subject_id=document.pk).latest("round")


def deciders(document: SpendRequest | Claim) -> list[Person]:
    """Whose decision a document waits for now."""
    tasks = Task.objects.filter(case=case_of(document), state=TaskState.WAITING).select_related("person")
    return [task.person for task in tasks.order_by("pk")]


def decide(
    document: SpendRequest | Claim, verdict: str, *, person: Person | None = None, reason: str = "", at: datetime = AT
) -> Case:
    """One of those whose turn it is decides."""
    task = Task.objects.filter(
        case=case_of(document), state=TaskState.WAITING, person=person or deciders(document)[0]
    ).get()
    return decisions.decide(
        task_id=task.pk,
        verdict=verdict,
        reason=reason or ("" if verdict == "APPROVE" else "发票抬头不对"),
        actor=actor_of(task.person),
        at=at,
    )


def approve(document: SpendRequest | Claim, *, at: datetime = AT) -> list[Person]:
    """All whose turn it is agree, one after another, to the end; who they were."""
    agreed: list[Person] = []
    while case_of(document).state == CaseState.RUNNING:
        agreed.append(deciders(document)[0])
        decide(document, "APPROVE", at=at)
    return agreed


# --- What the ledger says ---------------------------------------------------------------------------------------


def figures(department: Department, category: Category) -> tuple[Decimal, Decimal]:
    """What a department's category holds and has spent, over all months: (committed, actual)."""
    rows = BudgetBalance.objects.filter(department=department, category=category)
    return sum((row.committed for row in rows), ZERO), sum((row.actual for row in rows), ZERO)


def open_commitment(document: SpendRequest | Claim) -> Decimal:
    """What the ledger says a document holds."""
    holding = (EntryKind.COMMITMENT, EntryKind.COMMITMENT_REVERSAL, EntryKind.RELEASE, EntryKind.RELEASE_REVERSAL)
    entries = LedgerEntry.objects.filter(source_kind=document.kind, source_id=document.pk, kind__in=holding)
    return sum((entry.amount for entry in entries), ZERO)


def held(document: SpendRequest | Claim) -> Decimal:
    """What the document's own lines say they hold."""
    return sum((line.held for line in document.lines.all()), ZERO)
