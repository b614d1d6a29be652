"""The shape of what people send about expense imports (EXP-09)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ImportFile(forms.Form):
    """The file to bring in and where it comes from."""

    source = forms.CharField(
        label=_("Where it comes from"),
        max_length=60,
        help_text=_(
            "The accounting system, such as 用友 U8. What its columns and accounts are is remembered under this name."
        ),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV (UTF-8, GB18030) or Excel (.xlsx, .xls), up to 40 MB and 200,000 rows."),
        allow_empty_file=True,
    )
    again = forms.BooleanField(label=_("Bring the same file in again"), required=False)

    def __init__(self, *args: Any, sources: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = list(sources)
        self.fields["source"].widget.attrs["list"] = "sources"


class ImportPost(forms.Form):
    """Whether bad rows are left out."""

    leave_out_bad = forms.BooleanField(label=_("Leave the rows with problems out"), required=False)
