"""What is typed about roles, who gets them, and pairs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import permissions
from core.forms import MoneyField
from organization.choices import ScopeKind
from organization.forms import fields

CODE = RegexValidator(r"^[a-z][a-z0-9_]{1,39}$", _("Small letters, digits and underscore, beginning with a letter."))


class GrantForm(forms.Form):
    """A role for a person."""

    role_code = forms.ChoiceField(label=_("Role"), widget=forms.Select(attrs={"data-search": True}))
    scope_kind = forms.ChoiceField(
        label=_("Scope"), choices=ScopeKind.choices, initial=ScopeKind.DEPARTMENT, widget=forms.RadioSelect
    )
    department_id = fields.IdField(
        label=_("Department"), required=False, help_text=_("Which one, where the scope is a department.")
    )
    warehouse_id = fields.IdField(
        label=_("Warehouse"), required=False, help_text=_("Which one, where the scope is a warehouse.")
    )
    start_date = fields.DayField(label=_("From"), initial=timezone.localdate)
    end_date = fields.DayField(
        label=_("Until"), required=False, help_text=_("The first day without the right; empty: until it is ended.")
    )
    reason = fields.ReasonField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role_code"].choices = fields.to_choose(fields.roles())  # type: ignore[attr-defined]
        self.fields["department_id"].choices = fields.with_nothing(fields.departments())  # type: ignore[attr-defined]
        self.fields["warehouse_id"].choices = fields.with_nothing(fields.warehouses())  # type: ignore[attr-defined]
        for name in ("department_id", "warehouse_id"):
            self.fields[name].depends_on_others = True  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """When a right ends, and why."""

    end_date = fields.DayField(
        label=_("Ends on"), initial=timezone.localdate, help_text=_("The first day without the right.")
    )
    reason = fields.ReasonField()


class RoleForm(forms.Form):
    """Names, limits and permissions of a role."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)
    no_limit = forms.BooleanField(label=_("Approves any amount alone"), required=False)
    approve_limit = MoneyField(
        label=_("Approves alone up to"),
        required=False,
        min_value=Decimal(0),
        help_text=_("Above it, somebody with more authority decides as well. Empty: nothing alone."),
    )
    discount_percent = forms.DecimalField(
        label=_("Discount granted alone, %"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
    )
    permissions = forms.MultipleChoiceField(label=_("Permissions"), required=False, widget=forms.CheckboxSelectMultiple)
    reason = fields.ReasonField(required=False, help_text=_("Needed when permissions or limits change."))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = permissions.registered()
        self.fields["permissions"].choices = [(code, one.label) for code, one in known.items()]  # type: ignore[attr-defined]

    @property
    def limit(self) -> Decimal | None:
        """What may be approved alone; None for any amount."""
        return None if self.cleaned_data["no_limit"] else self.cleaned_data["approve_limit"] or Decimal(0)

    @property
    def discount(self) -> Decimal | None:
        """The discount as a fraction; None where none was named."""
        percent = self.cleaned_data["discount_percent"]
        return None if percent is None else percent / 100


class NewRoleForm(RoleForm):
    """A role of the installation's own."""

    field_order = ("code", "name_zh", "name_en")
    reason = None  # type: ignore[assignment]

    code = forms.CharField(
        label=_("Code"), max_length=40, validators=[CODE], help_text=_("For routes and the API; cannot be changed.")
    )


class PairForm(forms.Form):
    """Two permissions nobody may hold together."""

    first = forms.ChoiceField(label=_("One permission"), widget=forms.Select(attrs={"data-search": True}))
    second = forms.ChoiceField(label=_("Another permission"), widget=forms.Select(attrs={"data-search": True}))
    reason = fields.ReasonField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = fields.to_choose([(one.code, str(one.label)) for one in permissions.registered().values()])
        for name in ("first", "second"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
