"""Answers and conclusions of a review at the same moment (CUS-10, GEN-04)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements.choices import Part, ReviewState
from agreements.errors import FinanceRefused
from agreements.models import Agreement, AgreementReview, AgreementVersion
from agreements.services import reviews
from core.errors import WrongState
from tests.agreements.conftest import clerk, customer, gm, panel
from tests.concurrency.race import outcomes_of, race
from tests.factories import agreements as making
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services, pytest.mark.rule("CUS-10")]
__all__ = ["clerk", "customer", "gm", "panel"]


def answering(review, part, person, answer="YES"):
    return partial(
        reviews.answer, review_id=review.pk, part=part, given=making.given(part, answer), actor=actor_of(person),
        at=timezone.now(),
    )  # fmt: skip


def test_two_answers_at_once_are_both_kept(clerk, customer, panel):
    review = making.started(making.large(clerk, customer), clerk, panel.division_manager)
    people = panel.answers

    race(
        answering(review, Part.TECHNICAL, people[Part.TECHNICAL]),
        answering(review, Part.FINANCE, people[Part.FINANCE], "NO"),
    )

    kept = dict(review.answers.exclude(answer="").values_list("part", "answer"))
    assert kept == {Part.TECHNICAL.value: "YES", Part.FINANCE.value: "NO"}


def test_a_conclusion_never_goes_over_a_no_given_meanwhile(clerk, customer, panel):
    """Whichever comes first: no conclusion, or no new answer; never both."""
    review = making.answered(making.started(making.large(clerk, customer), clerk, panel.division_manager), panel)
    concluding = partial(
        reviews.conclude_sign, review_id=review.pk, conclusion="同意", actor=actor_of(panel.division_manager),
        at=timezone.now(),
    )  # fmt: skip

    outcomes = race(answering(review, Part.FINANCE, panel.answers[Part.FINANCE], "NO"), concluding)

    refused = outcomes_of(FinanceRefused, outcomes) + outcomes_of(WrongState, outcomes)
    assert refused == 1
    kept = AgreementReview.objects.get(pk=review.pk)
    said_no = kept.answers.filter(part=Part.FINANCE, answer="NO").exists()
    assert (kept.state == ReviewState.SIGN) != said_no


@pytest.mark.rule("CUS-20")
def test_two_transactions_past_the_services_leave_no_day_with_none_or_two(clerk, customer):
    """Raw rows, no service, no lock of ours: one signs the agreement, the other adds a signed version outside its days.
    Each alone sees nothing wrong; the trigger's lock makes the later one see the earlier.
    """
    made = making.drafted(clerk, customer)
    first = made.versions.get()
    today = timezone.localdate()
    signed = {"signed_on": today, "signed_for_us": "李敏", "signed_for_customer": "王总"}

    def sign():
        with transaction.atomic():
            AgreementVersion.objects.filter(pk=first.pk).update(**signed)
            Agreement.objects.filter(pk=made.pk).update(
                state="SIGNED", signed_on=today, number="AG-2026-9001", submitted_at=timezone.now()
            )

    def add():
        start = made.end_date + timedelta(days=10)
        with transaction.atomic():
            AgreementVersion.objects.create(
                agreement=made, number=2, subject="越界", start_date=start, end_date=start + timedelta(days=5),
                created_by=clerk, created_at=timezone.now(), **signed,
            )  # fmt: skip

    outcomes = race(sign, add)

    assert outcomes_of(IntegrityError, outcomes) == 1
    kept = Agreement.objects.get(pk=made.pk)
    assert (kept.state == "SIGNED") != kept.versions.filter(number=2).exists()


def test_a_raw_answer_never_slips_under_a_raw_conclusion(clerk, customer, panel):
    """The database itself: no conclusion to sign stands beside a no of finance that came at the same moment."""
    review = making.answered(making.started(making.large(clerk, customer), clerk, panel.division_manager), panel)
    now = timezone.now()

    def conclude():
        with transaction.atomic():
            AgreementReview.objects.filter(pk=review.pk).update(
                state=ReviewState.SIGN, concluded_by=panel.division_manager, concluded_at=now, conclusion="同意"
            )

    def refuse():
        with transaction.atomic():
            review.answers.filter(part=Part.FINANCE).update(answer="NO")

    outcomes = race(conclude, refuse)

    assert outcomes_of(IntegrityError, outcomes) == 1
    kept = AgreementReview.objects.get(pk=review.pk)
    said_no = kept.answers.filter(part=Part.FINANCE, answer="NO").exists()
    assert (kept.state == ReviewState.SIGN) != said_no
