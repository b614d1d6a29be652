"""Fiscal years and their months: set up, opened, closed, reopened (BUD-01, LED-04)."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from budgets import exports, forms_control, policies
from budgets.models import FiscalYear, Period
from budgets.selectors import carry_overs
from budgets.selectors import years as selectors
from budgets.services import years as services
from budgets.views import events
from core import documents, formats, lists
from core.errors import DomainError
from core.money import ZERO
from core.web import Request, go_to
from organization.views.access import needs
from organization.views.acting import Action, act


@lists.list_page
@require_GET
@needs(policies.can_see_control)
def year_list(request: Request) -> HttpResponse:
    """All years with their months and where they stand."""
    if lists.wants_file(request):
        sheet = exports.years_sheet(selectors.years())
        return lists.file_of(request, sheet, name="fiscal-years", title=_("Fiscal years"))
    return _list(request)


@require_http_methods(["GET", "POST"])
@needs(policies.can_set_up_years)
def year_create(request: Request) -> HttpResponse:
    """A fiscal year with its twelve months."""
    newest = FiscalYear.objects.order_by("-year").first()
    form = forms_control.NewYear(
        request.POST or None,
        initial={
            "year": newest.year + 1 if newest else timezone.localdate().year,
            "start_month": newest.start_date.month if newest else 1,
        },
    )

    def work() -> str:
        made = services.create_year(**form.cleaned_data, actor=request.actor, at=timezone.now())
        return _("Fiscal year %(year)s was set up; departments can draft their budgets.") % {"year": made}

    back = reverse("budgets:year_list")
    action = Action(
        title=_("Set up a fiscal year"),
        verb=_("Set up"),
        icon="calendar",
        back=back,
        crumbs=((_("Fiscal years"), back),),
        says=[_("The year begins in planning: budgets are drafted and approved. Spending begins when it is opened.")],
    )
    return act(request, action, form, work)


@require_POST
@needs(policies.can_set_up_years)
def year_open(request: Request, year_id: int) -> HttpResponse:
    """Spending may begin."""
    year = get_object_or_404(FiscalYear, pk=year_id)
    return _moved(
        request,
        lambda: services.open_year(year_id=year.pk, actor=request.actor, at=timezone.now()),
        _("Fiscal year %(year)s is open for spending.") % {"year": year},
    )


@require_http_methods(["GET", "POST"])
@needs(policies.can_set_up_years)
def year_close(request: Request, year_id: int) -> HttpResponse:
    """The year ends, for good."""
    year = get_object_or_404(FiscalYear, pk=year_id)

    def work() -> str:
        services.close_year(year_id=year.pk, actor=request.actor, at=timezone.now())
        return _("Fiscal year %(year)s is closed.") % {"year": year}

    back = reverse("budgets:year_list")
    action = Action(
        title=_("Close fiscal year %(year)s") % {"year": year},
        verb=_("Close the year"),
        icon="lock",
        back=back,
        crumbs=((_("Fiscal years"), back),),
        says=[
            _("A closed year stays closed: its months cannot be opened again."),
            _("%(lapsed)s was not spent and lapses; %(carried)s went along into the new year.") % _lapse_words(year),
        ],
        danger=True,
    )
    return act(request, action, forms_control.Nothing(request.POST if request.method == "POST" else None), work)


def _lapse_words(year: FiscalYear) -> dict[str, str]:
    """What closing the year makes of its money (BUD-35)."""
    rows = carry_overs.lapsed_of(year).values()
    return {
        "lapsed": formats.amount(sum((one.lapsed for one in rows), ZERO)),
        "carried": formats.amount(sum((one.carried for one in rows), ZERO)),
    }


@require_POST
def period_close(request: Request, period_id: int) -> HttpResponse:
    """The month takes no more postings."""
    period = get_object_or_404(Period, pk=period_id)
    if not policies.can_close_periods(period, request.actor):
        raise PermissionDenied
    return _moved(
        request,
        lambda: services.close_period(period_id=period.pk, actor=request.actor, at=timezone.now()),
        _("%(month)s is closed. Corrections go to an open month.") % {"month": period},
    )


@require_http_methods(["GET", "POST"])
def period_reopen(request: Request, period_id: int) -> HttpResponse:
    """A closed month takes postings again, for a reason."""
    period = get_object_or_404(Period, pk=period_id)
    if not policies.can_reopen_periods(period, request.actor):
        raise PermissionDenied
    form = forms_control.Reason(request.POST or None)

    def work() -> str:
        services.reopen_period(
            period_id=period.pk, actor=request.actor, at=timezone.now(), reason=form.cleaned_data["reason"]
        )
        return _("%(month)s is open again.") % {"month": period}

    back = reverse("budgets:year_list")
    action = Action(
        title=_("Reopen %(month)s") % {"month": period},
        verb=_("Reopen the month"),
        icon="lock-open",
        back=back,
        crumbs=((_("Fiscal years"), back),),
        says=[_("Late documents can be posted in it again. Who reopened it, when and why is kept.")],
    )
    return act(request, action, form, work)


def _moved(request: Request, work: Callable[[], object], said: str) -> HttpResponse:
    try:
        work()
    except DomainError as error:
        return _list(request, error=error, status=403 if error.status == 403 else 422)
    messages.success(request, said)
    return go_to(request, "budgets:year_list")


def _list(request: Request, *, error: DomainError | None = None, status: int = 200) -> HttpResponse:
    years = [
        {
            "year": year,
            "periods": [
                {
                    "period": period,
                    "can_close": documents.may(period, "close", request.actor),
                    "can_reopen": documents.may(period, "reopen", request.actor) and year.state != "CLOSED",
                }
                for period in sorted(year.periods.all(), key=lambda one: one.month)
            ],
            "can_open": documents.may(year, "open", request.actor),
            "can_close": documents.may(year, "close", request.actor),
        }
        for year in selectors.years()
    ]
    context = {
        "years": years,
        "can_set_up": policies.can_set_up_years(request.actor),
        "error": error,
        "timeline": events.latest("fiscal_year", "period"),
    }
    return render(request, "budgets/year_list.html", context, status=status)
