"""How a list is filtered, sorted and paged, from its address (GEN-13). What makes no sense is let go, never
an error.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import MoneyField
from core.list_filters import FilterForm
from expenses.choices import Flagged
from expenses.forms.requests import date_input
from expenses.selectors.lists import ListQuestion

SCOPES = ("mine", "department", "all")


class ListForm(FilterForm):
    """The filters of a list of requests or claims."""

    scope = forms.ChoiceField(required=False, choices=[(code, code) for code in SCOPES], widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("State"), required=False)
    department = forms.TypedChoiceField(label=_("Department"), coerce=int, required=False, empty_value=None)
    category = forms.TypedChoiceField(label=_("Category"), coerce=int, required=False, empty_value=None)
    flagged = forms.ChoiceField(label=_("Check hints"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=date_input())
    until = forms.DateField(label=_("Until"), required=False, widget=date_input())
    least = MoneyField(label=_("Amount from"), required=False)
    most = MoneyField(label=_("Amount to"), required=False)
    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        states: list[tuple[str, Any]],
        departments: list[tuple[int, str]],
        categories: list[tuple[str, list[tuple[int, str]]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["state"].choices = [("", _("All states")), *states]
        fields["flagged"].choices = [("", _("With and without")), *Flagged.choices]
        fields["department"].choices = [("", _("All departments")), *departments]
        fields["category"].choices = [("", _("All categories")), *categories]

    def question(self, *, default_scope: str) -> ListQuestion:
        """What is asked; a filter with a senseless value is left out."""
        self.is_valid()
        asked: dict[str, Any] = self.cleaned_data
        return ListQuestion(
            scope=asked.get("scope") or default_scope,
            state=asked.get("state") or "",
            department_id=asked.get("department"),
            category_id=asked.get("category"),
            flagged=asked.get("flagged") or "",
            since=asked.get("since"),
            until=asked.get("until"),
            least=asked.get("least"),
            most=asked.get("most"),
            words=(asked.get("q") or "").replace("\x00", "").strip(),
            sort=asked.get("sort") or "",
        )
