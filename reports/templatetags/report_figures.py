"""Figures in the unit a report is shown in, and the words of the heat map."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import formats
from core.variance import Variance

register = template.Library()


@register.simple_tag
def figure(value: Any, unit: str = "amount0") -> SafeString:
    """An amount in the report's unit: ten thousands with a decimal, or whole."""
    shown = formats.wan(value) if unit == "wan" else formats.amount0(value)
    return format_html('<span class="sh-num">{}</span>', shown)


@register.simple_tag
def heat_text(share: Decimal) -> SafeString:
    """A heat-map cell: the word, and the deviation in per cent without its sign; whole from 100 % on (GEN-05b)."""
    variance = Variance(value=share, unit="percent")
    if variance.is_zero:
        return format_html("<span></span><span>{}</span>", "0.0")
    size = abs(share) * 100
    figure = formats.number(size, places=0) if size >= 100 else variance.figure.rstrip("%")
    word, after = variance.phrase.split(variance.figure)
    parts = (word, figure) if word else (figure, after)
    return format_html("<span>{}</span> <span>{}</span>", *(part.strip() for part in parts))


@register.simple_tag
def swatch(part: str) -> SafeString:
    """The mark of a part of the budget bar beside its figure."""
    if part == "tick":
        return format_html(
            '<svg class="sh-swatch sh-swatch-tick" aria-hidden="true">'
            '<line class="sh-bb-tick" x1="1" x2="1" y2="{}"/></svg>',
            "100%",
        )
    fills = {"spent": "sh-bb-spent", "left": "sh-bb-track"}
    if part == "held":
        inner = format_html('<rect class="sh-bb-edge" fill="url(#{})" width="100%" height="100%"/>', "sh-hatch")
    else:
        inner = format_html('<rect class="{}" width="100%" height="100%"/>', fills[part])
    return format_html('<svg class="sh-swatch sh-swatch-{}" aria-hidden="true">{}</svg>', part, inner)
