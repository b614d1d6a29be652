"""The working-day calendar: what came with the application, what was entered by hand (GEN-15)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from core import calendar_days, formats, lists
from core.calendar import LAST_KNOWN_YEAR, occasions_of
from core.errors import DomainError
from core.list_workbooks import Sheet
from core.models import CalendarDay
from core.web import Request, go_to


class DayForm(forms.Form):
    """A day and whether it is worked."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    is_working = forms.TypedChoiceField(
        label=gettext_lazy("Counts as"),
        choices=[("0", gettext_lazy("Holiday")), ("1", gettext_lazy("Worked weekend"))],
        coerce=lambda value: value == "1",
    )
    name = forms.CharField(label=gettext_lazy("Occasion"), max_length=40)


@lists.list_page_of(year=(gettext_lazy("Year"), [str(year) for year in range(2000, 2101)]))
@require_GET
def calendar(request: Request) -> HttpResponse:
    """The public holidays and the entered days of a year."""
    typed = request.GET.get("year", "")
    today = timezone.localdate()
    year = int(typed) if typed.isdecimal() and len(typed) == 4 and 2000 <= int(typed) <= 2100 else today.year
    if lists.wants_file(request):
        filters = [(_("Year"), year)]
        return lists.file_of(request, _sheet(year), name="working-days", title=_("Working days"), filters=filters)
    return _page(request, year, DayForm())


def _sheet(year: int) -> Sheet:
    """The days of a year that are not what their weekday says: of the public calendar, and entered."""
    heads = [(_("Day"), 12), (_("Counts as"), 16), (_("Occasion"), 24), (_("Source"), 24)]
    rows: list[tuple[date, str, str, str]] = []
    for one in occasions_of(year):
        name = one.name_zh if formats.is_chinese() else one.name_en
        for first, last in one.off:
            days = (first + timedelta(days=n) for n in range((last - first).days + 1))
            rows += ((day, _("Holiday"), name, _("Public calendar")) for day in days)
        rows += ((day, _("Worked weekend"), name, _("Public calendar")) for day in one.worked)
    for kept in calendar_days.days_of(year):
        counts = _("Worked weekend") if kept.is_working else _("Holiday")
        rows.append((kept.day, counts, kept.name, _("Entered by hand")))
    return Sheet(_("Working days"), heads, sorted(rows))


@require_POST
def calendar_enter(request: Request) -> HttpResponse:
    """Enter or change a day."""
    _require_keeper(request)
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, timezone.localdate().year, form, status=422)
    given = form.cleaned_data
    try:
        made = calendar_days.enter_day(
            day=given["day"],
            is_working=given["is_working"],
            name=given["name"],
            actor=request.actor,
            at=timezone.now(),
        )
    except DomainError as error:
        return _page(request, given["day"].year, form, error=error, status=422)
    messages.success(request, _("%(day)s was entered.") % {"day": made})
    return _to_year(request, made.day.year)


@require_POST
def calendar_remove(request: Request, day_id: int) -> HttpResponse:
    """Take an entered day away."""
    _require_keeper(request)
    kept = get_object_or_404(CalendarDay, pk=day_id)
    calendar_days.remove_day(day_id=kept.pk, actor=request.actor, at=timezone.now())
    messages.success(request, _("%(day)s was taken away.") % {"day": kept})
    return _to_year(request, kept.day.year)


def _occasions(year: int) -> list[dict[str, Any]]:
    """The public holidays of a year in words."""
    return [
        {
            "name": one.name_zh if formats.is_chinese() else one.name_en,
            "off": _(", ").join(str(formats.day_range(first, last)) for first, last in one.off),
            "days": one.days,
            "worked": _(", ").join(str(formats.day_range(day, day)) for day in one.worked),
        }
        for one in occasions_of(year)
    ]


def _require_keeper(request: Request) -> None:
    if not calendar_days.can_keep(request.actor):
        raise PermissionDenied


def _to_year(request: Request, year: int) -> HttpResponse:
    return go_to(request, f"{reverse('core:calendar')}?year={year}")


def _page(
    request: Request, year: int, form: DayForm, *, error: DomainError | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "year": year,
        "years": range(today.year - 1, today.year + 3),
        "days": calendar_days.days_of(year),
        "is_known": year <= LAST_KNOWN_YEAR,
        "occasions": _occasions(year),
        "missing": calendar_days.missing_year(on=today),
        "can_keep": calendar_days.can_keep(request.actor),
        "form": form,
        "error": error,
    }
    return render(request, "core/calendar.html", context, status=status)
