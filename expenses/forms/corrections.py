"""A correction as typed (EXP-08)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import MoneyField, VersionForm
from core.money import LARGEST
from expenses.choices import CorrectionKind
from expenses.selectors.corrections import Standing
from expenses.services.corrections import CorrectionInput


class CorrectionForm(VersionForm):
    """What is corrected, where to, and why. Amounts begin with all that stands; an empty one leaves the line alone."""

    correction_kind = forms.ChoiceField(
        label=_("What is to be done"), choices=CorrectionKind.choices, initial=CorrectionKind.REVERSAL
    )
    to_category = forms.TypedChoiceField(label=_("To category"), coerce=int, required=False, empty_value=None)
    to_department = forms.TypedChoiceField(label=_("To department"), coerce=int, required=False, empty_value=None)
    to_project = forms.TypedChoiceField(label=_("To project"), coerce=int, required=False, empty_value=None)
    to_period = forms.TypedChoiceField(label=_("To month"), coerce=int, required=False, empty_value=None)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self,
        *args: Any,
        standing: Sequence[Standing],
        categories: Sequence[tuple[str, Sequence[tuple[int, str]]]],
        departments: Sequence[tuple[int, str]],
        projects: Sequence[tuple[int, str]],
        periods: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        stays = ("", _("stays as it is"))
        fields: Any = self.fields
        for name, choices in (
            ("to_category", categories),
            ("to_department", departments),
            ("to_project", projects),
            ("to_period", periods),
        ):
            fields[name].choices = [stays, *choices]
        self.standing = list(standing)
        for one in self.standing:
            fields[f"amount-{one.key}"] = MoneyField(
                label=_("Amount"), required=False, min_value=0, max_value=LARGEST, initial=one.amount
            )

    def rows(self) -> list[tuple[Standing, forms.BoundField]]:
        """Every amount that stands with its field."""
        return [(one, self[f"amount-{one.key}"]) for one in self.standing]

    def draft(self) -> CorrectionInput:
        """The typed correction; only after `is_valid`."""
        given = self.cleaned_data
        amounts = {one.key: Decimal(given[f"amount-{one.key}"] or 0) for one in self.standing}
        return CorrectionInput(
            correction_kind=given["correction_kind"],
            amounts=amounts,
            reason=given["reason"],
            department_id=given["to_department"],
            category_id=given["to_category"],
            project_id=given["to_project"],
            period_id=given["to_period"],
        )
