"""What the pages of a request and a claim show: lines under their control keys, sums, what may be done (picture 03)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from core.actors import Actor
from core.documents import may
from core.money import ZERO, base_currency
from expenses import policies
from expenses.choices import ClaimState, RequestState
from expenses.models import Claim, ClaimLine, RequestChange, SpendRequest, SpendRequestLine
from expenses.selectors.impacts import KeyImpact, keys_of_claims, keys_of_requests
from expenses.selectors.visibility import claims_visible_to, live_claims

Line = TypeVar("Line", SpendRequestLine, ClaimLine)


@dataclass(frozen=True, slots=True)
class Numbered(Generic[Line]):
    """A line with the number it carries on the page."""

    number: int
    line: Line


@dataclass(frozen=True, slots=True)
class KeyGroup(Generic[Line]):
    """The lines that draw on one control key, under its one bar; no bar while nothing is held or spent."""

    label: str
    impacts: tuple[KeyImpact, ...]
    rows: tuple[Numbered[Line], ...]
    total: Decimal


@dataclass(frozen=True, slots=True)
class Doors:
    """Which buttons show: each asks what its service asks."""

    edit: bool = False
    submit: bool = False
    withdraw: bool = False
    cancel: bool = False
    close: bool = False
    close_needs_reason: bool = False
    adjust: bool = False
    claim: bool = False
    correct: bool = False

    @property
    def any(self) -> bool:
        """Whether the reader can do anything here."""
        return self.edit or self.submit or self.withdraw or self.cancel or self.close or self.adjust or self.claim


@dataclass(frozen=True, slots=True)
class RequestPage:
    """A spend request with all its page shows."""

    request: SpendRequest
    groups: tuple[KeyGroup[SpendRequestLine], ...]
    held: Decimal
    used: Decimal
    claims: tuple[Claim, ...]
    changes: tuple[RequestChange, ...]
    doors: Doors
    days_left: int | None

    @property
    def has_bars(self) -> bool:
        """Whether a legend is needed."""
        return any(group.impacts for group in self.groups)


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A claim with all its page shows."""

    claim: Claim
    groups: tuple[KeyGroup[ClaimLine], ...]
    net: Decimal
    tax: Decimal
    request_held: Decimal
    doors: Doors

    @property
    def has_bars(self) -> bool:
        """Whether a legend is needed."""
        return any(group.impacts for group in self.groups)

    @property
    def is_foreign(self) -> bool:
        """Whether the amounts were converted (GEN-02b)."""
        return self.claim.currency != base_currency()


def request_page(*, request: SpendRequest, actor: Actor, today: date) -> RequestPage:
    """The page of a request the actor sees."""
    lines = list(request.lines.select_related("category", "project"))
    claims = claims_visible_to(actor).filter(request=request).select_related("created_by").order_by("created_at")
    is_open = request.state == RequestState.APPROVED
    return RequestPage(
        request=request,
        groups=_grouped(lines, keys_of_requests([request.pk]).get(request.pk, [])),
        held=sum((line.held for line in lines), ZERO),
        used=sum((line.used for line in lines), ZERO),
        claims=tuple(claims),
        changes=tuple(request.changes.select_related("line", "changed_by")),
        doors=_request_doors(request, actor, today, has_claims=live_claims(request).exists()),
        days_left=(request.end_date - today).days if is_open else None,
    )


def claim_page(*, claim: Claim, actor: Actor) -> ClaimPage:
    """The page of a claim the actor sees."""
    lines = list(claim.lines.select_related("category", "project", "period", "request_line"))
    net = sum((line.net_amount for line in lines), ZERO)
    request = claim.request
    held = request.lines.all() if request is not None else ()
    return ClaimPage(
        claim=claim,
        groups=_grouped(lines, keys_of_claims([claim.pk]).get(claim.pk, [])),
        net=net,
        tax=claim.total - net,
        request_held=sum((line.held for line in held), ZERO),
        doors=Doors(
            edit=policies.can_amend_claim(claim, actor),
            submit=may(claim, "submit", actor),
            withdraw=may(claim, "withdraw", actor),
            cancel=may(claim, "cancel", actor),
            correct=claim.state == ClaimState.APPROVED and policies.can_correct(claim, actor),
        ),
    )


def _request_doors(request: SpendRequest, actor: Actor, today: date, *, has_claims: bool) -> Doors:
    return Doors(
        edit=policies.can_amend_request(request, actor) and not request.approved_total,
        submit=may(request, "submit", actor),
        withdraw=may(request, "withdraw", actor),
        cancel=may(request, "cancel", actor) and not has_claims,
        close=may(request, "close", actor),
        close_needs_reason=not policies.is_owner(request, actor),
        adjust=may(request, "adjust", actor),
        claim=request.state == RequestState.APPROVED
        and request.end_date >= today
        and actor.can(policies.CLAIM, request.department_id),
    )


def _grouped(lines: Sequence[Line], impacts: Sequence[KeyImpact]) -> tuple[KeyGroup[Line], ...]:
    """Lines under their category, in the order in which the categories first appear; numbered through."""
    order: dict[int, list[Line]] = {}
    for line in lines:
        order.setdefault(line.category_id, []).append(line)
    groups, number = [], 0
    for category_id, members in order.items():
        rows = tuple(Numbered(number + place, line) for place, line in enumerate(members, start=1))
        number += len(members)
        groups.append(
            KeyGroup(
                label=members[0].category.name,
                impacts=tuple(impact for impact in impacts if impact.category_id == category_id),
                rows=rows,
                total=sum((line.amount for line in members), ZERO),
            )
        )
    return tuple(groups)
