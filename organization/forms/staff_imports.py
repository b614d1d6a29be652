"""What is sent and said about files of departments and people (ORG-10)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from organization.choices import StaffKind


class StaffUploadForm(forms.Form):
    """A file, and what it is a list of."""

    kind = forms.ChoiceField(label=_("A list of"), choices=StaffKind.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx, .xls) or CSV (UTF-8, GB18030), up to 8 MB and 5,000 rows."),
        allow_empty_file=True,
    )
    again = forms.BooleanField(label=_("Bring the same file in again"), required=False)


class StaffApplyForm(forms.Form):
    """Whether bad rows are left out, and which check was looked at."""

    leave_out_bad = forms.BooleanField(required=False)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
