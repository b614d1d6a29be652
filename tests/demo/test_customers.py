"""What the demo's customers say and agree on: complaints, leads and agreements at every stage (QLT-55)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from agreements.choices import AmendmentState, LeadState, ReviewState
from agreements.models import Agreement, AgreementReview, AgreementVersion, Amendment, Lead, PlanItem, ResearchReport
from complaints.models import Complaint
from corrective.models import CorrectiveAction
from demo import contracts, founding, serving, voices
from demo.selling import Selling
from demo.stage import Stage, moment
from feedback.models import Survey, TransferSlip

pytestmark = [pytest.mark.django_db, pytest.mark.rule("QLT-55")]
TODAY = date(2024, 4, 2)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, ledger_partitions: object) -> Stage:
    """A year and a half of a company, without its money."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2024, 4, 2, 2, tzinfo=UTC))
    monkeypatch.setattr(serving, "REPLACED", ())
    with translation.override("zh-hans"):
        founding.found(at=moment(date(2022, 10, 8), 9))
        stage = Stage()
        serving.serve(stage, founded=date(2022, 10, 20), today=TODAY)
        selling = Selling(stage, slow_from=date(2024, 3, 1))
        voices.speak(stage, selling, today=TODAY)
        contracts.agree(stage, selling, today=TODAY)
    return stage


@pytest.mark.rule("CUS-10", "CUS-11", "CUS-20")
def test_customers_say_and_agree_on_something_at_every_stage(told: Stage):
    _every_list_has_something()
    _an_amended_agreement_has_two_versions_one_after_the_other()
    _finance_refused_one_and_says_what_it_would_cost()


def _every_list_has_something():
    assert set(AgreementReview.objects.values_list("state", flat=True)) == {
        ReviewState.ASKED, ReviewState.RUNNING, ReviewState.SIGN, ReviewState.DECLINE,
    }  # fmt: skip
    assert {LeadState.LEAD, LeadState.PAID, LeadState.SURVEYED} <= set(Lead.objects.values_list("state", flat=True))
    assert {item.done_on is None for item in PlanItem.objects.all()} == {True, False}
    assert set(ResearchReport.objects.values_list("state", flat=True)) == {"DRAFT", "ISSUED"}
    assert {"CLOSED", "MEASURES"} <= set(Complaint.objects.values_list("state", flat=True))
    assert CorrectiveAction.objects.exists()
    assert Survey.objects.filter(answered_at=None).exists()
    assert TransferSlip.objects.exists()


def _an_amended_agreement_has_two_versions_one_after_the_other():
    amended = Agreement.objects.get(amendments__state=AmendmentState.SIGNED)
    first, second = AgreementVersion.objects.filter(agreement=amended, number__gt=0).order_by("number")
    assert first.end_date + timedelta(days=1) == second.start_date <= TODAY
    assert second.end_date == amended.end_date
    assert second.lines.get().quantity == 2 * first.lines.get().quantity
    assert Amendment.objects.filter(state=AmendmentState.IN_REVIEW).count() == 1


def _finance_refused_one_and_says_what_it_would_cost():
    review = AgreementReview.objects.get(state=ReviewState.DECLINE)
    assert review.of.agreement.state == "DECLINED"
    assert sum(cost.amount for cost in review.costs.all()) > review.net_price
    assert review.alternative
    assert review.answers.count() == 5
