"""`complaints`, `liability-reports`, `nonconformance-reports`: from recording to the end (CMP-01 to CMP-07, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from complaints.api import patterns
from complaints.api.costs import ComplaintCardOut
from complaints.api.patterns import ComplaintPatternIn, ComplaintPatternOut
from complaints.choices import ComplaintState, Disposition, LiabilityState, Liable, Severity, Source
from complaints.models import Complaint, LiabilityReport, NonConformanceReport, Talk
from complaints.policies import HANDLE
from complaints.selectors import complaints as selectors
from complaints.selectors.costs import cost_card
from complaints.services import closing, complaints, liability, nonconformance, settling
from complaints.services.inputs import ComplaintInput, LiabilityInput, NonConformanceInput
from core.actors import Actor
from core.api import Changes, Creates, DocumentOut, Input, ReasonIn, Resource, VersionedInput, move
from core.api.fields import DayField, IdField
from core.api.filters import IdFilter


class TalkOut(serializers.Serializer[Talk]):
    """What was said to the customer."""

    talk_kind = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)
    answer = serializers.CharField(read_only=True)
    is_letter = serializers.BooleanField(read_only=True)
    by = serializers.IntegerField(source="by_id", read_only=True)
    at = serializers.DateTimeField(read_only=True)


class ComplaintRow(DocumentOut):
    """A complaint in a list."""

    source = serializers.CharField(read_only=True)  # type: ignore[assignment]  # a field of this name
    severity = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    customer = serializers.IntegerField(source="customer_id", read_only=True)
    machine = serializers.IntegerField(source="machine_id", read_only=True, allow_null=True)
    order = serializers.IntegerField(source="order_id", read_only=True, allow_null=True)
    part = serializers.IntegerField(source="part_id", read_only=True, allow_null=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    salesperson = serializers.IntegerField(source="salesperson_id", read_only=True)
    first_due = serializers.DateTimeField(read_only=True)
    responded_at = serializers.DateTimeField(read_only=True, allow_null=True)
    resolve_due = serializers.DateTimeField(read_only=True)
    closed_at = serializers.DateTimeField(read_only=True, allow_null=True)
    liable = serializers.CharField(read_only=True)
    cause = serializers.CharField(read_only=True)
    responsible = serializers.IntegerField(source="responsible_id", read_only=True, allow_null=True)
    ending = serializers.CharField(read_only=True)
    escalated_to = serializers.IntegerField(source="escalated_to_id", read_only=True, allow_null=True)
    settle_by = serializers.DateField(read_only=True, allow_null=True)


class ComplaintOut(ComplaintRow):
    """One complaint with what was said."""

    contact = serializers.CharField(read_only=True)
    email = serializers.CharField(read_only=True)
    phone = serializers.CharField(read_only=True)
    happened = serializers.CharField(read_only=True)
    wish = serializers.CharField(read_only=True)
    outcome = serializers.CharField(read_only=True)
    talks = TalkOut(many=True, read_only=True)


class ComplaintIn(Input):
    """A complaint as it is recorded; division and salesperson left out are those who serve the customer."""

    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]  # a field of this name
    severity = serializers.ChoiceField(choices=Severity.choices)
    customer = IdField()
    title = serializers.CharField(max_length=120)
    happened = serializers.CharField(max_length=4000)
    wish = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    contact = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    email = serializers.EmailField(max_length=160, required=False, allow_blank=True, default="")
    phone = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    machine_serial = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    order_number = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    part_number = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    department = IdField(required=False, allow_null=True, default=None)
    salesperson = IdField(required=False, allow_null=True, default=None)


class ComplaintChangeIn(ComplaintIn, VersionedInput):
    """What is put right; fields left out stay."""


class TalkIn(VersionedInput):
    """What was said to the customer; `by_letter` sends it by e-mail."""

    text = serializers.CharField(max_length=4000)
    answer = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    by_letter = serializers.BooleanField(required=False, default=False)


class ComplaintExplainIn(TalkIn):
    """An explanation, and whether the customer understood it."""

    understood = serializers.BooleanField()


class NegotiateIn(VersionedInput):
    """A round of negotiation and what came of it."""

    outcome = serializers.ChoiceField(choices=[settling.SETTLED, settling.GOES_ON, settling.ESCALATED])
    text = serializers.CharField(max_length=4000)


class ComplaintDecideIn(VersionedInput):
    """What is decided where a negotiation came to nothing; who negotiates stays where nobody else is named."""

    text = serializers.CharField(max_length=2000)
    salesperson = IdField(required=False, allow_null=True, default=None)
    settle_by = DayField(required=False, allow_null=True, default=None)


class LiabilityIn(VersionedInput):
    """Who answers for it, why, and what follows."""

    liable = serializers.ChoiceField(choices=Liable.choices)
    responsible = IdField(required=False, allow_null=True, default=None)
    cause = serializers.CharField(max_length=80)
    analysis = serializers.CharField(max_length=4000)
    conclusion = serializers.CharField(max_length=2000)


class NonConformanceIn(VersionedInput):
    """What does not conform and what becomes of it."""

    item = serializers.CharField(max_length=120)
    quantity = serializers.IntegerField(min_value=1, max_value=1_000_000, required=False, default=1)
    required = serializers.CharField(max_length=1000)  # type: ignore[assignment]  # a field of this name
    found = serializers.CharField(max_length=4000)
    disposition = serializers.ChoiceField(choices=Disposition.choices)
    expert = IdField()


class MeasuresAskedIn(VersionedInput):
    """Measures asked for once more."""

    problem = serializers.CharField(max_length=4000)


class ComplaintCloseIn(VersionedInput):
    """What the customer is told at the end."""

    text = serializers.CharField(max_length=4000)
    by_letter = serializers.BooleanField(required=False, default=False)


class ComplaintFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, severity, source, customer, division, and whether a target was missed."""

    state = django_filters.ChoiceFilter(choices=ComplaintState.choices)
    severity = django_filters.ChoiceFilter(choices=Severity.choices)
    source = django_filters.ChoiceFilter(choices=Source.choices)
    customer = IdFilter(field_name="customer_id")
    department = IdFilter(field_name="department_id")
    late = django_filters.BooleanFilter(method="only_late")

    def only_late(self, rows: QuerySet[Complaint], _name: str, value: bool) -> QuerySet[Complaint]:
        """Past a target, or not."""
        overdue = selectors.late(timezone.now())
        return rows.filter(overdue) if value else rows.exclude(overdue)


