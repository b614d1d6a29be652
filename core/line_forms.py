"""Lines of a document as a set of small forms: lines are added and taken away by buttons that work without
scripts too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

PREFIX = "lines"


class LineSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """The lines of one document."""

    def filled(self) -> list[forms.Form]:
        """The lines in which something was typed; only after `is_valid`."""
        return [form for form in self.forms if form.has_changed()]


def line_set(form: type[forms.Form], *, most: int) -> type[LineSet]:
    """The set of lines made of this form, at most so many."""
    made: Any = forms.formset_factory(
        form, formset=LineSet, extra=0, max_num=most, absolute_max=most + 1, validate_max=True
    )
    chosen: type[LineSet] = made
    return chosen


def without_line(data: QueryDict, index: int, *, most: int) -> QueryDict:
    """The typed data with one line taken out and those after it moved up."""
    total = count(data, most=most)
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


def with_line(data: QueryDict, initial: Mapping[str, str], *, most: int) -> QueryDict:
    """The typed data with one more line, empty but for its initial values."""
    more, total = data.copy(), count(data, most=most)
    if total < most:
        more[f"{PREFIX}-TOTAL_FORMS"] = str(total + 1)
        for name, value in initial.items():
            more[f"{PREFIX}-{total}-{name}"] = value
    return more


def count(data: QueryDict, *, most: int) -> int:
    """How many lines the data says it has; never more than a document may carry."""
    typed = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    return min(int(typed), most) if typed.isdecimal() and len(typed) < 5 else 0


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


def other_lines(
    data: QueryDict, action: str, *, most: int, initial: Mapping[str, str] | None = None
) -> QueryDict | None:
    """The typed data with a line more or less, when that is what was pressed: `add_line`, `remove-2`."""
    if action == "add_line":
        return with_line(data, initial or {}, most=most)
    if action.startswith("remove-") and action[7:].isdecimal() and len(action) < 12:
        return without_line(data, int(action[7:]), most=most)
    return None
