"""An approver grants less than claimed; late claims are marked (EXP-02b)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from approvals.models import Case, Decision, Task
from budgets.models import LedgerEntry
from core.errors import NotAllowed, ReasonMissing, StaleDocument
from core.models import AuditEvent, Notification
from expenses.errors import GrantsMore, GrantsNothing, LineElsewhere
from expenses.models import Claim, SpendRequest
from expenses.services import claims, granting
from expenses.services.granting import Grant
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of, signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("EXP-02b"),
    pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm"),
]


def turn(claim: Claim) -> Task:
    return Task.objects.get(case=make.case_of(claim), state="WAITING")


def granted(claim: Claim, amount: str, *, description: str = "住宿 4 晚", reason: str = "超标准", **more) -> Claim:
    task, line = turn(claim), claim.lines.get(description=description)
    return granting.grant_less(
        claim_id=claim.pk,
        task_id=more.pop("task_id", task.pk),
        grants={line.pk: Grant(Decimal(amount), reason)},
        actor=more.pop("actor", None) or actor_of(task.person),
        at=AT,
        **more,
    )


@pytest.fixture
def claim(owner, travel) -> Claim:
    """1,680.00 for the hotel and 320.00 for the taxi, in review."""
    return make.submitted_claim(
        owner, make.claim_line(travel, "1680.00"), make.claim_line(travel, "320.00", description="出租车")
    )


@pytest.mark.rule("GEN-06")
def test_the_rest_is_released_at_once_and_the_maker_told(owner, manager, company, travel, claim):
    granted(claim, "1200.00")

    claim = Claim.objects.get()
    line = claim.lines.get(description="住宿 4 晚")
    assert (line.amount, line.asked_amount, line.cut_reason) == (Decimal(1200), Decimal(1680), "超标准")
    assert (claim.state, claim.total, claim.base_total) == ("IN_REVIEW", Decimal(1520), Decimal(1520))
    assert make.figures(company.service, travel) == (Decimal(1520), 0)
    assert make.held(claim) == make.open_commitment(claim) == Decimal(1520)
    notice = Notification.objects.get(code="expenses.granted_less")
    assert (notice.person, notice.facts["who"], notice.facts["less"]) == (owner, manager.name_zh, "480.00")
    assert notice.facts["who_en"] == manager.name_en
    event = AuditEvent.objects.get(code="expense_claim.grant_less")
    assert (event.reason, event.facts["changes"]) == ("超标准", {"line 1": ["1680.00", "1200.00 · 超标准"]})

    make.approve(claim)
    assert make.figures(company.service, travel) == (0, Decimal(1520))
    assert Claim.objects.get().payables.get().amount == Decimal(1520)


@pytest.mark.rule("APR-10")
def test_earlier_decisions_stand_when_a_later_approver_grants_less(manager, finance_officer, claim):
    make.decide(claim, "APPROVE")

    granted(claim, "1200.00")

    assert Case.objects.get().state == "RUNNING"
    assert turn(claim).person == finance_officer
    make.decide(claim, "APPROVE")
    assert [decision.decided_by for decision in Decision.objects.order_by("pk")] == [manager, finance_officer]
    assert Claim.objects.get().state == "APPROVED"
    assert Case.objects.get().amount == Decimal(1520)


@pytest.mark.rule("APR-10")
def test_the_maker_changing_it_afterwards_begins_anew(owner, claim, travel):
    granted(claim, "1200.00")
    make.decide(claim, "APPROVE")
    draft = make.claim_draft(owner.department, make.claim_line(travel, "1680.00"))

    claims.change_claim(claim_id=claim.pk, draft=draft, version=None, actor=actor_of(owner), at=AT)

    assert list(Case.objects.order_by("round").values_list("state", flat=True)) == ["LAPSED", "RUNNING"]
    assert not Claim.objects.get().lines.get().is_cut


def test_a_line_can_be_refused_altogether_but_not_all(claim):
    granted(claim, "0.00", description="出租车")
    with pytest.raises(GrantsNothing):
        granted(Claim.objects.get(), "0.00")

    make.approve(Claim.objects.get())
    claim = Claim.objects.get()
    assert (claim.state, claim.base_total) == ("APPROVED", Decimal(1680))
    assert LedgerEntry.objects.filter(kind="ACTUAL").count() == 1


@pytest.mark.rule("EXP-02")
def test_what_came_from_the_request_goes_back_to_it(owner, company, travel):
    request = make.approved_request(owner, make.request_line(travel, "1000.00"))
    claim = make.submitted_claim(owner, make.claim_line(travel, "1100.00"), request_id=request.pk)
    assert make.held(SpendRequest.objects.get()) == 0

    granted(claim, "1050.00")
    assert (make.held(SpendRequest.objects.get()), claim.lines.get().from_request) == (0, Decimal(1000))
    granted(claim, "900.00")

    request, line = SpendRequest.objects.get(), claim.lines.get()
    assert make.held(request) == make.open_commitment(request) == Decimal(100)
    assert (line.from_request, line.asked_amount, request.lines.get().used) == (Decimal(900), Decimal(1100), 900)
    assert make.figures(company.service, travel) == (Decimal(1000), 0)


def test_a_foreign_claim_is_cut_in_its_own_currency(owner, company, travel):
    budgets.exchange_rate("EUR", "7.80", on=TODAY.replace(day=1))
    claim = make.submitted_claim(owner, make.claim_line(travel, "100.00"), currency="EUR")

    granted(claim, "90.00")

    claim = Claim.objects.get()
    assert (claim.total, claim.base_total) == (Decimal(90), Decimal(702))
    assert make.figures(company.service, travel) == (Decimal(702), 0)


def test_who_is_not_to_decide_grants_nothing_and_nothing_changes(owner, finance_officer, claim):
    before = list(Claim.objects.values()), AuditEvent.objects.count(), LedgerEntry.objects.count()

    for refusal, act in (
        (NotAllowed, lambda: granted(claim, "1.00", actor=actor_of(finance_officer))),
        (NotAllowed, lambda: granted(claim, "1.00", actor=actor_of(owner))),
        (ReasonMissing, lambda: granted(claim, "1.00", reason=" ")),
        (GrantsMore, lambda: granted(claim, "1680.00")),
        (StaleDocument, lambda: granted(claim, "1.00", version=99)),
    ):
        with pytest.raises(refusal):
            act()
    with pytest.raises(LineElsewhere):
        granting.grant_less(
            claim_id=claim.pk, task_id=turn(claim).pk, grants={0: Grant(Decimal(1), "超标准")},
            actor=actor_of(turn(claim).person), at=AT,
        )  # fmt: skip

    assert (list(Claim.objects.values()), AuditEvent.objects.count(), LedgerEntry.objects.count()) == before


def test_less_is_granted_on_the_claims_page(client: Client, owner, manager, claim):
    address = reverse("expenses:claim_grant", kwargs={"claim_id": claim.pk})
    detail = reverse("expenses:claim_detail", kwargs={"claim_id": claim.pk})
    line = claim.lines.get(description="住宿 4 晚")
    assert address in signed_in(client, manager).get(detail).content.decode()
    assert address not in signed_in(client, owner).get(detail).content.decode()

    page = signed_in(client, manager)
    assert page.post(address, {f"amount-{line.pk}": "1200"}).status_code == 422
    sent = {f"amount-{line.pk}": "1,200.00", f"reason-{line.pk}": "超标准", "version": claim.version}
    assert page.post(address, sent).status_code == 302
    assert "1,680.00" in page.get(detail).content.decode()


def test_a_late_claim_is_marked_on_its_page_and_in_the_list(client: Client, owner, travel):
    budgets.close(8)
    late = make.claim_line(travel, "100.00", expense_date=TODAY.replace(month=8))
    claim = make.submitted_claim(owner, late, title="八月住宿")

    line = claim.lines.get()
    assert (line.period.month, line.is_prior_period) == (9, True)
    page = signed_in(client, owner)
    page.cookies["django_language"] = "en"
    assert (
        "prior period" in page.get(reverse("expenses:claim_list"), headers={"accept-language": "en"}).content.decode()
    )
    detail = reverse("expenses:claim_detail", kwargs={"claim_id": claim.pk})
    assert "prior period" in page.get(detail, headers={"accept-language": "en"}).content.decode()
