"""What the margin page and the list of waiting results are asked (PSL-51, PSL-52)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.list_filters import FilterForm
from customers.choices import Region
from parts_sales.choices_results import Waiting
from parts_sales.forms_money import day_field, words_of
from parts_sales.rules.results import COVERED, LOSS, MARGIN
from parts_sales.selectors import results

WAYS = {
    results.ORDER: _("Orders"),
    results.CUSTOMER: _("Customers"),
    results.PART: _("Parts"),
    results.MONTH: pgettext_lazy("margin by", "Months"),
    results.DOCUMENTS: _("Documents"),
}
STANDS = {
    LOSS: pgettext_lazy("margin", "Loss"),
    COVERED: pgettext_lazy("margin", "Cost covered"),
    MARGIN: pgettext_lazy("margin", "Small margin reached"),
}


class MarginForm(FilterForm):
    """The filters of the margin page; what makes no sense is let go. Without days it is the year so far,
    and without more said the parts alone: what work costs comes with the expense claims."""

    by = forms.ChoiceField(required=False, choices=[(code, code) for code in WAYS], widget=forms.HiddenInput)
    region = forms.ChoiceField(label=_("Region"), required=False, choices=[("", _("Home and abroad")), *Region.choices])
    only = forms.ChoiceField(
        label=_("Only"),
        required=False,
        choices=[("", _("All margins")), *STANDS.items(), (results.UNCOSTED, _("With unknown costs"))],
    )
    what = forms.ChoiceField(
        label=_("What counts"),
        required=False,
        choices=[
            ("", _("Parts")),
            (results.WORK, _("Work and freight")),
            (results.EVERYTHING, _("Parts, work and freight")),
        ],
    )
    since = day_field(pgettext_lazy("first day", "From"), required=False)
    until = day_field(pgettext_lazy("last day", "Until"), required=False)
    order = forms.IntegerField(label=_("Order"), required=False, min_value=1, max_value=2**63 - 1)
    customer = forms.IntegerField(label=_("Customer"), required=False, min_value=1, max_value=2**63 - 1)
    part = forms.IntegerField(label=_("Part"), required=False, min_value=1, max_value=2**63 - 1)
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def question(self, sort: str, *, today: date) -> results.MarginQuestion:
        """What is asked for."""
        self.is_valid()
        given: dict[str, Any] = {name: self.cleaned_data.get(name) for name in self.fields}
        since, until = given["since"], given["until"]
        if since is None and until is None:
            since = today.replace(month=1, day=1)
        return results.MarginQuestion(
            by=given["by"] or results.ORDER,
            since=since,
            until=until,
            region=given["region"] or "",
            only=given["only"] or "",
            words=words_of(given["q"]),
            order=given["order"],
            customer=given["customer"],
            part=given["part"],
            what=given["what"] or results.PARTS,
            sort=sort,
        )


class WaitingForm(FilterForm):
    """The filters of what is not in the ledger yet."""

    why = forms.ChoiceField(label=_("Why"), required=False, choices=[("", _("All reasons")), *Waiting.choices])
    since = day_field(pgettext_lazy("first day", "From"), required=False)
    until = day_field(pgettext_lazy("last day", "Until"), required=False)
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def asked(self, sort: str) -> dict[str, Any]:
        """What is asked for; what makes no sense is let go."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        return {
            "why": given["why"] or "", "since": given["since"], "until": given["until"], "words": words_of(given["q"]),
            "sort": sort,
        }  # fmt: skip
