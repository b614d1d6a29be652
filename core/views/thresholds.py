"""Tolerances, checks and alerts: what is in force, what comes, and how finance sets them (decision 0091)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from core import thresholds
from core.errors import DomainError
from core.forms import MoneyField, plain_number
from core.models import ThresholdValue
from core.thresholds import AMOUNT, COUNT, SHARE, SHARES, Figure, Standing, Threshold
from core.web import Request, go_to, whole_number

HUNDRED = Decimal(100)
PREFIX = "figure_"


class SharesField(forms.CharField):
    """Several per cents with commas between, as fractions."""

    def to_python(self, value: Any) -> Any:
        parts = [part for part in str(value or "").replace("、", ",").replace("，", ",").split(",") if part.strip()]
        try:
            return tuple(Decimal(plain_number(part).rstrip("%％")) / HUNDRED for part in parts)
        except ArithmeticError:
            raise forms.ValidationError(_("Enter per cents with commas between them, such as 80, 90, 100.")) from None


class ThresholdForm(forms.Form):
    """What a threshold is from a day on."""

    is_on = forms.BooleanField(label=gettext_lazy("This is checked"), required=False)
    since = forms.DateField(
        label=gettext_lazy("In force from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Today at the earliest: what held before stays with the documents of its time."),
    )
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, threshold: Threshold, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.threshold = threshold
        if not threshold.can_switch:
            del self.fields["is_on"]
        for one in threshold.figures:
            self.fields[f"{PREFIX}{one.name}"] = _field(one)
        self.order_fields(["is_on", *(f"{PREFIX}{one.name}" for one in threshold.figures), "since"])

    def figures(self) -> dict[str, Sequence[Decimal]]:
        """The figures as they are kept: per cents as fractions."""
        typed = {one.name: self.cleaned_data[f"{PREFIX}{one.name}"] for one in self.threshold.figures}
        return {one.name: _kept(one, typed[one.name]) for one in self.threshold.figures}


def _field(figure: Figure) -> forms.Field:
    label = f"{figure.label} (%)" if figure.kind in {SHARE, SHARES} else str(figure.label)
    if figure.kind == SHARES:
        return SharesField(label=label, max_length=80)
    if figure.kind == AMOUNT:
        return MoneyField(label=label, min_value=figure.least, max_value=figure.most)
    scale = HUNDRED if figure.kind == SHARE else Decimal(1)
    return forms.DecimalField(
        label=label,
        min_value=figure.least * scale,
        max_value=figure.most * scale,
        decimal_places=0 if figure.kind == COUNT else 2,
        max_digits=9,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


def _kept(figure: Figure, typed: Any) -> Sequence[Decimal]:
    if figure.kind == SHARES:
        return tuple(typed)
    return (typed / HUNDRED if figure.kind == SHARE else Decimal(typed),)


def _typed(figure: Figure, values: Sequence[Decimal]) -> str:
    """A figure as it stands in the form."""
    scale = HUNDRED if figure.kind in {SHARE, SHARES} else Decimal(1)
    shown = [f"{(value * scale).normalize():f}" if figure.kind != AMOUNT else f"{value:.2f}" for value in values]
    return ", ".join(shown)


@require_GET
def threshold_list(request: Request) -> HttpResponse:
    """All thresholds one may see as they are in force today, and what comes."""
    groups = thresholds.groups_seen_by(request.actor)
    if not groups:
        raise PermissionDenied
    today = timezone.localdate()
    codes = [one.code for group in groups for one in group.thresholds]
    in_force = thresholds.in_force(*codes, on=today)
    coming = {
        (row.code, row.subject): row
        for row in ThresholdValue.objects.filter(code__in=codes, since__gt=today).order_by("-since")
    }
    context = {
        "groups": [(group, [(one, _rows(one, in_force, coming)) for one in group.thresholds]) for group in groups],
        "can_keep": thresholds.can_keep(request.actor),
    }
    return render(request, "core/thresholds.html", context)


def _rows(
    threshold: Threshold, in_force: thresholds.InForce, coming: dict[tuple[str, int], ThresholdValue]
) -> list[tuple[str, Standing, ThresholdValue | None]]:
    """The lines of one threshold: itself, or each subject that has figures now or soon."""
    if threshold.subjects is None:
        return [("", in_force.of(threshold.code), coming.get((threshold.code, 0)))]
    names = thresholds.subject_names(threshold)
    wanted = {one.subject for one in in_force.subjects(threshold.code)}
    wanted |= {subject for code, subject in coming if code == threshold.code}
    return [
        (names.get(subject, str(subject)), in_force.of(threshold.code, subject), coming.get((threshold.code, subject)))
        for subject in sorted(wanted, key=lambda one: names.get(one, ""))
    ]


@require_GET
def threshold_edit(request: Request, code: str) -> HttpResponse:
    """One threshold: its values over time, and for finance another one from a day on."""
    threshold = _visible(request, code)
    subject = _subject(request, threshold)
    if threshold.subjects is not None and not subject:
        return _choose(request, threshold)
    today = timezone.localdate()
    standing = thresholds.in_force(code, on=today).of(code, subject)
    form = ThresholdForm(threshold=threshold, initial=_initial(standing, today))
    return _page(request, threshold, subject, form)


@require_POST
def threshold_set(request: Request, code: str) -> HttpResponse:
    """Say what it is from a day on."""
    if not thresholds.can_keep(request.actor):
        raise PermissionDenied
    threshold = _visible(request, code)
    subject = _subject(request, threshold)
    form, error = ThresholdForm(request.POST, threshold=threshold), None
    if form.is_valid():
        try:
            _set(request, form, threshold, subject)
        except DomainError as refused:
            error = refused
        else:
            named = thresholds.subject_names(threshold).get(subject) or threshold.label
            messages.success(request, _("%(what)s was set.") % {"what": named})
            return go_to(request, "core:threshold_list")
    return _page(request, threshold, subject, form, error=error, status=422)


def _subject(request: Request, threshold: Threshold) -> int:
    """The row of the address, 0 without one; 404 for what the threshold is not about."""
    subject = whole_number(request.GET.get("subject", ""), digits=17) or 0
    if subject and subject not in thresholds.subject_names(threshold):
        raise Http404
    return subject


def _page(
    request: Request,
    threshold: Threshold,
    subject: int,
    form: ThresholdForm,
    *,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "threshold": threshold,
        "subject": subject,
        "subject_name": thresholds.subject_names(threshold).get(subject, ""),
        "form": form,
        "error": error,
        "values": thresholds.values_of(threshold.code, subject),
        "standing": thresholds.in_force(threshold.code, on=today).of(threshold.code, subject),
        "shipped": thresholds.shipped(threshold.code),
        "today": today,
        "can_keep": thresholds.can_keep(request.actor),
    }
    return render(request, "core/threshold_form.html", context, status=status)


@require_POST
def threshold_remove(request: Request, value_id: int) -> HttpResponse:
    """Take away a value whose day has not come."""
    row = get_object_or_404(thresholds.values_seen_by(request.actor), pk=value_id)
    if not thresholds.can_keep(request.actor):
        raise PermissionDenied
    try:
        thresholds.take_back(value_id=row.pk, actor=request.actor, at=timezone.now())
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The coming value was taken away."))
    return go_to(request, "core:threshold_list")


def _visible(request: Request, code: str) -> Threshold:
    for group in thresholds.groups_seen_by(request.actor):
        for one in group.thresholds:
            if one.code == code:
                return one
    if not thresholds.can_see(request.actor):
        raise PermissionDenied
    raise Http404


def _choose(request: Request, threshold: Threshold) -> HttpResponse:
    """For which row figures of its own are entered."""
    context = {"threshold": threshold, "choices": threshold.subjects() if threshold.subjects else []}
    return render(request, "core/threshold_choose.html", context)


def _initial(standing: Standing, today: date) -> dict[str, Any]:
    row = standing.row if standing.since == today else None
    figures = {f"{PREFIX}{one.name}": _typed(one, standing.figures[one.name]) for one in standing.threshold.figures}
    is_on = standing.is_on or (standing.row is None and bool(standing.subject))
    return {"is_on": is_on, "since": today, "version": row.version if row is not None else None, **figures}


def _set(request: Request, form: ThresholdForm, threshold: Threshold, subject: int) -> None:
    given = form.cleaned_data
    is_todays = given["since"] == timezone.localdate()
    thresholds.set_value(
        code=threshold.code,
        subject=subject,
        since=given["since"],
        is_on=given.get("is_on", True),
        figures=form.figures(),
        version=given["version"] if is_todays else None,
        actor=request.actor,
        at=timezone.now(),
    )
