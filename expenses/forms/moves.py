"""Small forms of single moves: a reason, a version, amounts by line."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import MoneyField, VersionForm
from expenses.models import ClaimLine, SpendRequestLine
from expenses.services.granting import Grant


class ReasonForm(VersionForm):
    """A move with a reason; whether it is needed, the service says (GEN-06)."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ExplainForm(forms.Form):
    """Why something a check found is in order (EXP-05); that it is said at all, the service asks."""

    text = forms.CharField(
        label=_("Explanation"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class GrantForm(VersionForm):
    """What is granted of each line, and why not more (EXP-02b); an empty amount grants all."""

    def __init__(self, *args: Any, lines: Iterable[ClaimLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[f"amount-{line.pk}"] = MoneyField(label=_("Granted"), required=False, min_value=0)
            self.fields[f"reason-{line.pk}"] = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def rows(self) -> list[tuple[ClaimLine, forms.BoundField, forms.BoundField]]:
        """Every line with its two fields."""
        return [(line, self[f"amount-{line.pk}"], self[f"reason-{line.pk}"]) for line in self.lines]

    def grants(self) -> dict[int, Grant]:
        """What was typed, by line; only after `is_valid`."""
        given = self.cleaned_data
        return {
            line.pk: Grant(amount=given[f"amount-{line.pk}"], reason=given[f"reason-{line.pk}"])
            for line in self.lines
            if given[f"amount-{line.pk}"] is not None
        }


class AmountsForm(ReasonForm):
    """By how much each line of a request is raised or cut (EXP-01)."""

    def __init__(self, *args: Any, lines: Iterable[SpendRequestLine] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[f"line-{line.pk}"] = MoneyField(label=line.description, required=False)

    def rows(self) -> list[tuple[SpendRequestLine, forms.BoundField]]:
        """Every line with its field."""
        return [(line, self[f"line-{line.pk}"]) for line in self.lines]

    def amounts(self) -> dict[int, Decimal]:
        """The typed changes by line id; only after `is_valid`."""
        typed = {line.pk: self.cleaned_data.get(f"line-{line.pk}") for line in self.lines}
        return {line_id: amount for line_id, amount in typed.items() if amount}