class ComplaintResource(Creates[Complaint], Changes[Complaint], Resource[Complaint]):
    """Customer service records and follows; the division judges; the panel decides through the approval tasks."""

    serializer_class = ComplaintOut
    list_serializer_class = ComplaintRow
    input_serializers = {"create": ComplaintIn, "partial_update": ComplaintChangeIn}
    permissions = dict.fromkeys(
        ("create", "partial_update", "cancel", "report_nonconformance", "ask_measures", "close"), HANDLE
    )
    filterset_class = ComplaintFilter
    ordering_fields = {"number": "number", "resolve_due": "resolve_due", "created_at": "created_at"}
    search_kind = Complaint.kind

    def visible(self, actor: Actor) -> QuerySet[Complaint]:
        return selectors.complaints_visible_to(actor)

    def for_one(self, rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
        return rows.prefetch_related("talks")

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Complaint:
        return complaints.record(draft=input_of(data), actor=actor, at=at)

    def change(self, document: Complaint, *, data: dict[str, Any], actor: Actor, at: datetime) -> Complaint:
        version = data.pop("version", None)
        draft = input_of(_as_is(document) | data)
        return complaints.change(complaint_id=document.pk, draft=draft, actor=actor, at=at, version=version)

    @move(input=ReasonIn)
    def cancel(self, document: Complaint, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Take back what was recorded by mistake or twice."""
        return complaints.cancel(
            complaint_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=TalkIn)
    def talk(self, document: Complaint, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Record what was said to the customer; the first entry is the first response."""
        complaints.talk(
            complaint_id=document.pk, text=data["text"], answer=data["answer"], by_letter=data["by_letter"],
            actor=actor, at=at, version=data.get("version"),
        )  # fmt: skip

    @move(input=LiabilityIn)
    def report_liability(self, document: Complaint, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Write the report on liability, or send a returned one again."""
        draft = LiabilityInput(data["liable"], data["cause"], data["analysis"], data["conclusion"], data["responsible"])
        liability.report(complaint_id=document.pk, draft=draft, actor=actor, at=at, version=data.get("version"))

    @move(input=ComplaintExplainIn)
    def explain(self, document: Complaint, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Explain what is not our fault; understood settles it."""
        return settling.explain(
            complaint_id=document.pk, text=data["text"], understood=data["understood"], answer=data["answer"],
            by_letter=data["by_letter"], actor=actor, at=at, version=data.get("version"),
        )  # fmt: skip

    @move(input=NegotiateIn)
    def negotiate(self, document: Complaint, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Record a round of negotiation and what came of it."""
        return settling.negotiate(
            complaint_id=document.pk, text=data["text"], outcome=data["outcome"], actor=actor, at=at,
            version=data.get("version"),
        )  # fmt: skip

    @move(input=ComplaintDecideIn)
    def decide(self, document: Complaint, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Decide how an escalated negotiation goes on: by whom, and until which day."""
        return settling.decide(
            complaint_id=document.pk, text=data["text"], salesperson_id=data["salesperson"],
            settle_by=data["settle_by"], actor=actor, at=at, version=data.get("version"),
        )  # fmt: skip

    @move(input=NonConformanceIn)
    def report_nonconformance(self, document: Complaint, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Write the non-conformance report, or change it, and ask the expert to agree."""
        draft = NonConformanceInput(
            data["item"], data["required"], data["found"], data["disposition"], data["expert"], data["quantity"]
        )
        nonconformance.report(complaint_id=document.pk, draft=draft, actor=actor, at=at, version=data.get("version"))

    @move(input=MeasuresAskedIn)
    def ask_measures(self, document: Complaint, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Ask for measures once more, where those asked for were taken back."""
        closing.ask_again(
            complaint_id=document.pk, problem=data["problem"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=ComplaintCloseIn)
    def close(self, document: Complaint, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Tell the customer that the measures work, and close."""
        return closing.tell_and_close(
            complaint_id=document.pk, text=data["text"], by_letter=data["by_letter"], actor=actor, at=at,
            version=data.get("version"),
        )  # fmt: skip

    @move(output=ComplaintCardOut, writes=False)
    def costs(self, document: Complaint, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """What it cost, paper by paper."""
        return cost_card(document, actor)

    @move(on_list=True, input=ComplaintPatternIn, output=ComplaintPatternOut, writes=False)
    def patterns(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """What the complaints the caller sees have in common."""
        return patterns.answer(data, actor=actor, at=at)


class LiabilityRow(DocumentOut):
    """A report on liability."""

    complaint = serializers.IntegerField(source="complaint_id", read_only=True)
    liable = serializers.CharField(read_only=True)
    responsible = serializers.IntegerField(source="responsible_id", read_only=True, allow_null=True)
    cause = serializers.CharField(read_only=True)
    analysis = serializers.CharField(read_only=True)
    conclusion = serializers.CharField(read_only=True)
    confirmed_at = serializers.DateTimeField(read_only=True, allow_null=True)


class LiabilityFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state and complaint."""

    state = django_filters.ChoiceFilter(choices=LiabilityState.choices)
    complaint = IdFilter(field_name="complaint_id")


class LiabilityReportResource(Resource[LiabilityReport]):
    """Written by a move of the complaint; the panel confirms through the approval tasks."""

    serializer_class = LiabilityRow
    filterset_class = LiabilityFilter
    ordering_fields = {"number": "number", "created_at": "created_at"}
    search_kind = LiabilityReport.kind

    def visible(self, actor: Actor) -> QuerySet[LiabilityReport]:
        return selectors.reports_visible_to(actor)


class NonConformanceRow(DocumentOut):
    """A non-conformance report."""

    complaint = serializers.IntegerField(source="complaint_id", read_only=True)
    part = serializers.IntegerField(source="part_id", read_only=True, allow_null=True)
    item = serializers.CharField(read_only=True)
    quantity = serializers.IntegerField(read_only=True)
    required_text = serializers.CharField(source="required", read_only=True)
    found = serializers.CharField(read_only=True)
    disposition = serializers.CharField(read_only=True)
    expert = serializers.IntegerField(source="expert_id", read_only=True)
    issued_at = serializers.DateTimeField(read_only=True, allow_null=True)


class NonConformanceFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By complaint and what becomes of it."""

    complaint = IdFilter(field_name="complaint_id")
    disposition = django_filters.ChoiceFilter(choices=Disposition.choices)


class NonConformanceReportResource(Resource[NonConformanceReport]):
    """Written by a move of the complaint; the expert it names agrees, which issues it, or sends it back."""

    serializer_class = NonConformanceRow
    filterset_class = NonConformanceFilter
    ordering_fields = {"number": "number", "created_at": "created_at"}
    search_kind = NonConformanceReport.kind

    def visible(self, actor: Actor) -> QuerySet[NonConformanceReport]:
        return selectors.nonconformances_visible_to(actor)

    @move(input=VersionedInput)
    def agree(self, document: NonConformanceReport, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Agree: the report is issued, and measures are asked for."""
        return nonconformance.agree(report_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=ReasonIn)
    def send_back(self, document: NonConformanceReport, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Send it back to customer service, with a reason."""
        return nonconformance.send_back(
            report_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )


def input_of(data: dict[str, Any]) -> ComplaintInput:
    """What was sent, as the service takes it."""
    given = {name: value for name, value in data.items() if name not in {"customer", "department", "salesperson"}}
    return ComplaintInput(
        **given, customer_id=data["customer"], department_id=data["department"], salesperson_id=data["salesperson"]
    )


def _as_is(complaint: Complaint) -> dict[str, Any]:
    """A complaint as its input has it: what is left out of a change stays."""
    plain = ("source", "severity", "title", "happened", "wish", "contact", "email", "phone")
    return {name: getattr(complaint, name) for name in plain} | {
        "customer": complaint.customer_id,
        "machine_serial": complaint.machine.serial_number if complaint.machine else "",
        "order_number": str(complaint.order or ""),
        "part_number": complaint.part.number if complaint.part else "",
        "department": complaint.department_id,
        "salesperson": complaint.salesperson_id,
    }
