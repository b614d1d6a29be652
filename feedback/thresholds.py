"""Days and bounds of market information and surveys that finance sets (MKT-03, CMP-20)."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.thresholds import COUNT, Figure, Group, Threshold
from feedback import policies

ANSWER, LATE, LINK, BAD = "market_answer", "market_late", "survey_link", "survey_bad"


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
        ),
        sees=policies.sees_all,
        icon="message-circle",
    )  # fmt: skip
