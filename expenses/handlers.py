"""How approvals ask about requests and claims, and tell them how a round ended (APR-01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from approvals.registry import Facts, Impact
from core import formats
from core.actors import Actor
from core.money import ZERO
from expenses import locks
from expenses.choices import RequestState
from expenses.models import Claim, SpendRequest
from expenses.selectors import flags, impacts
from expenses.services import claims, facts, requests


class SpendRequestHandler:
    """Spend requests: the hold is made at submission; approval only opens it to claims."""

    kind = SpendRequest.kind

    def lock(self, document_id: int) -> None:
        """Lock the request's row; its lines are covered by it."""
        locks.lock_request(document_id)

    def facts(self, document_id: int) -> Facts:
        """The request as it is now."""
        request = SpendRequest.objects.get(pk=document_id)
        return facts.of_request(
            request,
            list(request.lines.select_related("category")),
            checked=flags.counts_of(request),
            by_override=impacts.goes_by_override(impacts.keys_of_requests, document_id),
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
        claim = Claim.objects.select_related("request").get(pk=document_id)
        return facts.of_claim(
            claim,
            list(claim.lines.select_related("category")),
            checked=flags.counts_of(claim),
            by_override=impacts.goes_by_override(impacts.keys_of_claims, document_id),
        )

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
