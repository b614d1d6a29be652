"""Exchange rates: read by everybody, kept by finance (GEN-02b)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from budgets import exports, forms_rates, policies
from budgets.models import ExchangeRate
from budgets.selectors import rates as selectors
from budgets.services import rates as services
from core import lists
from core.money import CURRENCIES, base_currency
from core.web import Request, page_or_part
from organization.views.access import needs
from organization.views.acting import Action, act

ROWS = 50


@lists.list_page_of(currency=(gettext_lazy("Currency"), CURRENCIES))
@require_GET
def rate_list(request: Request) -> HttpResponse:
    """All rates, newest first; one currency at a time if asked for."""
    currency = request.GET.get("currency", "")
    currency = currency if currency in CURRENCIES else ""
    rows = selectors.rates(currency=currency, sort=request.GET.get("sort", ""))
    if lists.wants_file(request):
        filters = [(_("Currency"), currency)]
        sheet = exports.rates_sheet(rows)
        return lists.file_of(request, sheet, name="exchange-rates", title=_("Exchange rates"), filters=filters)
    context = {
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "currency": currency,
        "currencies": [code for code in CURRENCIES if code != base_currency()],
        "base_currency": base_currency(),
        "can_keep": policies.can_keep_rates(request.actor),
    }
    return page_or_part(request, "budgets/rate_list.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_keep_rates)
def rate_create(request: Request) -> HttpResponse:
    """The rate of a day."""
    form = forms_rates.NewRate(request.POST or None)

    def work() -> str:
        given = form.cleaned_data
        made = services.enter_rate(
            currency=given["currency"],
            day=given["day"],
            rate=given["rate"],
            source=given["source"],
            actor=request.actor,
            at=timezone.now(),
        )
        return _("The rate of %(rate)s was entered.") % {"rate": made}

    return act(request, _action(_("New exchange rate"), _("Enter the rate"), "plus"), form, work)


@require_http_methods(["GET", "POST"])
@needs(policies.can_keep_rates)
def rate_edit(request: Request, rate_id: int) -> HttpResponse:
    """Correct a rate; what was submitted keeps the one it took."""
    kept = get_object_or_404(ExchangeRate, pk=rate_id)
    form = forms_rates.RateForm(
        request.POST or None,
        initial={"rate": f"{kept.rate.normalize():f}", "source": kept.source, "version": kept.version},
    )

    def work() -> str:
        given = form.cleaned_data
        made = services.correct_rate(
            rate_id=rate_id,
            rate=given["rate"],
            source=given["source"],
            version=given["version"],
            actor=request.actor,
            at=timezone.now(),
        )
        return _("The rate of %(rate)s was corrected.") % {"rate": made}

    says = (_("Documents that were submitted keep the rate they took."),)
    title = _("Correct the rate of %(rate)s") % {"rate": kept}
    return act(request, _action(title, _("Save"), "check", says), form, work)


def _action(title: str, verb: str, icon: str, says: tuple[str, ...] = ()) -> Action:
    back = reverse("budgets:rate_list")
    return Action(title=title, verb=verb, icon=icon, back=back, says=says, crumbs=((_("Exchange rates"), back),))
