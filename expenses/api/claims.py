"""`expense-claims`: reading, writing drafts, moves, and the check without a hold (api.md, EXP-02)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from approvals import selectors as approvals
from core.actors import Actor
from core.api import Changes, Creates, ReasonIn, Resource, move
from core.errors import InvalidInput, NotAllowed
from core.money import base_currency
from expenses import policies, selectors
from expenses.api import shapes
from expenses.models import Claim, ClaimLine, Flag
from expenses.selectors import flags as flag_rows
from expenses.services import checking, claim_drafts, claims, flags, granting
from expenses.services.inputs import ClaimInput, ClaimLineInput


class ExpenseClaimResource(Creates[Claim], Changes[Claim], Resource[Claim]):
    """Expense claims and suppliers' invoices. Submitting holds, final approval posts the actual."""

    serializer_class = shapes.ClaimOut
    list_serializer_class = shapes.ClaimRow
    input_serializers = {"create": shapes.ClaimIn, "partial_update": shapes.ClaimChange}
    permissions = {"create": policies.CLAIM, "check": policies.CLAIM}
    filterset_class = shapes.ClaimFilter
    ordering_fields = {"number": "number", "base_total": "base_total", "created_at": "created_at"}
    search_kind = Claim.kind

    def visible(self, actor: Actor) -> QuerySet[Claim]:
        return selectors.claims_visible_to(actor)

    def for_one(self, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        lines = ClaimLine.objects.select_related("category", "claim").order_by("position", "pk")
        return rows.prefetch_related(Prefetch("lines", lines), Prefetch("flags", Flag.objects.filter(is_current=True)))

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Claim:
        return claims.create_claim(draft=_input(data), actor=actor, at=at)

    def change(self, document: Claim, *, data: dict[str, Any], actor: Actor, at: datetime) -> Claim:
        version = data.pop("version", None)
        stored = _stored(document, with_lines="lines" not in data)
        if data.get("request", document.request_id) != document.request_id:
            for line in stored["lines"]:
                line["request_line"] = None  # the estimates of another request are found anew
        draft = _input({**stored, **data})
        return claims.change_claim(claim_id=document.pk, draft=draft, version=version, actor=actor, at=at)

    @move(input=ReasonIn)
    def submit(self, document: Claim, *, data: dict[str, Any], actor: Actor, at: datetime) -> Claim:
        """Send it to its deciders; its total is held."""
        return claims.submit_claim(claim_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=ReasonIn)
    def withdraw(self, document: Claim, *, data: dict[str, Any], actor: Actor, at: datetime) -> Claim:
        """Take it back before anybody decided."""
        return claims.withdraw_claim(claim_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=ReasonIn)
    def cancel(self, document: Claim, *, data: dict[str, Any], actor: Actor, at: datetime) -> Claim:
        """Give it up, with a reason."""
        return claims.cancel_claim(
            claim_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    @move(scope="decide", input=shapes.GrantLessIn)
    def grant_less(self, document: Claim, *, data: dict[str, Any], actor: Actor, at: datetime) -> Claim:
        """Whoever's turn it is grants less of some lines; deciding comes after."""
        task = approvals.my_task(actor, document.kind, document.pk)
        if task is None:
            raise NotAllowed(document=str(document))
        grants = {line["line"]: granting.Grant(line["amount"], line["reason"]) for line in data["lines"]}
        return granting.grant_less(
            claim_id=document.pk, task_id=task.pk, grants=grants, actor=actor, at=at, version=data.get("version")
        )

    @move(input=shapes.ExplainIn)
    def explain(self, document: Claim, *, data: dict[str, Any], actor: Actor, at: datetime) -> Claim:
        """Its maker explains what a check found; whoever decides reads it."""
        found = flag_rows.flags_of(document).filter(pk=data["flag"]).first()
        if found is None:
            raise InvalidInput(problem=_("There is no such hint on this document."))
        flags.explain_claim(claim_id=document.pk, flag_id=found.pk, text=data["text"], actor=actor, at=at)
        return document

    @move(on_list=True, input=shapes.ClaimIn, output=shapes.CheckOut, writes=False)
    def check(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> checking.Check:
        """What such a claim would find and leave; nothing is held."""
        return checking.check_claim(draft=_input(data), actor=actor, at=at)


def _input(data: dict[str, Any]) -> ClaimInput:
    usual = selectors.default_tax_rates() if any(line.get("tax_rate") is None for line in data["lines"]) else {}
    return ClaimInput(
        department_id=data["department"],
        title=data["title"],
        claim_kind=data["claim_kind"],
        purpose=data["purpose"],
        request_id=data.get("request"),
        currency=data.get("currency") or base_currency(),
        rate=data.get("rate"),
        rate_date=data.get("rate_date"),
        rate_source=data["rate_source"],
        complaint=data["complaint"],
        lines=tuple(
            ClaimLineInput(
                line_id=line.get("id"),
                category_id=line["category"],
                project_id=line.get("project"),
                request_line_id=line.get("request_line"),
                description=line["description"],
                expense_date=line["expense_date"],
                amount=line["amount"],
                tax_rate=_tax_rate(line, usual),
                supplier=line["supplier"],
                invoice_code=line["invoice_code"],
                invoice_number=line["invoice_number"],
            )
            for line in data["lines"]
        ),
    )


def _tax_rate(line: dict[str, Any], usual: dict[int, str]) -> Decimal:
    """The rate that was sent, else the category's usual one (GEN-02)."""
    sent = line.get("tax_rate")
    return Decimal(usual.get(line["category"], "0")) if sent is None else Decimal(sent)


def _stored(document: Claim, *, with_lines: bool) -> dict[str, Any]:
    """The claim as if it were sent again: what a change leaves out stays."""
    own = claim_drafts.own_rate(document)
    lines = document.lines.all() if with_lines else ()
    return {
        "department": document.department_id,
        "title": document.title,
        "claim_kind": document.claim_kind,
        "purpose": document.purpose,
        "request": document.request_id,
        "currency": document.currency,
        "rate": own.rate if own is not None else None,
        "rate_date": document.rate_date,
        "rate_source": document.rate_source,
        "complaint": document.complaint,
        "lines": [
            {
                "id": line.pk,
                "category": line.category_id,
                "project": line.project_id,
                "request_line": line.request_line_id,
                "description": line.description,
                "expense_date": line.expense_date,
                "amount": line.amount,
                "tax_rate": line.tax_rate,
                "supplier": line.supplier,
                "invoice_code": line.invoice_code,
                "invoice_number": line.invoice_number,
            }
            for line in lines
        ],
    }
