"""`approval-routes`: who decides on a kind of document, in which order (APR-03)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from approvals import forms, policies, registry, selectors, services
from approvals.choices import StepMode, WhoKind
from approvals.models import Route
from approvals.services import StepDraft
from core.actors import Actor
from core.api import AmountSerializerField, Creates, Input, ReasonIn, Resource, Router, move
from core.api.fields import CurrencyField, IdField, LinesField
from core.api.filters import IdFilter, KindFilter
from core.errors import InvalidInput
from organization.choices import DepartmentStatus
from organization.models import Department, Person, Role

MOST_STEPS = 30
NEED_ROLE = {WhoKind.ROLE_IN_DEPARTMENT, WhoKind.ROLE_IN_COMPANY}


class RouteReviewIn(Input):
    """A department that reviews, and what it is asked."""

    department = IdField()
    question = serializers.CharField(max_length=200)


class StepIn(Input):
    """One step: who, when it applies, how many must agree, how many working days it may take. `role` is a code."""

    name_zh = serializers.CharField(max_length=80)
    name_en = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    who = serializers.ChoiceField(choices=WhoKind.choices)
    role = serializers.SlugField(max_length=40, required=False, allow_null=True, default=None)
    person = IdField(required=False, allow_null=True, default=None)
    mode = serializers.ChoiceField(choices=StepMode.choices, default=StepMode.ANY)
    days_allowed = serializers.IntegerField(min_value=1, max_value=60, default=2)
    amount_from = AmountSerializerField(required=False, allow_null=True, default=None)
    amount_below = AmountSerializerField(required=False, allow_null=True, default=None)
    category_codes = serializers.ListField(child=serializers.CharField(max_length=40), default=list, max_length=200)
    needs_flag = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    reviews = serializers.ListField(child=RouteReviewIn(), default=list, max_length=forms.MOST_REVIEWS)


class RouteIn(Input):
    """A new version of a route. `replaces` is the id of the route in use that was read; null where there is none."""

    document_kind = serializers.SlugField(max_length=40)
    department = IdField(required=False, allow_null=True, default=None)
    replaces = IdField(required=False, allow_null=True, default=None)
    steps = LinesField(child=StepIn(), allow_empty=False, max_length=MOST_STEPS)


class ReviewOut(serializers.Serializer[Any]):
    """A department that reviews, and what it is asked."""

    department = serializers.IntegerField(read_only=True)
    question = serializers.CharField(read_only=True)


class RouteStepOut(serializers.Serializer[Any]):
    """One step, in its order."""

    position = serializers.IntegerField(read_only=True)
    name_zh = serializers.CharField(read_only=True)
    name_en = serializers.CharField(read_only=True)
    who = serializers.CharField(read_only=True)
    role = serializers.CharField(source="role.code", read_only=True, allow_null=True, default=None)
    person = serializers.IntegerField(source="person_id", read_only=True, allow_null=True)
    mode = serializers.CharField(read_only=True)
    days_allowed = serializers.IntegerField(read_only=True)
    currency = CurrencyField()
    amount_from = AmountSerializerField(read_only=True, allow_null=True)
    amount_below = AmountSerializerField(read_only=True, allow_null=True)
    category_codes = serializers.ListField(child=serializers.CharField(), read_only=True)
    needs_flag = serializers.CharField(read_only=True)
    reviews = ReviewOut(many=True, read_only=True)


class RouteOut(serializers.Serializer[Any]):
    """A route in use; `department` null is the company's."""

    id = serializers.IntegerField(read_only=True)
    document_kind = serializers.CharField(read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)
    retired_at = serializers.DateTimeField(read_only=True, allow_null=True)
    steps = RouteStepOut(many=True, read_only=True)


class RouteFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By kind of document and department."""

    document_kind = KindFilter(field_name="document_kind")
    department = IdFilter(field_name="department_id")


class ApprovalRouteResource(Creates[Route], Resource[Route]):
    """Routes in use. A change is a new version: cases under way keep the steps they copied."""

    serializer_class = RouteOut
    input_serializers = {"create": RouteIn}
    permissions = {"create": policies.EDIT_ROUTES}
    filterset_class = RouteFilter
    ordering_fields = {"document_kind": "document_kind"}

    def visible(self, actor: Actor) -> QuerySet[Route]:
        rows = selectors.routes_in_use()
        return rows if policies.can_see_routes(actor) else rows.none()

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Route:
        department_id = data["department"]
        if data["document_kind"] not in registry.kinds():
            raise InvalidInput(problem=_("There is no such kind of document."))
        open_ones = Department.objects.filter(status=DepartmentStatus.ACTIVE)
        if department_id is not None and not open_ones.filter(pk=department_id).exists():
            raise InvalidInput(problem=_("This department does not exist."))
        return services.save_route(
            kind=data["document_kind"],
            department_id=department_id,
            steps=[_draft(step) for step in data["steps"]],
            replaces=data["replaces"],
            actor=actor,
            at=at,
        )

    @move(input=ReasonIn)
    def retire(self, document: Route, *, data: dict[str, Any], actor: Actor, at: datetime) -> Route:
        """Take a department's own route out of use; the one above serves it again."""
        return services.retire_route(route_id=document.pk, reason=data["reason"], actor=actor, at=at)


def _draft(step: dict[str, Any]) -> StepDraft:
    """A step as the service takes it; role or person only where the kind of step asks for one, and then it exists."""
    who = step["who"]
    role = Role.objects.filter(code=step["role"] or "").first() if who in NEED_ROLE else None
    if who in NEED_ROLE and role is None:
        raise InvalidInput(problem=_("Choose the role that decides."))
    people = Person.objects.filter(is_active=True)
    if who == WhoKind.PERSON and not people.filter(pk=step["person"] or 0).exists():
        raise InvalidInput(problem=_("Choose the person who decides."))
    start, below = step["amount_from"], step["amount_below"]
    if start is not None and below is not None and below <= start:
        raise InvalidInput(problem=_("This has to be more than “from”."))
    known = {code for code, _label in registry.category_choices()}
    if strange := set(step["category_codes"]) - known:
        raise InvalidInput(problem=_("There is no category %(codes)s.") % {"codes": ", ".join(sorted(strange))})
    if step["needs_flag"] and step["needs_flag"] not in registry.flag_words():
        raise InvalidInput(problem=_("There is no such flag."))
    return StepDraft(
        name_zh=step["name_zh"],
        name_en=step["name_en"],
        who=who,
        mode=step["mode"],
        role_id=role.pk if role is not None else None,
        person_id=step["person"] if who == WhoKind.PERSON else None,
        amount_from=start,
        amount_below=below,
        category_codes=tuple(step["category_codes"]),
        needs_flag=step["needs_flag"],
        days_allowed=step["days_allowed"],
        reviews=tuple((one["department"], one["question"]) for one in step["reviews"]),
    )


def register(router: Router) -> None:
    """Give the resource its address."""
    router.register("approval-routes", ApprovalRouteResource, basename="approval-routes")
