"""How approvals ask about requests and claims, and tell them how a round ended (APR-01)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals.registry import Facts, Impact
from core import formats
from core.actors import Actor
from core.money import ZERO, base_currency
from expenses import locks, rules
from expenses.choices import RequestState
from expenses.models import Claim, SpendRequest
from expenses.selectors import impacts
from expenses.services import claims, requests


class SpendRequestHandler:
    """Spend requests: the hold is made at submission; approval only opens it to claims."""

    kind = SpendRequest.kind

    def lock(self, document_id: int) -> None:
        """Lock the request's row; its lines are covered by it."""
        locks.lock_request(document_id)

    def facts(self, document_id: int) -> Facts:
        """The request as it is now."""
        request = SpendRequest.objects.select_related("department", "created_by").get(pk=document_id)
        lines = list(request.lines.select_related("category"))
        return Facts(
            department_id=request.department_id,
            makers=frozenset({request.created_by_id}),
            number=request.number or "",
            title=request.title,
            amount=request.total,
            currency=request.currency,
            category_codes=frozenset(line.category.code for line in lines),
            flags=rules.flags_of(
                outcome=request.outcome, by_override=impacts.goes_by_override(impacts.keys_of_requests, document_id)
            ),
            document_version=request.version,
            fingerprint=fingerprint(
                request.department_id,
                request.title,
                request.purpose,
                request.expected_date,
                request.end_date,
                request.single_use,
                request.supplier,
                [(line.category_id, line.project_id, line.description, line.amount) for line in lines],
            ),
            summary={"lines": len(lines), "outcome": request.outcome},
        )

    def approved(self, *, document_id: int, actor: Actor, at: datetime) -> None:
        """Claims may use it from now on."""
        requests.approved(request_id=document_id, actor=actor, at=at)

    def returned(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Back to its maker, the hold released."""
        requests.returned(request_id=document_id, actor=actor, at=at, reason=reason)

    def rejected(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Over, the hold released."""
        requests.rejected(request_id=document_id, actor=actor, at=at, reason=reason)

    def impacts(self, document_ids: Sequence[int]) -> dict[int, list[Impact]]:
        """One bar for each control key of each request."""
        return impacts.of_requests(document_ids)

    def consequence(self, document_id: int) -> str:
        """What approving does."""
        request = SpendRequest.objects.get(pk=document_id)
        return _("%(amount)s stays held until %(day)s; claims may use it.") % {
            "amount": formats.amount(request.total),
            "day": formats.day(request.end_date),
        }


class ExpenseClaimHandler:
    """Claims and supplier invoices: final approval turns what is held into what is spent (EXP-06)."""

    kind = Claim.kind

    def lock(self, document_id: int) -> None:
        """Lock the claim and the request it stands on, in this order: both may change at the end."""
        locks.lock_claim_with_request(document_id)

    def facts(self, document_id: int) -> Facts:
        """The claim as it is now; its amount in the base currency."""
        claim = Claim.objects.select_related("department", "created_by", "request").get(pk=document_id)
        lines = list(claim.lines.select_related("category"))
        return Facts(
            department_id=claim.department_id,
            makers=frozenset({claim.created_by_id}),
            number=claim.number or "",
            title=claim.title,
            amount=claim.base_total,
            currency=base_currency(),
            category_codes=frozenset(line.category.code for line in lines),
            flags=rules.flags_of(
                outcome=claim.outcome,
                is_above_request=claim.is_above_request,
                is_prior_period=any(line.is_prior_period for line in lines),
                is_foreign=claim.currency != base_currency(),
                rate_differs=claim.rate_differs,
                is_cut=any(line.is_cut for line in lines),
                by_override=impacts.goes_by_override(impacts.keys_of_claims, document_id),
            ),
            document_version=claim.version,
            fingerprint=fingerprint(
                claim.department_id,
                claim.title,
                claim.purpose,
                claim.claim_kind,
                claim.request_id,
                claim.currency,
                claim.rate.normalize(),
                claim.rate_date,
                claim.rate_source,
                [
                    (
                        line.category_id, line.project_id, line.description, line.expense_date, line.asked_amount,
                        line.tax_rate.normalize(), line.supplier, line.invoice_code, line.invoice_number,
                    )
                    for line in lines
                ],
            ),
            summary={
                "lines": len(lines),
                "outcome": claim.outcome,
                "request": claim.request.number if claim.request else "",
                "document_amount": str(claim.total),
                "document_currency": claim.currency,
                "rate": f"{claim.rate.normalize():f}",
            },
        )  # fmt: skip

    def approved(self, *, document_id: int, actor: Actor, at: datetime) -> None:
        """Post the actual, release the hold, close a request for one claim: all or nothing (EXP-06)."""
        claims.approved(claim_id=document_id, actor=actor, at=at)

    def returned(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Back to its maker, nothing held."""
        claims.returned(claim_id=document_id, actor=actor, at=at, reason=reason)

    def rejected(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Over, nothing held."""
        claims.rejected(claim_id=document_id, actor=actor, at=at, reason=reason)

    def impacts(self, document_ids: Sequence[int]) -> dict[int, list[Impact]]:
        """One bar for each control key of each claim."""
        return impacts.of_claims(document_ids)

    def consequence(self, document_id: int) -> str:
        """What approving does: what turns from held to spent, and what is released."""
        claim = Claim.objects.select_related("request").get(pk=document_id)
        released = ZERO
        if claim.request is not None and claim.request.single_use and claim.request.state == RequestState.APPROVED:
            released = sum((line.held for line in claim.request.lines.all()), ZERO)
        amount = formats.amount(claim.base_total)
        if released:
            return _("%(amount)s turns from held to spent, %(released)s is released.") % {
                "amount": amount,
                "released": formats.amount(released),
            }
        return _("%(amount)s turns from held to spent.") % {"amount": amount}


def fingerprint(*fields: Any) -> str:
    """The SHA-256 of the fields that matter (APR-10)."""
    text = json.dumps(fields, default=str, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
