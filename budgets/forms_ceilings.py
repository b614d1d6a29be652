"""The shapes of what finance types about ceilings (BUD-23)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.choices import CategoryKind
from budgets.models import Category
from core.forms import MoneyField
from core.money import LARGEST
from organization.choices import DepartmentStatus
from organization.models import Department


class WholeCeiling(forms.Form):
    """One department's ceiling over all costs, in finance's table; empty: none."""

    department = forms.IntegerField(widget=forms.HiddenInput)
    was = MoneyField(required=False, widget=forms.HiddenInput)
    amount = MoneyField(label=_("Ceiling"), required=False, min_value=0, max_value=LARGEST)


class SingleCeiling(forms.Form):
    """A ceiling over one category of one department."""

    was = MoneyField(required=False, widget=forms.HiddenInput)
    amount = MoneyField(
        label=_("Ceiling"),
        required=False,
        min_value=0,
        max_value=LARGEST,
        help_text=_("Leave it empty to take the ceiling away."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = Department.objects.filter(status=DepartmentStatus.ACTIVE)
        categories = Category.objects.filter(retired_at__isnull=True).exclude(kind=CategoryKind.REVENUE)
        self.fields["department"] = forms.ModelChoiceField(label=_("Department"), queryset=departments)
        self.fields["category"] = forms.ModelChoiceField(
            label=_("Category"), queryset=categories, help_text=_("A group counts all that stands below it.")
        )
        self.order_fields(("department", "category", "amount"))
