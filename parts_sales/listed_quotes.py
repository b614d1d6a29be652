"""Quotes, price applications, inquiries and violations, as the rest of the application knows them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.actors import Actor
from core.kinds import DocumentKind
from parts_sales import policies
from parts_sales.models import Inquiry, PriceApplication, Quote, Violation
from parts_sales.selectors.inquiries import inquiries_visible_to, violations_visible_to
from parts_sales.selectors.visibility import applications_visible_to, quotes_visible_to


def kinds() -> tuple[DocumentKind, ...]:
    """Quotes and what belongs to them."""
    return (
        DocumentKind(
            code=Quote.kind,
            label=_("Quote"),
            model=Quote,
            prefix="QUO",
            visible_to=quotes_visible_to,
            url_name="parts_sales:quote_detail",
            url_argument="quote_id",
            can_edit=policies.can_edit_quote,
            can_attach=policies.can_quote_for,
        ),
        DocumentKind(
            code=PriceApplication.kind,
            label=_("Price application"),
            model=PriceApplication,
            prefix="PAP",
            visible_to=applications_visible_to,
            url_name="parts_sales:application_detail",
            url_argument="application_id",
            can_edit=_never,
            can_attach=policies.is_maker,
        ),
        DocumentKind(
            code=Inquiry.kind,
            label=_("Inquiry"),
            model=Inquiry,
            prefix="INQ",
            visible_to=inquiries_visible_to,
            url_name="parts_sales:inquiry_detail",
            url_argument="inquiry_id",
            can_edit=_never,
            can_attach=policies.can_add_to_inquiry,
        ),
        DocumentKind(
            code=Violation.kind,
            label=pgettext_lazy("document", "Violation"),
            model=Violation,
            prefix="VIO",
            visible_to=violations_visible_to,
            url_name="parts_sales:violation_detail",
            url_argument="violation_id",
            can_edit=_never,
            can_attach=policies.is_maker,
        ),
    )


def _never(_document: Any, _actor: Actor) -> bool:
    """What was handed in is not changed any more."""
    return False
