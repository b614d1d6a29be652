"""Answers and conclusions of a review at the same moment (CUS-10, GEN-04)."""

from __future__ import annotations

from functools import partial

import pytest
from django.utils import timezone

from agreements.choices import Part, ReviewState
from agreements.errors import FinanceRefused
from agreements.models import AgreementReview
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
