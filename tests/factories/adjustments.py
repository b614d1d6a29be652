"""Adjustments for tests, brought to their state through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from approvals.choices import CaseState, TaskState
from approvals.models import Case, Task
from approvals.services import decisions
from budgets.models import Adjustment, Category, Project
from budgets.rules import adjustments as rules
from budgets.services import adjustment_drafts, adjustments
from budgets.services.adjustment_drafts import AdjustmentInput, AdjustmentLineInput
from core import attachments
from organization.models import Department, Person
from tests.factories import budgets
from tests.factories.organization import actor_of

AT = datetime(2026, 9, 21, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
GIVEN = {
    "title": "差旅预算不足",
    "purpose": "主轴批次返修增加现场出差",
    "criteria": "预算批准后发生的批量返修，部门内无其他可用额度",
    "risk": "M2600 主轴批次质量风险",
}


def later(**time: int) -> datetime:
    """A moment after AT."""
    return AT + timedelta(**time)


def line(
    department: Department,
    category: Category,
    amount: str,
    month: int = 9,
    *,
    project: Project | None = None,
    note: str = "",
    year: int = 2026,
) -> AdjustmentLineInput:
    """A line with a signed amount: plus gives the category money, minus takes it."""
    return AdjustmentLineInput(
        department_id=department.pk,
        category_id=category.pk,
        period_id=budgets.period(month, year).pk,
        amount=Decimal(amount),
        project_id=project.pk if project else None,
        note=note,
    )


def draft_input(department: Department, kind: str, *lines: AdjustmentLineInput, **fields: Any) -> AdjustmentInput:
    return AdjustmentInput(department_id=department.pk, adjustment_kind=kind, lines=lines, **({**GIVEN, **fields}))


def draft(
    maker: Person, kind: str, *lines: AdjustmentLineInput, at: datetime = AT, department: Department | None = None,
    papers: bool = True, **fields: Any,
) -> Adjustment:  # fmt: skip
    """A draft of a person, of their own department where none is named, with a paper where its kind needs one."""
    where = department or maker.department
    assert where is not None
    made = adjustment_drafts.create_adjustment(
        draft=draft_input(where, kind, *lines, **fields), actor=actor_of(maker), at=at
    )
    if papers and rules.needs_papers(kind):
        attach(made, maker, at=at)
    return made


def paper() -> SimpleUploadedFile:
    """What an adjustment rests on, as a browser sends it."""
    return SimpleUploadedFile("依据.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n")


def attach(adjustment: Adjustment, maker: Person, *, at: datetime = AT) -> None:
    """Put a paper on it (BUD-32)."""
    attachments.attach(
        kind=adjustment.kind, document_id=adjustment.pk, file=paper(), name="依据.pdf", actor=actor_of(maker), at=at
    )


def submit(adjustment: Adjustment, maker: Person, *, at: datetime = AT) -> Adjustment:
    return adjustments.submit_adjustment(adjustment_id=adjustment.pk, actor=actor_of(maker), at=at)


def submitted(maker: Person, kind: str, *lines: AdjustmentLineInput, at: datetime = AT, **fields: Any) -> Adjustment:
    return submit(draft(maker, kind, *lines, at=at, **fields), maker, at=at)


def approved(maker: Person, kind: str, *lines: AdjustmentLineInput, at: datetime = AT, **fields: Any) -> Adjustment:
    made = submitted(maker, kind, *lines, at=at, **fields)
    approve(made, at=at)
    return Adjustment.objects.get(pk=made.pk)


def case_of(adjustment: Adjustment) -> Case:
    """The latest round."""
    return Case.objects.filter(subject_kind=adjustment.kind, subject_id=adjustment.pk).latest("round")


def waiting(adjustment: Adjustment) -> list[Person]:
    """Whose decision it waits for now."""
    tasks = Task.objects.filter(case=case_of(adjustment), state=TaskState.WAITING).select_related("person")
    return [task.person for task in tasks.order_by("pk")]


def decide(
    adjustment: Adjustment, verdict: str, *, person: Person | None = None, reason: str = "", at: datetime = AT
) -> Case:
    """One of those whose turn it is decides."""
    who = person or waiting(adjustment)[0]
    task = Task.objects.get(case=case_of(adjustment), state=TaskState.WAITING, person=who)
    return decisions.decide(
        task_id=task.pk,
        verdict=verdict,
        reason=reason or ("" if verdict == "APPROVE" else "请补充依据"),
        actor=actor_of(task.person),
        at=at,
    )


def approve(adjustment: Adjustment, *, at: datetime = AT) -> list[Person]:
    """All whose turn it is agree, one after another, to the end; who they were."""
    agreed: list[Person] = []
    while case_of(adjustment).state == CaseState.RUNNING:
        agreed.append(waiting(adjustment)[0])
        decide(adjustment, "APPROVE", at=at)
    return agreed
