"""What is asked of the page of patterns (CMP-09)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.selectors import patterns
from core.calendar import twelve_months
from organization.models import Department


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PatternForm(forms.Form):
    """Which complaints are compared, and by what."""

    by = forms.ChoiceField(required=False, choices=[(way, way) for way in patterns.WAYS])
    since = forms.DateField(label=_("From"), required=False, widget=_day())
    until = forms.DateField(label=_("Until"), required=False, widget=_day())
    department = forms.TypedChoiceField(label=_("Division concerned"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, departments: Sequence[Department], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(one.pk, one.name) for one in departments]
        self.fields["department"].choices = [("", _("All divisions")), *offered]  # type: ignore[attr-defined]

    def question(self, on: date) -> patterns.PatternQuestion:
        """What is asked for: the last twelve months where the days say nothing that makes sense."""
        self.is_valid()
        first, last = twelve_months(on)
        since, until = self.cleaned_data.get("since") or first, self.cleaned_data.get("until") or last
        if since > until or (until - since).days > patterns.LONGEST or until.year > on.year + 1:
            since, until = first, last
        by = self.cleaned_data.get("by") or patterns.PART
        return patterns.PatternQuestion(since, until, by, self.cleaned_data.get("department"))
