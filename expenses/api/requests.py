"""`spend-requests`: reading, writing drafts, moves, and the check without a hold (api.md, EXP-01)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from core.actors import Actor
from core.api import Changes, Creates, ReasonIn, Resource, move
from core.errors import InvalidInput
from expenses import policies, selectors
from expenses.api import shapes
from expenses.errors import LineTwice
from expenses.models import Flag, SpendRequest, SpendRequestLine
from expenses.selectors import flags as flag_rows
from expenses.services import checking, flags, requests, topups
from expenses.services.inputs import RequestInput, RequestLineInput


class SpendRequestResource(Creates[SpendRequest], Changes[SpendRequest], Resource[SpendRequest]):
    """Requests to spend before spending. Submitting holds budget; what is not used is released."""

    serializer_class = shapes.RequestOut
    list_serializer_class = shapes.RequestRow
    input_serializers = {"create": shapes.RequestIn, "partial_update": shapes.RequestChange}
    permissions = {"create": policies.REQUEST, "check": policies.REQUEST}
    filterset_class = shapes.RequestFilter
    ordering_fields = {"number": "number", "total": "total", "created_at": "created_at", "end_date": "end_date"}
    search_kind = SpendRequest.kind

    def visible(self, actor: Actor) -> QuerySet[SpendRequest]:
        return selectors.requests_visible_to(actor)

    def for_one(self, rows: QuerySet[SpendRequest]) -> QuerySet[SpendRequest]:
        lines = SpendRequestLine.objects.select_related("category").order_by("position", "pk")
        return rows.prefetch_related(Prefetch("lines", lines), Prefetch("flags", Flag.objects.filter(is_current=True)))

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> SpendRequest:
        return requests.create_request(draft=_input(data), actor=actor, at=at)

    def change(self, document: SpendRequest, *, data: dict[str, Any], actor: Actor, at: datetime) -> SpendRequest:
        version = data.pop("version", None)
        draft = _input({**_stored(document, with_lines="lines" not in data), **data})
        return requests.change_request(request_id=document.pk, draft=draft, version=version, actor=actor, at=at)

    @move(input=ReasonIn)
    def submit(self, document: SpendRequest, *, data: dict[str, Any], actor: Actor, at: datetime) -> SpendRequest:
        """Send it to its deciders; its estimates are held."""
        return requests.submit_request(request_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=ReasonIn)
    def withdraw(self, document: SpendRequest, *, data: dict[str, Any], actor: Actor, at: datetime) -> SpendRequest:
        """Take it, or its waiting top-up, back before anybody decided."""
        return requests.withdraw_request(request_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=ReasonIn)
    def cancel(self, document: SpendRequest, *, data: dict[str, Any], actor: Actor, at: datetime) -> SpendRequest:
        """Give it up, with a reason."""
        return requests.cancel_request(
            request_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=ReasonIn)
    def close(self, document: SpendRequest, *, data: dict[str, Any], actor: Actor, at: datetime) -> SpendRequest:
        """Close it: what claims have not taken is released."""
        return requests.close_request(
            request_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=shapes.TopUpIn)
    def top_up(self, document: SpendRequest, *, data: dict[str, Any], actor: Actor, at: datetime) -> SpendRequest:
        """Raise or cut lines of an approved request, with a reason."""
        return topups.change_amounts(
            request_id=document.pk,
            amounts=_amounts(data["lines"]),
            reason=data["reason"],
            actor=actor,
            at=at,
            version=data.get("version"),
        )

    @move(input=shapes.ExplainIn)
    def explain(self, document: SpendRequest, *, data: dict[str, Any], actor: Actor, at: datetime) -> SpendRequest:
        """Its maker explains what a check found; whoever decides reads it."""
        found = flag_rows.flags_of(document).filter(pk=data["flag"]).first()
        if found is None:
            raise InvalidInput(problem=_("There is no such hint on this document."))
        flags.explain_request(request_id=document.pk, flag_id=found.pk, text=data["text"], actor=actor, at=at)
        return document

    @move(on_list=True, input=shapes.RequestIn, output=shapes.CheckOut, writes=False)
    def check(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> checking.Check:
        """What such a request would find and leave; nothing is held."""
        return checking.check_request(draft=_input(data), actor=actor, at=at)


def _amounts(lines: list[dict[str, Any]]) -> dict[int, Decimal]:
    """By how much each line is raised or cut. Raises LineTwice: the second of two would win unseen."""
    amounts: dict[int, Decimal] = {}
    for line in lines:
        if line["line"] in amounts:
            raise LineTwice(line=line["line"])
        amounts[line["line"]] = line["amount"]
    return amounts


def _input(data: dict[str, Any]) -> RequestInput:
    return RequestInput(
        department_id=data["department"],
        title=data["title"],
        purpose=data["purpose"],
        supplier=data["supplier"],
        expected_date=data["expected_date"],
        end_date=data["end_date"],
        single_use=data["single_use"],
        complaint=data["complaint"],
        lines=tuple(
            RequestLineInput(
                line_id=line.get("id"),
                category_id=line["category"],
                project_id=line.get("project"),
                description=line["description"],
                amount=line["amount"],
            )
            for line in data["lines"]
        ),
    )


def _stored(document: SpendRequest, *, with_lines: bool) -> dict[str, Any]:
    """The request as if it were sent again: what a change leaves out stays."""
    lines = document.lines.all() if with_lines else ()
    return {
        "department": document.department_id,
        "title": document.title,
        "purpose": document.purpose,
        "supplier": document.supplier,
        "expected_date": document.expected_date,
        "end_date": document.end_date,
        "single_use": document.single_use,
        "complaint": document.complaint,
        "lines": [
            {
                "id": line.pk,
                "category": line.category_id,
                "project": line.project_id,
                "description": line.description,
                "amount": line.amount,
            }
            for line in lines
        ],
    }
