"""What a customer's page shows of surveys, and what a merge takes along (CUS-01, CMP-20)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from customers import panels, referrers
from customers.models import Customer
from customers.panels import Panel, Shown
from feedback import policies
from feedback.choices import SurveyState
from feedback.models import MarketInfo, Survey, SurveyWish
from feedback.rules.satisfaction import Answer, figures
from feedback.selectors.occasions import is_left_out
from feedback.selectors.surveys import surveys_visible_to

LATEST = 8


def register() -> None:
    """The card, and the rows that move with a merge."""
    panels.register(Panel("surveys", _("Satisfaction"), 60, surveys_panel))
    referrers.register(referrers.of_field("survey", _("Surveys"), Survey))
    referrers.register(referrers.of_field("survey_wish", _("Wishes about surveys"), SurveyWish))
    referrers.register(referrers.of_field("market_information", _("Market information"), MarketInfo))


def survey_address(customer_id: int, actor: Actor) -> str:
    """Where a survey of this customer is made; empty for who makes none."""
    if not policies.can_manage_surveys(actor):
        return ""
    return f"{reverse('feedback:survey_create')}?customer={customer_id}"


def surveys_panel(customer: Customer, actor: Actor) -> Shown | None:
    """The customer's latest surveys with their figures."""
    rows = surveys_visible_to(actor).filter(customer=customer)
    answered = rows.filter(state=SurveyState.ANSWERED).order_by()
    told = figures(Answer(score or 0, recommend) for score, recommend in answered.values_list("score", "recommend"))
    context = {
        "surveys": list(rows.select_related("customer").order_by("-created_at", "-pk")[:LATEST]),
        "figures": told,
        "customer": customer,
        "left_out": is_left_out(customer.pk),
        "can_send": policies.can_manage_surveys(actor) and customer.is_in_use,
    }
    return Shown("feedback/customer_surveys.html", context, rows.count())
