"""What is typed about people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organization.choices import USERNAME_PATTERN
from organization.forms import fields

USERNAME = RegexValidator(f"^{USERNAME_PATTERN}$", _("Letters, digits, dot, dash and underscore; two at least."))


class PersonForm(forms.Form):
    """Names, position, dates of somebody who is here already."""

    name_zh = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    position = forms.CharField(label=_("Position"), max_length=80, required=False)
    position_en = forms.CharField(label=_("Position in English"), max_length=80, required=False)
    joined_date = fields.DayField(label=_("Joined on"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NewPersonForm(PersonForm):
    """Somebody new, with a user name and a department."""

    field_order = (
        "name_zh",
        "name_en",
        "username",
        "department_id",
        "position",
        "position_en",
        "email",
        "joined_date",
        "password",
    )

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        validators=[USERNAME],
        help_text=_("Used to sign in; cannot be changed later."),
    )
    department_id = fields.IdField(label=_("Department"))
    password = forms.CharField(
        label=_("First password"),
        max_length=256,
        strip=False,
        required=False,
        help_text=_("Hand it over in person. Without one, nobody can sign in under this name yet."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department_id"].choices = fields.to_choose(fields.departments())  # type: ignore[attr-defined]
        self.fields["joined_date"].initial = timezone.localdate


class MoveForm(forms.Form):
    """Another department, and why."""

    department_id = fields.IdField(label=_("New department"))
    reason = fields.ReasonField()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department_id"].choices = fields.to_choose(fields.departments())  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    """The day of leaving, and why."""

    left_date = fields.DayField(
        label=_("Leaves on"),
        initial=timezone.localdate,
        help_text=_("All rights end on this day; a later day can be chosen."),
    )
    reason = fields.ReasonField()

    def __init__(self, *args: Any, noted: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if noted is not None:
            day = self.fields["left_date"]
            day.initial, day.required = noted, False
            day.help_text = _("Another day, or none: then they stay, and their roles go on as before.")


class ReasonForm(forms.Form):
    """Why."""

    reason = fields.ReasonField()


class NewPasswordForm(forms.Form):
    """A password for somebody who forgot theirs."""

    password = forms.CharField(
        label=_("New password"),
        max_length=256,
        strip=False,
        help_text=_("At least 12 characters, not a common password, not only digits, not like the name."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
