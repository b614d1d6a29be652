"""CSAT, NPS and what a bad answer is: pure functions (CMP-20). docs/rules/satisfaction.md has the figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CONTENT_FROM = 4
"""Scores from here on count as satisfied."""
PROMOTER_FROM, DETRACTOR_TO = 9, 6
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: satisfaction 1 to 5, and 0 to 10 for whether they would recommend us, where they said so."""

    score: int
    recommend: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Satisfaction of some answers. `csat` is the share of the satisfied in percent, `nps` promoters less detractors in
    percent; None where nobody answered that question.
    """

    answers: int
    csat: Decimal | None
    nps: Decimal | None
    average: Decimal | None
    recommending: int


def figures(answers: Iterable[Answer]) -> Figures:
    """The figures of answers, each rounded half up to a tenth at the end alone."""
    given = list(answers)
    said = [one.recommend for one in given if one.recommend is not None]
    content = sum(one.score >= CONTENT_FROM for one in given)
    promoters = sum(one >= PROMOTER_FROM for one in said)
    detractors = sum(one <= DETRACTOR_TO for one in said)
    return Figures(
        answers=len(given),
        csat=_tenth(100 * content, len(given)),
        nps=_tenth(100 * (promoters - detractors), len(said)),
        average=_tenth(sum(one.score for one in given), len(given)),
        recommending=len(said),
    )


def is_bad(answer: Answer, *, score_to: int, recommend_to: int) -> bool:
    """Whether somebody calls back: the score, or the readiness to recommend, is at or below its bound."""
    return answer.score <= score_to or (answer.recommend is not None and answer.recommend <= recommend_to)


def _tenth(total: int, count: int) -> Decimal | None:
    if not count:
        return None
    return (Decimal(total) / count).quantize(TENTH, ROUND_HALF_UP)
