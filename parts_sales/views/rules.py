"""The figures prices are made by: minimum margin, tax rates, authority, foreign discounts (PSL-03, PSL-41, GEN-02)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import formats
from core.errors import DomainError
from core.forms import plain_number
from core.money import CENT, CURRENCIES, LARGEST, base_currency, rounded
from core.sending import send_once
from core.web import Request, go_to
from organization.views.access import needs
from organization.views.acting import Action, act
from parts_sales import policies
from parts_sales.choices import Figure
from parts_sales.forms import BankDetailsForm, FigureForm, TiersForm
from parts_sales.models import BankDetails
from parts_sales.rules import tiers as rules
from parts_sales.selectors import prices as selectors
from parts_sales.selectors.price_rules import Granted, granted, granting_roles_visible_to
from parts_sales.services import prices


@require_GET
@needs(policies.can_see_parts)
def price_rules(request: Request) -> HttpResponse:
    """All figures with their days; `?value=` tries the table of foreign discounts with an order's value."""
    today = timezone.localdate()
    tiers = rules.in_order(selectors.tiers_on(on=today))
    typed = request.GET.get("value", "").replace("\x00", "").strip()[:24]
    context: dict[str, Any] = {
        "figures": [(Figure(code), _rows(code, today)) for code in Figure.values],
        "tiers": _told(tiers),
        "roles": granting_roles_visible_to(request.actor).order_by("position"),
        "manager_discount": selectors.manager_discount(),
        "typed": typed,
        "tried": _tried(typed, today),
        "banks": _banks(today),
        "can_set": policies.can_set_prices(request.actor),
    }
    return render(request, "parts_sales/price_rules.html", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_set_prices)
def figure_enter(request: Request, code: str) -> HttpResponse:
    """A figure from a day on."""
    if code not in Figure.values:
        raise Http404
    figure, form = Figure(code), FigureForm(request.POST or None)

    def work() -> str:
        prices.enter_figure(
            code=code,
            value=form.value,
            start_date=form.cleaned_data["start_date"],
            actor=request.actor,
            at=timezone.now(),
        )
        return _("%(figure)s was entered.") % {"figure": figure.label}

    back = reverse("parts_sales:price_rules")
    action = Action(
        title=str(figure.label),
        verb=_("Save"),
        back=back,
        crumbs=((_("Price rules"), back),),
        section=_("Spare parts"),
        here=str(figure.label),
    )
    return act(request, action, form, work)


@require_http_methods(["GET", "POST"])
@needs(policies.can_set_prices)
def tiers_enter(request: Request) -> HttpResponse:
    """The whole table of foreign discounts from a day on."""
    present = rules.in_order(selectors.tiers_on(on=timezone.localdate()))
    form = TiersForm(request.POST or None, tiers=present)

    def work() -> None:
        day = form.cleaned_data["start_date"]
        prices.enter_tiers(tiers=form.tiers(), start_date=day, actor=request.actor, at=timezone.now())

    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "parts_sales:price_rules")
    context = {"form": form, "error": answered.error, "request_key": answered.key}
    return render(request, "parts_sales/tiers_form.html", context, status=answered.status)


@require_http_methods(["GET", "POST"])
@needs(policies.can_set_prices)
def bank_details_enter(request: Request) -> HttpResponse:
    """Where customers pay money of a currency, from a day on (PSL-12)."""
    wanted = request.GET.get("currency", "")
    form = BankDetailsForm(
        request.POST or None, initial={"currency": wanted if wanted in CURRENCIES else base_currency()}
    )

    def work() -> str:
        prices.enter_bank_details(**form.cleaned_data, actor=request.actor, at=timezone.now())
        return _("The bank details were entered.")

    back, title = reverse("parts_sales:price_rules"), _("Bank details for payment")
    action = Action(
        title=title, verb=_("Save"), back=back, crumbs=((_("Price rules"), back),), section=_("Spare parts"), here=title
    )
    return act(request, action, form, work)


def _banks(today: date) -> list[tuple[BankDetails, bool]]:
    """All bank details, each with whether it is the one in force."""
    found, seen = [], set()
    for row in selectors.bank_details():
        is_now = row.currency not in seen and row.start_date <= today
        if is_now:
            seen.add(row.currency)
        found.append((row, is_now))
    return found


def _rows(code: str, today: Any) -> list[tuple[Any, bool]]:
    """The values of a figure, each with whether it is the one in force."""
    found, seen = [], False
    for row in selectors.figures().filter(code=code):
        is_now = not seen and row.start_date <= today
        seen = seen or is_now
        found.append((row, is_now))
    return found


def _told(tiers: list[rules.Tier]) -> list[tuple[str, Decimal]]:
    """Each tier's bounds as they are written in mathematics, and its share."""
    told, before = [], "(0"
    for tier in tiers:
        if tier.upper is None:
            told.append((f"{before}, ∞)", tier.share))
            break
        bound = formats.amount(tier.upper)
        told.append((f"{before}, {bound}{']' if tier.is_inclusive else ')'}", tier.share))
        before = f"{'(' if tier.is_inclusive else '['}{bound}"
    return told


def _tried(typed: str, today: date) -> Granted | None:
    """What an order of the typed value can be granted for; None for what is no value."""
    text = plain_number(typed)
    if not text.replace(".", "", 1).isascii() or not text.replace(".", "", 1).isdecimal():
        return None
    value = rounded(Decimal(text)) if len(text) < 17 else Decimal(0)
    if not CENT <= value <= LARGEST:
        return None
    try:
        return granted(value, on=today)
    except DomainError:
        return None
