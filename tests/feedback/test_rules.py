"""The figures of docs/rules/market.md and docs/rules/satisfaction.md, at their bounds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from feedback.rules import lateness, review
from feedback.rules.numbers import slip_prefix
from feedback.rules.satisfaction import Answer, figures, is_bad


@pytest.mark.rule("CMP-20")
@pytest.mark.parametrize(
    ("answers", "csat", "nps"),
    [
        ([], None, None),
        ([(4, None)], "100.0", None),
        ([(3, None)], "0.0", None),
        ([(5, 9)], "100.0", "100.0"),
        ([(5, 8)], "100.0", "0.0"),
        ([(5, 7)], "100.0", "0.0"),
        ([(5, 6)], "100.0", "-100.0"),
        ([(5, 10), (4, 9), (3, 6), (1, 0)], "50.0", "0.0"),
        ([(5, 10), (4, 8), (2, 3)], "66.7", "0.0"),
        ([(5, 10), (5, 9), (4, 0)], "100.0", "33.3"),
        ([(5, 0), (1, 6), (4, 10)], "66.7", "-33.3"),
        ([(4, 10)] * 5 + [(3, 7)] * 11, "31.3", "31.3"),
    ],
)
def test_satisfaction(answers, csat, nps):
    told = figures(Answer(*one) for one in answers)

    assert (told.csat, told.nps) == (csat and Decimal(csat), nps and Decimal(nps))
    assert told.answers == len(answers)


@pytest.mark.rule("CMP-20")
@pytest.mark.parametrize(
    ("score", "recommend", "bad"),
    [(2, None, True), (3, None, False), (1, 10, True), (5, 6, True), (5, 7, False), (3, 7, False), (5, 0, True)],
)
def test_which_answers_are_followed_up(score, recommend, bad):
    assert is_bad(Answer(score, recommend), score_to=2, recommend_to=6) is bad


@pytest.mark.rule("MKT-02")
def test_a_slip_is_numbered_by_grade_and_importance():
    assert slip_prefix("A", 1) == "IT-A1"
    assert slip_prefix("E", 3) == "IT-E3"


@pytest.mark.rule("MKT-02")
@pytest.mark.parametrize(
    ("importance", "by_reviewer", "steps"),
    [
        (3, False, {review.REVIEW}),
        (2, False, {review.REVIEW, review.DECIDE}),
        (1, False, {review.REVIEW, review.DECIDE}),
        (3, True, {review.DECIDE}),
        (1, True, {review.DECIDE}),
    ],
)
def test_who_reviews(importance, by_reviewer, steps):
    assert review.steps_needed(importance, by_reviewer=by_reviewer) == steps


@pytest.mark.rule("MKT-03")
@pytest.mark.parametrize(("days", "level"), [(-1, 0), (0, 0), (1, 1), (2, 1), (3, 2), (30, 2)])
def test_how_far_up_late_feedback_goes(days, level):
    assert lateness.level(days, above_after=3) == level


@pytest.mark.rule("MKT-03")
@pytest.mark.parametrize(("left", "due"), [(2, False), (1, True), (0, True), (-1, False)])
def test_when_a_department_is_reminded(left, due):
    assert lateness.reminder_due(left, before=1) is due
