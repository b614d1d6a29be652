"""Inquiries and violations as typed (PSL-10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.list_filters import FilterForm
from parts_sales.choices import ConfirmedBy, InquiryState, ViolationState
from parts_sales.forms import day_input
from parts_sales.selectors.inquiries import RecordQuestion


class InquiryForm(forms.Form):
    """What a customer asks for."""

    request_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    customer = forms.CharField(
        label=_("Customer"), max_length=160, help_text=_("A known customer's name or number, or who called.")
    )
    way = forms.ChoiceField(label=_("Came by"), choices=ConfirmedBy.choices)
    received_at = forms.DateTimeField(
        label=_("Received at"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    machine = forms.CharField(label=_("Machine"), max_length=120, required=False)
    wanted = forms.CharField(label=_("Parts and quantities"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    handed_to = forms.TypedChoiceField(label=_("Handed over to"), coerce=int)

    def __init__(self, *args: Any, quoters: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handed_to"].choices = list(quoters)  # type: ignore[attr-defined]
        self.fields["received_at"].initial = timezone.localtime()


class ViolationForm(forms.Form):
    """Who quoted without the right, and what happened."""

    person = forms.TypedChoiceField(
        label=_("Person concerned"), coerce=int, widget=forms.Select(attrs={"data-search": ""})
    )
    happened_on = forms.DateField(label=_("Happened on"), widget=day_input())
    facts = forms.CharField(label=_("Facts"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = list(people)  # type: ignore[attr-defined]


class RecordListForm(FilterForm):
    """What the lists of inquiries and violations filter by."""

    state = forms.ChoiceField(label=_("State"), required=False)
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def question(self, sort: str) -> RecordQuestion:
        """What is asked for; what makes no sense is let go."""
        self.is_valid()
        words = (self.cleaned_data.get("q") or "").replace("\x00", "").strip()
        return RecordQuestion(state=self.cleaned_data.get("state") or "", words=words, sort=sort)


class InquiryListForm(RecordListForm):
    """The filters of the list of inquiries."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *InquiryState.choices])


class ViolationListForm(RecordListForm):
    """The filters of the list of violations."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *ViolationState.choices]
    )
