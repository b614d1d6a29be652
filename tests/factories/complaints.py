"""Complaints for tests, made the way the application makes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from complaints.choices import Disposition, Liable, Severity, Source
from complaints.models import Complaint, LiabilityReport, NonConformanceReport, PublicIntake
from complaints.services import complaints, intakes, liability, nonconformance
from complaints.services.inputs import ComplaintInput, IntakeInput, LiabilityInput, NonConformanceInput
from customers.models import Customer
from organization.models import Department, Person
from tests.factories.approvals import decide
from tests.factories.expenses import case_of
from tests.factories.organization import actor_of


def draft(customer: Customer, **fields: Any) -> ComplaintInput:
    """A complaint as it is typed."""
    given: dict[str, Any] = {
        "source": Source.PHONE, "severity": Severity.MAJOR, "title": "主轴异响", "happened": "开机十分钟后主轴发出尖锐声音。",
        "wish": "尽快派人修好", "contact": "赵厂长", "email": "zhao@example.com",
    }  # fmt: skip
    return ComplaintInput(customer_id=customer.pk, **(given | fields))


def recorded(
    handler: Person, customer: Customer, department: Department, *, salesperson: Person | None = None,
    at: datetime | None = None, **fields: Any,
) -> Complaint:  # fmt: skip
    """A complaint about what a division does."""
    given = draft(
        customer, department_id=department.pk, salesperson_id=salesperson.pk if salesperson else None, **fields
    )
    return complaints.record(draft=given, actor=actor_of(handler), at=at or timezone.now())


def judgement(department: Department | None, **fields: Any) -> LiabilityInput:
    """A report on liability: ours where a department answers for it."""
    given: dict[str, Any] = {
        "liable": Liable.OURS if department else Liable.CUSTOMER, "cause": "轴承缺油", "analysis": "拆检发现润滑不足。",
        "conclusion": "装配时未注油。", "responsible_id": department.pk if department else None,
    }  # fmt: skip
    return LiabilityInput(**(given | fields))


def judged(complaint: Complaint, writer: Person, department: Department | None, **fields: Any) -> LiabilityReport:
    """The report with the panel."""
    return liability.report(
        complaint_id=complaint.pk, draft=judgement(department, **fields), actor=actor_of(writer), at=timezone.now()
    )


def confirmed(
    complaint: Complaint, writer: Person, expert: Person, department: Department | None, **fields: Any
) -> Complaint:
    """The report confirmed by the panel."""
    decide(case_of(judged(complaint, writer, department, **fields)), expert)
    return again(complaint)


def found(expert: Person, **fields: Any) -> NonConformanceInput:
    """What does not conform, as it is typed."""
    given: dict[str, Any] = {
        "item": "主轴轴承", "required": "润滑脂 12 g", "found": "润滑脂不足 3 g", "disposition": Disposition.REPLACE,
    }  # fmt: skip
    return NonConformanceInput(**(given | fields), expert_id=expert.pk)


def reported(complaint: Complaint, handler: Person, expert: Person, **fields: Any) -> NonConformanceReport:
    """The non-conformance report with the expert."""
    return nonconformance.report(
        complaint_id=complaint.pk, draft=found(expert, **fields), actor=actor_of(handler), at=timezone.now()
    )


def issued(complaint: Complaint, handler: Person, expert: Person) -> NonConformanceReport:
    """The non-conformance report agreed to by the expert and issued, measures asked for."""
    made = reported(complaint, handler, expert)
    return nonconformance.agree(report_id=made.pk, actor=actor_of(expert), at=timezone.now())


def typed(**fields: Any) -> IntakeInput:
    """What somebody types into the public form."""
    return IntakeInput(
        **({"company": "宏达机械厂", "name": "周工", "phone": "13800000000", "happened": "机床漏油"} | fields)
    )


def received(**fields: Any) -> PublicIntake:
    """Typed into the public form."""
    return intakes.receive(draft=typed(**fields), at=timezone.now())


def again(complaint: Complaint) -> Complaint:
    """Freshly read."""
    return Complaint.objects.get(pk=complaint.pk)
