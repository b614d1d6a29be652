"""Paying by a break-glass right: marked on payment and claim; nobody pays themselves even so (ORG-06b, ORG-06)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import NotAllowed
from core.models import AuditEvent
from expenses.payment_errors import PaysOneself
from expenses.services import payments
from expenses.services.inputs import PaidInput, PaymentLineInput
from organization import services as organization
from tests.factories import expenses as make
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("ORG-06b"),
    pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm", "auditor"),
]


@pytest.fixture
def right(gm, outsider):
    """A colleague of the next department pays today: the cashier is ill."""
    return organization.grant_break_glass(
        person_id=outsider.pk, role_code="cashier", end_date=timezone.localdate() + timedelta(days=1),
        reason="出纳住院", actor=actor_of(gm), at=timezone.now(),
    )  # fmt: skip


def pay(payer, claim):
    line = PaymentLineInput(payable_id=claim.payables.get().pk, amount=Decimal("1680.00"))
    paid = PaidInput(pay_date=TODAY, account="工行基本户 6222", reference="CN20260921-7")
    return payments.pay(lines=[line], paid=paid, actor=actor_of(payer), at=AT)


def test_a_payment_under_it_is_marked_on_every_timeline(client, signed_in, owner, outsider, auditor, travel, right):
    claim = make.approved_claim(owner, make.claim_line(travel, "1680.00"))

    payment = pay(outsider, claim)

    marked = AuditEvent.objects.filter(facts__break_glass=right.number)
    assert {("payment", payment.pk), (claim.kind, claim.pk)} <= set(marked.values_list("subject_kind", "subject_id"))
    page = signed_in(client, owner).get(reverse("expenses:claim_detail", kwargs={"claim_id": claim.pk}))
    assert f"紧急授权 {right.number}" in page.content.decode()
    detail = reverse("organization:break_glass_detail", kwargs={"right_id": right.pk})
    assert (
        reverse("expenses:claim_detail", kwargs={"claim_id": claim.pk})
        in signed_in(client, auditor).get(detail).content.decode()
    )


def test_without_it_the_same_is_refused(owner, outsider, travel):
    claim = make.approved_claim(owner, make.claim_line(travel, "1680.00"))

    with pytest.raises(NotAllowed):
        pay(outsider, claim)


@pytest.mark.rule("ORG-06")
def test_nobody_pays_themselves_even_so(owner, gm, travel):
    claim = make.approved_claim(owner, make.claim_line(travel, "1680.00"))
    organization.grant_break_glass(
        person_id=owner.pk, role_code="cashier", end_date=timezone.localdate() + timedelta(days=1),
        reason="出纳住院", actor=actor_of(gm), at=timezone.now(),
    )  # fmt: skip

    with pytest.raises(PaysOneself):
        pay(owner, claim)


def test_ones_own_everyday_work_is_not_marked(outsider, company, travel, right):
    from tests.factories import budgets

    budgets.appropriate(company.other, travel, {1: "20000.00"})
    make.submitted_claim(outsider, make.claim_line(travel, "10.00"))

    assert not AuditEvent.objects.filter(actor=outsider, facts__has_key="break_glass").exists()
