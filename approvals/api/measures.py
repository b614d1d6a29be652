"""`approval-measures`: time per step, what waits now, returns per author (APR-13)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from approvals import policies, selectors
from approvals.models import Case
from approvals.selectors import MeasureFilter
from core.actors import Actor
from core.api import Input, Resource, move
from core.api.fields import DayField, IdField, PlainDecimalField
from core.errors import NotAllowed

USUAL = timedelta(days=90)


class MeasuresIn(Input):
    """A kind of document, a department with those below, days from and until; the last ninety where none is named."""

    document_kind = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    department = IdField(required=False, allow_null=True, default=None)
    start = DayField(required=False, allow_null=True, default=None)
    until = DayField(required=False, allow_null=True, default=None)


class StepTimeOut(serializers.Serializer[Any]):
    """How long a step takes, in working days: half within `middle`, nine of ten within `most`."""

    document_kind = serializers.CharField(source="kind", read_only=True)
    step = serializers.CharField(source="name", read_only=True)
    count = serializers.IntegerField(read_only=True)
    middle = PlainDecimalField(max_digits=10, decimal_places=2, read_only=True)
    most = PlainDecimalField(max_digits=10, decimal_places=2, read_only=True)
    longest = PlainDecimalField(max_digits=10, decimal_places=2, read_only=True)


class WaitingOut(serializers.Serializer[Any]):
    """What waits for one person now; `oldest` in working days."""

    person = serializers.IntegerField(source="person.pk", read_only=True)
    name = serializers.CharField(source="person.name", read_only=True)
    count = serializers.IntegerField(read_only=True)
    overdue = serializers.IntegerField(read_only=True)
    oldest = serializers.IntegerField(read_only=True)


class AuthorOut(serializers.Serializer[Any]):
    """How the rounds of one author ended."""

    person = serializers.IntegerField(source="person.pk", read_only=True)
    name = serializers.CharField(source="person.name", read_only=True)
    rounds = serializers.IntegerField(read_only=True)
    returned = serializers.IntegerField(read_only=True)
    rejected = serializers.IntegerField(read_only=True)


class MeasuresOut(serializers.Serializer[Any]):
    """The three tables, and how many rounds run and how many of them stand still."""

    steps = StepTimeOut(many=True, read_only=True)
    waiting = WaitingOut(many=True, read_only=True)
    authors = AuthorOut(many=True, read_only=True)
    running = serializers.IntegerField(read_only=True)
    stuck = serializers.IntegerField(read_only=True)


class MeasuresResource(Resource[Case]):
    """How approvals go: there is one call, and neither a list nor an id. The rounds behind it are `approval-cases`."""

    serializer_class = MeasuresOut
    filter_backends = ()  # type: ignore[assignment]
    pagination_class = None  # type: ignore[assignment]

    @move(on_list=True, input=MeasuresIn, output=MeasuresOut, writes=False)
    def ask(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> dict[str, Any]:
        """Measure rounds of approval; nothing is written."""
        if not policies.can_see_routes(actor):
            raise NotAllowed(document=_("Approval times"))
        today = timezone.localdate(at)
        until = data["until"] or today
        chosen = MeasureFilter(
            start=data["start"] or until - USUAL,
            end=until + timedelta(days=1),
            kind=data["document_kind"],
            department_id=data["department"],
        )
        running, stuck = selectors.running_count(actor, chosen)
        return {
            "steps": selectors.step_times(actor, chosen),
            "waiting": selectors.waiting_by_person(actor, chosen, on=today),
            "authors": selectors.returns_by_author(actor, chosen),
            "running": running,
            "stuck": stuck,
        }


approval_measures = MeasuresResource.as_view({"post": "ask"}, basename="approval-measures")
