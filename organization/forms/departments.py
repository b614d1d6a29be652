"""What is typed about departments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organization.choices import DepartmentKind
from organization.forms import fields


class DepartmentForm(forms.Form):
    """Names, code and who leads it."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)
    code = forms.CharField(label=_("Cost-centre code"), max_length=20)
    manager_id = fields.IdField(label=_("Manager"), required=False)
    deputy_id = fields.IdField(label=_("Deputy"), required=False)
    reason = fields.ReasonField(
        required=False, help_text=_("Needed when somebody else leads it: leading means deciding.")
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = fields.with_nothing(fields.people())
        self.fields["manager_id"].choices = people  # type: ignore[attr-defined]
        self.fields["deputy_id"].choices = people  # type: ignore[attr-defined]


class CompanyForm(DepartmentForm):
    """The company itself, with what papers for customers say below its name."""

    letterhead_zh = forms.CharField(
        label=_("Address on papers, Chinese"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Below the company's name on quotes, contracts and invoices: address, telephone, tax number."),
    )  # fmt: skip
    letterhead_en = forms.CharField(
        label=_("Address on papers, English"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class NewDepartmentForm(DepartmentForm):
    """A new department and where it stands."""

    field_order = ("parent_id", "kind", "name_zh", "name_en", "code", "manager_id", "deputy_id")

    reason = None  # type: ignore[assignment]  # being founded says why
    parent_id = fields.IdField(label=_("Belongs to"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[choice for choice in DepartmentKind.choices if choice[0] != DepartmentKind.COMPANY]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent_id"].choices = fields.to_choose(fields.departments())  # type: ignore[attr-defined]


class MoveDepartmentForm(forms.Form):
    """Where a department belongs from now on, and why."""

    parent_id = fields.IdField(label=_("Belongs to"))
    reason = fields.ReasonField()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, without: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = fields.to_choose(fields.departments(without=without))
        self.fields["parent_id"].choices = choices  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Only why."""

    reason = fields.ReasonField()
