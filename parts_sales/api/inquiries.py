"""`inquiries` and `violations`: who asked for parts, and who quoted without the right (PSL-10)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import Creates, DocumentOut, Input, ReasonIn, Resource, move
from core.api.fields import IdField, MomentField
from parts_sales import policies
from parts_sales.choices import ConfirmedBy
from parts_sales.models import Inquiry, Violation
from parts_sales.selectors.inquiries import inquiries_visible_to, violations_visible_to
from parts_sales.services import inquiries


class InquiryIn(Input):
    """What a customer asks for; who is not known yet is named by `caller`."""

    customer = IdField(required=False, allow_null=True, default=None)
    caller = serializers.CharField(max_length=160, required=False, allow_blank=True, default="")
    way = serializers.ChoiceField(choices=ConfirmedBy.choices)
    machine = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    wanted = serializers.CharField(max_length=4000)
    received_at = MomentField()
    handed_to = IdField(required=False, allow_null=True, default=None)


class InquiryOut(DocumentOut):
    """An inquiry, with when it was handed over and to whom."""

    customer = serializers.IntegerField(source="customer_id", read_only=True, allow_null=True)
    caller = serializers.CharField(read_only=True)
    way = serializers.CharField(read_only=True)
    machine = serializers.CharField(read_only=True)
    wanted = serializers.CharField(read_only=True)
    received_at = serializers.DateTimeField(read_only=True)
    handed_over_at = serializers.DateTimeField(read_only=True)
    handed_to = serializers.IntegerField(source="handed_to_id", read_only=True)


class InquiryResource(Creates[Inquiry], Resource[Inquiry]):
    """Inquiries: recorded by commerce and the service department, handed over by that (PSL-10)."""

    serializer_class = InquiryOut
    input_serializers = {"create": InquiryIn}
    search_kind = Inquiry.kind

    def visible(self, actor: Actor) -> QuerySet[Inquiry]:
        return inquiries_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Inquiry:
        customer, handed_to = data.pop("customer"), data.pop("handed_to")
        return inquiries.record_inquiry(customer_id=customer, handed_to_id=handed_to, actor=actor, at=at, **data)

    @move(input=ReasonIn)
    def close(self, document: Inquiry, *, data: dict[str, Any], actor: Actor, at: datetime) -> Inquiry:
        """Nothing is quoted, for this reason."""
        return inquiries.close_inquiry(
            inquiry_id=document.pk, actor=actor, at=at, reason=data["reason"], version=data.get("version")
        )


class ViolationIn(Input):
    """Who quoted without the right, and what happened."""

    person = IdField()
    happened_on = serializers.DateField()
    facts = serializers.CharField(max_length=4000)
    inquiry = IdField(required=False, allow_null=True, default=None)


class ViolationOut(DocumentOut):
    """A violation with what its manager proposed and management decided."""

    person = serializers.IntegerField(source="person_id", read_only=True)
    happened_on = serializers.DateField(read_only=True)
    facts = serializers.CharField(read_only=True)
    proposal = serializers.CharField(read_only=True)
    decision = serializers.CharField(read_only=True)


class ViolationResource(Creates[Violation], Resource[Violation]):
    """Violations of the service department's sole right to quote (PSL-10)."""

    serializer_class = ViolationOut
    input_serializers = {"create": ViolationIn}
    permissions = {"decide": policies.DECIDE_VIOLATION, "propose": policies.APPROVE}
    search_kind = Violation.kind

    def visible(self, actor: Actor) -> QuerySet[Violation]:
        return violations_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Violation:
        person, inquiry = data.pop("person"), data.pop("inquiry")
        return inquiries.report_violation(person_id=person, inquiry_id=inquiry, actor=actor, at=at, **data)

    @move(input=ReasonIn)
    def propose(self, document: Violation, *, data: dict[str, Any], actor: Actor, at: datetime) -> Violation:
        """The manager's proposal, as `reason`."""
        return inquiries.propose_measure(
            violation_id=document.pk, proposal=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=ReasonIn)
    def decide(self, document: Violation, *, data: dict[str, Any], actor: Actor, at: datetime) -> Violation:
        """Management's decision, as `reason`."""
        return inquiries.decide_violation(
            violation_id=document.pk, decision=data["reason"], actor=actor, at=at, version=data.get("version")
        )
