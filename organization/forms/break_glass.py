"""What is typed about break-glass rights (ORG-06b)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organization.choices import GlassVerdict, ScopeKind
from organization.forms import fields


def _tomorrow() -> Any:
    return timezone.localdate() + timedelta(days=1)


class BreakGlassForm(forms.Form):
    """Who gets which role where, for how long, and why."""

    person_id = fields.IdField(label=_("Person"))
    role_code = forms.ChoiceField(
        label=_("Role"),
        widget=forms.Select(attrs={"data-search": True}),
        help_text=_("What the role may do today. Rights to grant roles, break glass or review it are left out."),
    )
    scope_kind = forms.ChoiceField(
        label=_("Scope"), choices=ScopeKind.choices, initial=ScopeKind.COMPANY, widget=forms.RadioSelect
    )
    department_id = fields.IdField(
        label=_("Department"), required=False, help_text=_("Which one, where the scope is a department.")
    )
    warehouse_id = fields.IdField(
        label=_("Warehouse"), required=False, help_text=_("Which one, where the scope is a warehouse.")
    )
    start_date = fields.DayField(label=_("From"), initial=timezone.localdate)
    end_date = fields.DayField(
        label=_("Until"), initial=_tomorrow, help_text=_("The first day without the right, seven days later at most.")
    )
    reason = fields.ReasonField(help_text=_("Why it cannot wait, and why nobody else can do it."))

    def __init__(self, *args: Any, own_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(pk, words) for pk, words in fields.people() if pk != own_id]
        self.fields["person_id"].choices = fields.to_choose(people)  # type: ignore[attr-defined]
        self.fields["role_code"].choices = fields.to_choose(fields.roles())  # type: ignore[attr-defined]
        self.fields["department_id"].choices = fields.with_nothing(fields.departments())  # type: ignore[attr-defined]
        self.fields["warehouse_id"].choices = fields.with_nothing(fields.warehouses())  # type: ignore[attr-defined]
        for name in ("department_id", "warehouse_id"):
            self.fields[name].depends_on_others = True  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """Whether it was justified, and what was found."""

    verdict = forms.ChoiceField(label=_("Verdict"), choices=GlassVerdict.choices, widget=forms.RadioSelect)
    finding = fields.ReasonField(
        label=_("Finding"), help_text=_("What was looked at, and what follows from it. Holder and granter read it.")
    )
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
