"""What people type for their second factor and to look through sign-ins (ORG-09)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeField(forms.CharField):
    """A code of the authenticator app; where it says so, a recovery code as well."""

    def __init__(self, **options: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        options.setdefault("label", _("Code"))
        options.setdefault("max_length", 20)
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**options)


class CodeForm(forms.Form):
    """A code, to sign in with."""

    code = CodeField(help_text=_("Six digits from the authenticator app, or one of your recovery codes."))


class SetUpForm(forms.Form):
    """The first code of the app, and the password of whoever has one."""

    code = CodeField(
        label=_("Code the app shows"),
        max_length=8,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    password = forms.CharField(
        label=_("Present password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, has_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_password:
            del self.fields["password"]
