"""Random walks through the lives of requests and claims: what lines say they hold is what the ledger says (LED-05b)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.models import Task
from budgets.models import BudgetBalance
from core.errors import DomainError
from core.money import ZERO
from expenses.models import Claim, SpendRequest
from expenses.services import claims, corrections, endings, granting, requests, topups
from expenses.services.corrections import CorrectionInput
from tests.factories import expenses as make
from tests.factories.expenses import AT
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm")]

AMOUNTS = st.sampled_from(["0.01", "33.33", "250.00", "999.99", "1200.00", "6000.00"])
STEPS = st.tuples(
    st.sampled_from(
        [
            "new request", "new claim", "claim on request", "submit request", "submit claim", "change request",
            "change claim", "withdraw request", "withdraw claim", "approve request", "approve claim",
            "return request", "return claim", "reject request", "reject claim", "raise", "cut", "close",
            "cancel request", "cancel claim", "expire", "grant less", "reverse",
        ]
    ),
    st.integers(0, 3),
    AMOUNTS,
    st.booleans(),
)  # fmt: skip


class Lives:
    """One maker's documents on one category, and everything that can happen to them."""

    def __init__(self, maker: Any, category: Any) -> None:
        self.maker, self.category, self.actor = maker, category, actor_of(maker)

    def step(self, what: str, which: int, amount: str, flag: bool) -> None:
        acts: dict[str, Callable[[], object]] = {
            "new request": lambda: make.draft_request(self.maker, self._estimate(amount), single_use=flag),
            "new claim": lambda: make.draft_claim(self.maker, self._expense(amount)),
            "claim on request": lambda: make.draft_claim(
                self.maker, self._expense(amount), request_id=self._request(which).pk
            ),
            "submit request": lambda: requests.submit_request(
                request_id=self._request(which).pk, actor=self.actor, at=AT
            ),
            "submit claim": lambda: claims.submit_claim(claim_id=self._claim(which).pk, actor=self.actor, at=AT),
            "change request": lambda: requests.change_request(
                request_id=self._request(which).pk,
                draft=make.request_draft(self.maker.department, self._estimate(amount), self._estimate("10.00")),
                version=None,
                actor=self.actor,
                at=AT,
            ),
            "change claim": lambda: self._change_claim(self._claim(which), amount),
            "withdraw request": lambda: requests.withdraw_request(
                request_id=self._request(which).pk, actor=self.actor, at=AT
            ),
            "withdraw claim": lambda: claims.withdraw_claim(claim_id=self._claim(which).pk, actor=self.actor, at=AT),
            "approve request": lambda: self._decide(self._request(which), "APPROVE"),
            "approve claim": lambda: self._decide(self._claim(which), "APPROVE"),
            "return request": lambda: self._decide(self._request(which), "RETURN"),
            "return claim": lambda: self._decide(self._claim(which), "RETURN"),
            "reject request": lambda: self._decide(self._request(which), "REJECT"),
            "reject claim": lambda: self._decide(self._claim(which), "REJECT"),
            "raise": lambda: self._adjust(self._request(which), Decimal(amount)),
            "cut": lambda: self._adjust(self._request(which), -Decimal(amount)),
            "close": lambda: requests.close_request(request_id=self._request(which).pk, actor=self.actor, at=AT),
            "cancel request": lambda: requests.cancel_request(
                request_id=self._request(which).pk, reason="不用了", actor=self.actor, at=AT
            ),
            "cancel claim": lambda: claims.cancel_claim(
                claim_id=self._claim(which).pk, reason="不用了", actor=self.actor, at=AT
            ),
            "grant less": lambda: self._grant_less(self._claim(which), Decimal(amount)),
            "reverse": lambda: self._reverse(self._claim(which), Decimal(amount)),
            "expire": lambda: endings.expire_request(request_id=self._request(which).pk, at=make.later(days=60)),
        }
        with contextlib.suppress(
            DomainError, LookupError, ObjectDoesNotExist
        ):  # refused, or no such document yet: nothing may have changed, which `verify` sees
            acts[what]()

    def verify(self) -> None:
        """Holds of lines, documents and balances agree; nothing is held by what is over."""
        held, spent = ZERO, ZERO
        for request in SpendRequest.objects.all():
            assert make.held(request) == make.open_commitment(request), request
            assert make.held(request) == 0 or request.state in {"IN_REVIEW", "APPROVED"}, request.state
            assert request.total == sum((line.amount for line in request.lines.all()), ZERO)
            used = sum(
                (
                    line.from_request
                    for claim in request.claims.filter(state__in=("IN_REVIEW", "APPROVED"))
                    for line in claim.lines.all()
                ),
                ZERO,
            )
            assert sum((line.used for line in request.lines.all()), ZERO) == used
            held += make.held(request)
        for claim in Claim.objects.all():
            assert make.held(claim) == make.open_commitment(claim), claim
            assert make.held(claim) == (claim.base_total if claim.state == "IN_REVIEW" else 0), claim.state
            held += make.held(claim)
            reversed_away = sum((line.reversed_amount for line in claim.lines.all()), ZERO)
            spent += claim.base_total - reversed_away if claim.state == "APPROVED" else ZERO
        balances = BudgetBalance.objects.filter(category=self.category)
        assert sum((one.committed for one in balances), ZERO) == held
        assert sum((one.actual for one in balances), ZERO) == spent
        assert held + spent <= sum((one.appropriated for one in balances), ZERO)

    def _estimate(self, amount: str) -> Any:
        return make.request_line(self.category, amount)

    def _expense(self, amount: str) -> Any:
        return make.claim_line(self.category, amount)

    def _request(self, which: int) -> SpendRequest:
        return list(SpendRequest.objects.order_by("pk"))[which]

    def _claim(self, which: int) -> Claim:
        return list(Claim.objects.order_by("pk"))[which]

    def _change_claim(self, claim: Claim, amount: str) -> None:
        draft = make.claim_draft(self.maker.department, self._expense(amount), request_id=claim.request_id)
        claims.change_claim(claim_id=claim.pk, draft=draft, version=None, actor=self.actor, at=AT)

    def _decide(self, document: SpendRequest | Claim, verdict: str) -> None:
        if document.state != "IN_REVIEW":
            return
        if verdict == "APPROVE":
            make.approve(document)
        else:
            make.decide(document, verdict)

    def _grant_less(self, claim: Claim, less: Decimal) -> None:
        task = Task.objects.filter(case=make.case_of(claim), state="WAITING").get()
        line = claim.lines.get()
        granting.grant_less(
            claim_id=claim.pk,
            task_id=task.pk,
            grants={line.pk: granting.Grant(line.amount - less, "超标准")},
            actor=actor_of(task.person),
            at=AT,
        )

    def _reverse(self, claim: Claim, amount: Decimal) -> None:
        draft = CorrectionInput("REVERSAL", {f"c{claim.lines.get().pk}": amount}, "重复报销")
        correction = corrections.correct_claim(claim_id=claim.pk, draft=draft, actor=self.actor, at=AT)
        make.approve(correction)

    def _adjust(self, request: SpendRequest, amount: Decimal) -> None:
        line = request.lines.first()
        if line is None:
            return
        topups.change_amounts(request_id=request.pk, amounts={line.pk: amount}, reason="调整", actor=self.actor, at=AT)


@pytest.mark.rule("LED-05b")
@pytest.mark.rule("LED-02")
@pytest.mark.rule("EXP-06")
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(STEPS, min_size=5, max_size=18))
def test_whatever_happens_lines_ledger_and_balances_agree(owner, company, travel, steps):
    with transaction.atomic():  # each walk begins with the same empty books
        lives = Lives(owner, travel)
        request = make.approved_request(owner, make.request_line(travel, "1200.00"))
        make.draft_claim(owner, make.claim_line(travel, "999.99"), request_id=request.pk)
        make.submitted_claim(owner, make.claim_line(travel, "250.00"))
        for step in steps:
            with transaction.atomic():
                lives.step(*step)
            lives.verify()
        transaction.set_rollback(True)
