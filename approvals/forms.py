"""The shape of what is typed when deciding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.choices import Verdict
from approvals.selectors import InboxFilter

MOST_AT_ONCE = 200


class Decide(forms.Form):
    """One verdict on one document."""

    verdict = forms.ChoiceField(choices=Verdict.choices)
    version = forms.IntegerField(required=False)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=2000, strip=True)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("verdict") in {Verdict.RETURN, Verdict.REJECT} and not given.get("reason"):
            self.add_error("reason", _("Please give a reason; it is kept with the document."))
        return given


class DecideMany(forms.Form):
    """One verdict on several documents: tasks as `id:version`, ticked in the list."""

    verdict = forms.ChoiceField(choices=Verdict.choices)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=2000, strip=True)
    confirmed = forms.BooleanField(required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.choices = [pair for text in data.getlist("task")[:MOST_AT_ONCE] if (pair := _pair(text)) is not None]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.choices:
            self.add_error(None, _("Tick at least one document."))
        refusing = given.get("verdict") in {Verdict.RETURN, Verdict.REJECT}
        if given.get("confirmed") and refusing and not given.get("reason"):
            self.add_error("reason", _("Please give a reason; it is kept with the document."))
        return given


def inbox_filter(query: Any) -> InboxFilter:
    """What of the inbox the address asks for; nonsense shows all."""
    return InboxFilter(
        kind=query.get("kind", "")[:40],
        flagged=query.get("flagged") == "1",
        overdue=query.get("overdue") == "1",
        text=query.get("q", "").strip()[:100],
    )


def _pair(text: str) -> tuple[int, int] | None:
    task, _colon, version = text.partition(":")
    if task.isascii() and task.isdigit() and version.isascii() and version.isdigit() and len(text) < 30:
        return int(task), int(version)
    return None
