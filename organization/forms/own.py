"""What people type to sign in and for themselves."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organization.choices import Theme, TokenScope


class SignIn(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class Preferences(forms.Form):
    """Language, appearance, keys, amounts, address for mail."""

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", _("As the browser")), ("zh-hans", "简体中文"), ("en", "English")],
    )
    theme = forms.ChoiceField(label=_("Appearance"), choices=Theme.choices)
    show_in_wan = forms.BooleanField(
        label=_("Large amounts in 万元"),
        required=False,
        help_text=_("Overviews and reports show ten thousands; documents always show the full amount."),
    )
    single_keys = forms.BooleanField(
        label=_("Single-letter keys"),
        required=False,
        help_text=_("A approves, J and K go through the inbox. Switch them off if you use speech input."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)


class Password(forms.Form):
    """The present password and a new one."""

    present = forms.CharField(
        label=_("Present password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        max_length=256,
        strip=False,
        help_text=_("At least 12 characters, not a common password, not only digits, not like your name."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    end_tokens = forms.BooleanField(
        label=_("End my API tokens too"),
        required=False,
        initial=True,
        help_text=_("Somebody who knew the password may have made one."),
    )


def _in_ninety_days() -> str:
    return (timezone.localdate() + timedelta(days=90)).isoformat()


class Token(forms.Form):
    """A token for another system."""

    label = forms.CharField(label=_("What it is for"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("May be used to"),
        choices=TokenScope.choices,
        initial=[TokenScope.READ],
        widget=forms.CheckboxSelectMultiple,
    )
    expires_date = forms.DateField(
        label=_("Ends on"), initial=_in_ninety_days, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
