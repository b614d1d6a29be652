"""Form fields that read what people type, and what the form components need to know about a field (QLT-53)."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.utils.translation import gettext_lazy as _

from core import origins
from core.formats import MINUS

_WIDE = str.maketrans("０１２３４５６７８９．，－（）", "0123456789.,-()")
_NOISE = re.compile(r"[\s¥￥元]")
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?")


def plain_number(typed: str) -> str:
    """What was typed as a plain number: １，２３４.5 → 1234.5, (5) → -5. What is no number comes back as it is, and so
    does a comma elsewhere than between thousands: 12,50 is not read as 1250.
    """
    text = _NOISE.sub("", typed.translate(_WIDE)).replace(MINUS, "-")
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text


class VersionForm(forms.Form):
    """The version of the page a change was made on."""

    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


def complaint_field(help_text: Any) -> forms.CharField:
    """The number of the complaint something is spent on or comes back for, with the open ones offered (CMP-08)."""
    return forms.CharField(
        label=_("Complaint"),
        max_length=origins.LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"list": "complaints-offered", "autocomplete": "off"}),
        help_text=help_text,
    )


class ReasonForm(VersionForm):
    """A move that needs a reason (GEN-06)."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class MoneyField(forms.DecimalField):
    """An amount as people write it: thousands, full-width digits, brackets for minus. Two decimals, 18 digits."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_digits", 18)
        options.setdefault("decimal_places", 2)
        options.setdefault("widget", forms.TextInput)
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        """The exact number; the same errors as any decimal field."""
        return super().to_python(plain_number(value) if isinstance(value, str) else value)


def field_context(field: BoundField, *, label: str, help_text: str, css: str, hide_label: bool) -> dict[str, Any]:
    """What `components/form_field.html` draws: the widget tied to its help and its errors."""
    widget = field.field.widget
    shown_help = help_text or field.help_text
    ids = [f"{field.auto_id}_help"] if shown_help else []
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    attrs: dict[str, Any] = {"class": f"{widget.attrs.get('class', '')} {_widget_class(widget)} {css}".strip()}
    if ids:
        attrs["aria-describedby"] = " ".join(ids)
    if field.errors:
        attrs["aria-invalid"] = "true"
    if isinstance(field.field, forms.DecimalField) and isinstance(widget, (forms.NumberInput, forms.TextInput)):
        # A number input cannot show thousands, so it becomes a text one that static/js/money-input.js formats.
        widget.input_type = "text"
        widget.attrs.pop("step", None)
        places = field.field.decimal_places
        attrs |= {"data-money": True, "inputmode": "decimal", "data-places": places if places in {0, 1, 2} else 0}
    return {
        "field": field,
        "widget": field.as_widget(attrs=attrs),
        "label": label or field.label,
        "help_text": shown_help,
        "is_check": isinstance(widget, forms.CheckboxInput),
        "is_group": isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)),
        "is_optional": not field.field.required and not getattr(field.field, "depends_on_others", False),
        "hide_label": hide_label,
    }


def errors_context(form: BaseForm | None, formset: Any) -> dict[str, Any]:
    """What `components/error_summary.html` draws: fields with errors, each with the number of its line (0 in the head),
    and errors that belong to no field.
    """
    fields: list[tuple[BoundField, int]] = []
    general: list[str] = []
    for number, one in enumerate((form, *(formset.forms if formset is not None else ()))):
        if one is None or not one.is_bound:
            continue
        fields += [(field, number) for field in one if field.errors and not field.is_hidden]
        general += [str(error) for error in one.non_field_errors()]
        general += [str(error) for field in one.hidden_fields() for error in field.errors]
    if formset is not None and formset.is_bound:
        general += [str(error) for error in formset.non_form_errors()]
    return {"fields": fields, "general": general, "count": len(fields)}


def _widget_class(widget: forms.Widget) -> str:
    if isinstance(widget, (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"
