"""Lines of a document as a set of small forms: lines are added and taken away by buttons that work without
scripts too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core import line_forms
from core.forms import MoneyField
from core.line_forms import PREFIX, LineSet, values_so_far
from core.money import CENT, LARGEST
from expenses import rules


def amount_field(label: Any) -> MoneyField:
    """An amount a line carries: at least a cent, at most what fits."""
    return MoneyField(
        label=label,
        min_value=CENT,
        max_value=LARGEST,
        error_messages={
            "required": _("Enter the amount."),
            "invalid": _("Enter the amount as a number, such as 1,960.00."),
            "min_value": _("The amount has to be above zero."),
            "max_value": _("This amount is too large."),
            "max_digits": _("This amount is too large."),
            "max_whole_digits": _("This amount is too large."),
            "max_decimal_places": _("Use at most two decimals."),
        },
    )


SPENT_ON = _("The number of the complaint this is spent on, such as CP-2026-0001; else leave it empty.")


class LineForm(forms.Form):
    """What all lines have in common. A line in which nothing was typed is let go."""

    tells: tuple[str, ...] = ("description", "amount")
    """The fields that tell whether anything was typed: others come with a value."""

    line_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    category = forms.TypedChoiceField(
        label=_("Category"),
        coerce=int,
        error_messages={"required": _("Choose the category."), "invalid_choice": _("Choose one of the categories.")},
    )
    project = forms.TypedChoiceField(label=_("Project"), coerce=int, required=False, empty_value=None)
    description = forms.CharField(
        label=_("Description"), max_length=200, error_messages={"required": _("Say what it is for.")}
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Mapping[str, Any] = self.fields
        fields["category"].choices = [("", _("Choose…")), *choices.categories]
        fields["project"].choices = [("", "—"), *choices.projects]
        if not choices.projects:
            del self.fields["project"]

    def has_changed(self) -> bool:
        """Whether anything was typed into this line."""
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in (*self.tells, "category"))


@dataclass(frozen=True, slots=True)
class Choices:
    """What the selects of a form offer."""

    departments: Sequence[tuple[int, str]]
    categories: Sequence[tuple[str, Sequence[tuple[int, str]]]]
    projects: Sequence[tuple[int, str]]
    requests: Sequence[tuple[int, str]] = ()
    tax_rates: Sequence[Decimal] = ()


def line_set(form: type[LineForm]) -> type[LineSet]:
    """The set of lines made of this form, at most `rules.MOST_LINES`."""
    return line_forms.line_set(form, most=rules.MOST_LINES)


def other_lines(data: QueryDict, action: str, *, initial: Mapping[str, str] | None = None) -> QueryDict | None:
    """The typed data with a line more or less, when that is what was pressed: `add_line`, `remove-2`."""
    return line_forms.other_lines(data, action, most=rules.MOST_LINES, initial=initial)


__all__ = ["PREFIX", "Choices", "LineForm", "LineSet", "amount_field", "line_set", "other_lines", "values_so_far"]
