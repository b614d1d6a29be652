"""Lines of a document as a set of small forms: lines are added and taken away by buttons that work without
scripts too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.forms import MoneyField
from core.money import CENT, LARGEST
from expenses import rules

PREFIX = "lines"


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


class LineSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """The lines of one document, at most `rules.MOST_LINES`."""

    def filled(self) -> list[forms.Form]:
        """The lines in which something was typed; only after `is_valid`."""
        return [form for form in self.forms if form.has_changed()]


def line_set(form: type[LineForm]) -> type[LineSet]:
    """The set of lines made of this form."""
    made: Any = forms.formset_factory(
        form,
        formset=LineSet,
        extra=0,
        max_num=rules.MOST_LINES,
        absolute_max=rules.MOST_LINES + 1,
        validate_max=True,
    )
    chosen: type[LineSet] = made
    return chosen


def without_line(data: QueryDict, index: int) -> QueryDict:
    """The typed data with one line taken out and those after it moved up."""
    total = count(data)
    left = data.copy()
    if not 0 <= index < total:
        return left
    for name in [name for name in left if name.startswith(f"{PREFIX}-") and name.split("-")[1].isdecimal()]:
        del left[name]
    for name in data:
        _prefix, _dash, rest = name.partition("-")
        position, _dash, field = rest.partition("-")
        if _prefix == PREFIX and position.isdecimal() and int(position) < total and int(position) != index:
            moved = int(position) - (int(position) > index)
            left.setlist(f"{PREFIX}-{moved}-{field}", data.getlist(name))
    left[f"{PREFIX}-TOTAL_FORMS"] = str(total - 1)
    return left


def with_line(data: QueryDict, initial: Mapping[str, str]) -> QueryDict:
    """The typed data with one more line, empty but for its initial values."""
    more, total = data.copy(), count(data)
    if total < rules.MOST_LINES:
        more[f"{PREFIX}-TOTAL_FORMS"] = str(total + 1)
        for name, value in initial.items():
            more[f"{PREFIX}-{total}-{name}"] = value
    return more


def count(data: QueryDict) -> int:
    """How many lines the data says it has; never more than a document may carry."""
    typed = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    return min(int(typed), rules.MOST_LINES) if typed.isdecimal() and len(typed) < 5 else 0


def values_so_far(form: forms.Form) -> dict[str, Any]:
    """What each field holds as far as it makes sense: of a typed form its valid fields, of a stored one its
    initial values.
    """
    if form.is_bound:
        form.is_valid()
        return dict(form.cleaned_data)
    found: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        try:
            found[name] = field.clean(value)
        except forms.ValidationError:
            found[name] = None
    return found


def other_lines(data: QueryDict, action: str, *, initial: Mapping[str, str] | None = None) -> QueryDict | None:
    """The typed data with a line more or less, when that is what was pressed: `add_line`, `remove-2`."""
    if action == "add_line":
        return with_line(data, initial or {})
    if action.startswith("remove-") and action[7:].isdecimal() and len(action) < 12:
        return without_line(data, int(action[7:]))
    return None
