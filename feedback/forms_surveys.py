"""Surveys as typed (CMP-20)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.calendar import twelve_months
from core.forms import VersionForm
from core.list_filters import FilterForm
from customers.models import Customer
from feedback.choices import Score, SurveyKind, SurveyState
from feedback.forms import offer_customers, rows
from feedback.selectors.surveys import EXPIRED, FOLLOW, MINE, FiguresQuestion, SurveyQuestion
from feedback.services.inputs import AnswerInput, SurveyInput
from organization.models import Department

LONGEST = 5 * 366
"""Days the figures go back at most."""
KINDS = [("", _("All kinds")), *SurveyKind.choices]


class OfDivision(FilterForm):
    """A choice of divisions."""

    division = forms.TypedChoiceField(label=_("Division"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, divisions: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("All divisions")), *((one.pk, one.name) for one in divisions)]
        self.fields["division"].choices = offered  # type: ignore[attr-defined]


class SurveyListForm(OfDivision):
    """The filters of surveys."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *SurveyState.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=KINDS)
    only = forms.ChoiceField(
        label=_("Only"), required=False,
        choices=[("", _("All surveys")), (FOLLOW, _("To be called back")), (MINE, _("To be called back by me")),
                 (EXPIRED, _("Link expired"))],
    )  # fmt: skip

    def question(self, sort: str) -> SurveyQuestion:
        """What is asked for; what makes no sense is let go."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        words = (given["q"] or "").strip()
        return SurveyQuestion(
            words, given["state"] or "", given["only"] or "", given["kind"] or "", given["division"], sort
        )


class FiguresForm(OfDivision):
    """Which answers count."""

    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=KINDS)

    def question(self, on: date) -> FiguresQuestion:
        """What is asked for: the last twelve months where the days say nothing that makes sense."""
        self.is_valid()
        first, last = twelve_months(on)
        since, until = self.cleaned_data.get("since") or first, self.cleaned_data.get("until") or last
        if since > until or (until - since).days > LONGEST or until.year > on.year + 1:
            since, until = first, last
        return FiguresQuestion(since, until, self.cleaned_data.get("division"), self.cleaned_data.get("kind") or "")


class SurveyForm(forms.Form):
    """A customer to be asked."""

    customer = forms.TypedChoiceField(label=_("Customer"), coerce=int)
    survey_kind = forms.ChoiceField(label=_("Kind"), choices=SurveyKind.choices)
    about = forms.CharField(
        label=_("About"),
        required=False,
        max_length=200,
        help_text=_("The visit, order or complaint; the customer reads it."),
    )
    contact = forms.CharField(label=_("Contact"), required=False, max_length=80)
    address = forms.EmailField(
        label=_("E-mail"), required=False, max_length=160,
        help_text=_("The link is sent here. Left empty, you copy the link or ask on the telephone."),
    )  # fmt: skip

    def __init__(self, *args: Any, customers: Sequence[Customer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_customers(self.fields["customer"], customers)

    def draft(self) -> SurveyInput:
        """What was typed; only after `is_valid`."""
        given = self.cleaned_data
        return SurveyInput(given["customer"], given["survey_kind"], given["about"], given["contact"], given["address"])


class AnswerForm(VersionForm):
    """The two questions and what else the customer says."""

    score = forms.TypedChoiceField(
        label=_("How satisfied are you with our service?"), coerce=int, choices=Score.choices, widget=forms.RadioSelect
    )
    recommend = forms.TypedChoiceField(
        label=_("How likely are you to recommend us, from 0 (not at all) to 10 (certainly)?"), required=False,
        coerce=int, empty_value=None, choices=[("", "—"), *((number, str(number)) for number in range(11))],
    )  # fmt: skip
    comment = forms.CharField(
        label=_("What was good, what should be better?"), required=False, max_length=2000, widget=rows(4)
    )

    def draft(self) -> AnswerInput:
        """What was chosen; only after `is_valid`."""
        given = self.cleaned_data
        return AnswerInput(given["score"], given["recommend"], given["comment"])


class RenewForm(VersionForm):
    """A new link."""

    address = forms.EmailField(
        label=_("E-mail"), required=False, max_length=160, help_text=_("The link is sent here, if there is one.")
    )


class NoteForm(VersionForm):
    """What a call led to."""

    note = forms.CharField(label=_("What was agreed"), max_length=2000, widget=rows(4))


class WishForm(forms.Form):
    """Whether the clock asks a customer, and why not; `left_out` is what the page offered."""

    left_out = forms.TypedChoiceField(
        choices=[("True", "True"), ("False", "False")], coerce=lambda given: given == "True", widget=forms.HiddenInput
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=rows(3))
