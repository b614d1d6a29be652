"""The shapes of what people send about years, categories, control and projects."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budgets.choices import CategoryKind, ControlAction, ControlScope, CostNature
from budgets.models import Category
from budgets.selectors import categories
from budgets.services.categories import CategoryFields
from budgets.services.policies import Control
from budgets.services.years import EARLIEST, LATEST
from core import formats
from core.forms import MoneyField
from organization.models import Department

HUNDRED = Decimal(100)
LAST_DAY = date(LATEST, 12, 31)
"""The last day of the years there can be."""


class Nothing(forms.Form):
    """An action that needs no more than the decision to do it."""


class Versioned(forms.Form):
    """An action on what was read at a version."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class Reason(forms.Form):
    """An action with its reason (GEN-06)."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Kept for good.")
    )


class NewYear(forms.Form):
    """A fiscal year to set up (BUD-01)."""

    year = forms.IntegerField(label=_("Fiscal year"), min_value=EARLIEST, max_value=LATEST, localize=False)
    start_month = forms.TypedChoiceField(
        label=_("First month"), coerce=int, choices=[(month, str(month)) for month in range(1, 13)], initial=1
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start_month"].choices = [(m, formats.month_name(m)) for m in range(1, 13)]  # type: ignore[attr-defined]


class CategoryForm(Versioned):
    """What is written about a category (BUD-03)."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)
    nature = forms.ChoiceField(label=_("Nature"), choices=CostNature.choices)
    tax_percent = forms.DecimalField(
        label=_("Tax rate, %"), min_value=0, max_value=100, max_digits=5, decimal_places=2, initial=0
    )
    needs_request = forms.BooleanField(label=_("Claims need a spend request"), required=False)

    def to_fields(self) -> CategoryFields:
        """What the service takes."""
        given = self.cleaned_data
        return CategoryFields(
            name_zh=given["name_zh"].strip(),
            name_en=given["name_en"].strip(),
            nature=given["nature"],
            needs_request=given["needs_request"],
            default_tax_rate=given["tax_percent"] / HUNDRED,
        )


class NewCategory(CategoryForm):
    """A category with its place in the tree."""

    code = forms.CharField(label=_("Code"), max_length=20)
    kind = forms.ChoiceField(label=_("Kind"), choices=CategoryKind.choices)
    parent = forms.ModelChoiceField(
        label=_("Below"), queryset=Category.objects.none(), required=False, empty_label=_("At the top")
    )
    field_order = ("code", "name_zh", "name_en", "kind", "parent", "nature", "tax_percent", "needs_request")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["parent"]
        choice.queryset = categories.groups_for("COST") | categories.groups_for("REVENUE")


class ControlForm(Versioned):
    """How spending is controlled (LED-05)."""

    scope = forms.ChoiceField(label=_("Control scope"), choices=ControlScope.choices)
    action = forms.ChoiceField(label=_("When over budget"), choices=ControlAction.choices)
    tolerance_amount = MoneyField(label=_("Tolerance, amount"), min_value=0, initial=0)
    tolerance_percent = forms.DecimalField(
        label=_("Tolerance, % of the budget"), min_value=0, max_value=100, max_digits=5, decimal_places=2, initial=0
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def to_control(self) -> Control:
        """What the service takes."""
        given = self.cleaned_data
        return Control(
            scope=given["scope"],
            action=given["action"],
            tolerance_amount=given["tolerance_amount"],
            tolerance_share=given["tolerance_percent"] / HUNDRED,
        )


class DepartmentControl(ControlForm):
    """A department's own control of a category."""

    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none())
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())
    field_order = ("department", "category", "scope", "action", "tolerance_amount", "tolerance_percent", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department: Any = self.fields["department"]
        category: Any = self.fields["category"]
        department.queryset = Department.objects.filter(status="ACTIVE").order_by("position", "code")
        category.queryset = categories.leaves()


class OverrideForm(forms.Form):
    """Leave to exceed a key (LED-05)."""

    amount = MoneyField(label=_("Amount"), min_value=Decimal("0.01"))
    month = forms.TypedChoiceField(label=_("For the month"), coerce=int, choices=[(m, str(m)) for m in range(1, 13)])
    until = forms.DateField(label=_("Holds until (that day included)"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who approves what uses it will read this."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        month: Any = self.fields["month"]
        month.choices = [(m, formats.month_name(m)) for m in range(1, 13)]

    def clean_until(self) -> date:
        """A day from today on, within the years there can be."""
        until: date = self.cleaned_data["until"]
        if not timezone.localdate() <= until <= LAST_DAY:
            says = _("Choose a day from today on, at most %(last)s.")
            raise forms.ValidationError(says, params={"last": formats.day(LAST_DAY)})
        return until

    def expires_at(self) -> datetime:
        """The end of the last day, in the installation's zone."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["until"] + timedelta(days=1), time.min))


class ProjectForm(Versioned):
    """A project or product line (BUD-10)."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False, empty_label=_("All departments")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department: Any = self.fields["department"]
        department.queryset = Department.objects.filter(status="ACTIVE").order_by("position", "code")


class NewProject(ProjectForm):
    """A project with its code."""

    code = forms.CharField(label=_("Code"), max_length=20)
    field_order = ("code", "name_zh", "name_en", "department")
