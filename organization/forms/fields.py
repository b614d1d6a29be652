"""Choices of departments, people and roles for forms: fresh at each request, one statement each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organization import selectors
from organization.models import Person, Role, Warehouse

Choices = list[tuple[Any, str]]
LEVEL = "　"  # a full-width blank: indents in every font


def departments(*, without: frozenset[int] = frozenset()) -> Choices:
    """The active departments as a tree."""
    return [
        (row.department.pk, f"{LEVEL * row.level}{row.department.name}")
        for row in selectors.department_rows()
        if row.department.pk not in without
    ]


def people() -> Choices:
    """Everybody who works here, with the department."""
    rows = Person.objects.filter(is_active=True).select_related("department")
    return [(person.pk, f"{person.name} · {person.department or ''}".rstrip(" ·")) for person in rows]


def roles() -> Choices:
    """All roles in their order."""
    return [(role.code, role.name) for role in Role.objects.all()]


def warehouses() -> Choices:
    """All warehouses."""
    return [(warehouse.pk, warehouse.name) for warehouse in Warehouse.objects.all()]


def to_choose(choices: Choices) -> Choices:
    """The choices of a field that needs one; none is chosen at first."""
    return [("", gettext("— choose —")), *choices]


def with_nothing(choices: Choices) -> Choices:
    """The choices, and before them not to choose."""
    return [("", gettext("— none —")), *choices]


class IdField(forms.TypedChoiceField):
    """One of the choices by id; None where nothing is chosen. With `data-search` the page lets one type."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Select(attrs={"data-search": True}))
        super().__init__(coerce=int, empty_value=None, **options)


class DayField(forms.DateField):
    """A day, chosen by the browser's own means."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**options)


class ReasonField(forms.CharField):
    """Why; kept with the event (GEN-06)."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Reason"))
        options.setdefault("max_length", 1000)
        options.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**options)
