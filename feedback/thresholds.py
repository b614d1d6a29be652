"""Days and bounds of market information and surveys that finance sets (MKT-03, CMP-20)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core import thresholds
from core.thresholds import COUNT, Figure, Group, Threshold
from feedback import policies
from feedback.choices import SurveyKind

ANSWER, LATE, LINK, BAD = "market_answer", "market_late", "survey_link", "survey_bad"
EVERY = {
    SurveyKind.COMPLAINT: "survey_after_complaint", SurveyKind.SERVICE: "survey_after_service",
    SurveyKind.PARTS: "survey_after_parts", SurveyKind.PERIODIC: "survey_at_intervals",
}  # fmt: skip
"""What the clock asks customers about, and how often (CMP-20), in the order in which one thing goes before another."""


def group() -> Group:
    """How long departments have for feedback, how long links hold, and which answers are called back."""
    nought, one = Decimal(0), Decimal(1)
    return Group(
        "feedback",
        _("Market information and surveys"),
        (
            Threshold(
                ANSWER,
                _("Time for feedback"),
                _("So many working days departments have for feedback on a transfer slip."),
                (Figure("days", _("Working days"), COUNT, Decimal(5), least=one, most=Decimal(60)),),
                can_switch=False,
            ),
            Threshold(
                LATE,
                _("Reminders of feedback"),
                _("Departments are reminded before the day; late feedback is passed up. Working days are counted."),
                (
                    Figure("before", _("Days before"), COUNT, one, least=nought, most=Decimal(10)),
                    Figure("above", _("Days late: the manager above"), COUNT, Decimal(3), least=one, most=Decimal(60)),
                ),
                can_switch=False,
            ),
            Threshold(
                LINK,
                _("Survey links"),
                _("So many days a customer can answer by the link."),
                (Figure("days", _("Days"), COUNT, Decimal(14), least=one, most=Decimal(90)),),
                can_switch=False,
            ),
            Threshold(
                BAD,
                _("Answers that are followed up"),
                _("At or below one of these bounds somebody calls the customer back."),
                (
                    Figure("score", _("Satisfaction (1 to 5)"), COUNT, Decimal(2), least=nought, most=Decimal(5)),
                    Figure("recommend", _("Would recommend (0 to 10)"), COUNT, Decimal(6), least=nought,
                           most=Decimal(10)),
                    Figure("days", _("Working days to call back"), COUNT, Decimal(2), least=one, most=Decimal(30)),
                ),
                can_switch=False,
            ),
            *_every(),
        ),
        sees=policies.sees_all,
        icon="message-circle",
    )  # fmt: skip


def interval(kind: str, on: date) -> int | None:
    """How many days lie between two surveys of a customer before the clock asks about this; None where it does not."""
    code = EVERY[SurveyKind(kind)]
    standing = thresholds.in_force(code, on=on).of(code)
    return int(standing.figure("days")) if standing.is_on else None


def _every() -> tuple[Threshold, ...]:
    """Off until somebody wants it: nobody's customers are written to because of an update."""
    least, most = Decimal(7), Decimal(1100)
    words = {
        SurveyKind.COMPLAINT: (_("Surveys after a complaint"),
                               _("Customers are asked when their complaint was closed."), 30),
        SurveyKind.SERVICE: (_("Surveys after a service visit"),
                             _("Customers are asked when something of their service plan was delivered."), 60),
        SurveyKind.PARTS: (_("Surveys after a delivery of parts"),
                           _("Customers are asked when their goods have arrived."), 90),
        SurveyKind.PERIODIC: (_("Surveys at intervals"),
                              _("Customers who were asked nothing else for so long are asked."), 180),
    }  # fmt: skip
    return tuple(
        Threshold(
            EVERY[kind],
            label,
            text,
            (Figure("days", _("Days since asked last"), COUNT, Decimal(days), least=least, most=most),),
            is_on=False,
        )
        for kind, (label, text, days) in words.items()
    )
