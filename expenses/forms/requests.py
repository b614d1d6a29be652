"""A spend request as typed (EXP-01)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import complaint_field
from expenses.forms.lines import (
    PREFIX,
    SPENT_ON,
    Choices,
    LineForm,
    LineSet,
    amount_field,
    line_set,
    values_so_far,
)
from expenses.services.inputs import RequestInput, RequestLineInput


def date_input(**attrs: Any) -> forms.DateInput:
    """A date as the browser's own calendar gives it."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **attrs})


class RequestForm(forms.Form):
    """The head of a spend request."""

    request_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=120, error_messages={"required": _("Give it a title.")})
    department = forms.TypedChoiceField(
        label=_("Department"), coerce=int, error_messages={"required": _("Choose the department.")}
    )
    expected_date = forms.DateField(label=_("Expected on"), widget=date_input())
    end_date = forms.DateField(label=_("To be used by"), widget=date_input())
    supplier = forms.CharField(label=_("Supplier"), max_length=120, required=False)
    complaint = complaint_field(SPENT_ON)
    purpose = forms.CharField(
        label=_("Purpose"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    single_use = forms.BooleanField(
        label=_("One claim closes it"),
        required=False,
        help_text=_("What the claim does not use is released at once."),
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = choices.departments  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        expected, end = data.get("expected_date"), data.get("end_date")
        if expected and end and end < expected:
            self.add_error("end_date", _("The last day cannot lie before the expected one."))
        return data


class RequestLineForm(LineForm):
    """One estimate."""

    amount = amount_field(_("Estimate"))


_RequestLines = line_set(RequestLineForm)


def request_lines(data: Any = None, *, choices: Choices, initial: list[dict[str, Any]] | None = None) -> LineSet:
    """The estimates of a request, typed or as they stand."""
    return _RequestLines(data, prefix=PREFIX, initial=_as_typed(data, initial), form_kwargs={"choices": choices})


def _as_typed(data: Any, initial: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    return None if data is not None else initial


def request_input(form: RequestForm, lines: LineSet) -> RequestInput:
    """The typed request for the service; both have to be valid."""
    head = form.cleaned_data
    return RequestInput(
        department_id=head["department"],
        title=head["title"],
        purpose=head["purpose"],
        supplier=head["supplier"],
        expected_date=head["expected_date"],
        end_date=head["end_date"],
        single_use=head["single_use"],
        complaint=head["complaint"],
        lines=tuple(
            RequestLineInput(
                line_id=line.cleaned_data["line_id"],
                category_id=line.cleaned_data["category"],
                project_id=line.cleaned_data.get("project"),
                description=line.cleaned_data["description"],
                amount=line.cleaned_data["amount"],
            )
            for line in lines.filled()
        ),
    )


def typed_so_far(form: RequestForm, lines: LineSet) -> RequestInput | None:
    """What of a request can be worked out already: lines with category and amount. None while there is nothing."""
    head = values_so_far(form)
    if head.get("department") is None:
        return None
    day = head.get("expected_date") or timezone.localdate()
    end = head.get("end_date") or max(day, timezone.localdate())
    rows = []
    for line in lines.forms:
        typed = values_so_far(line)
        if typed.get("amount") is not None and typed.get("category"):
            rows.append(
                RequestLineInput(
                    category_id=typed["category"],
                    description="",
                    amount=typed["amount"],
                    project_id=typed.get("project"),
                )
            )
    return RequestInput(department_id=head["department"], title="", expected_date=day, end_date=end, lines=tuple(rows))
