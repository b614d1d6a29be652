"""A number as a bar code (Code 128) that scanners read, drawn in the page (PSL-35)."""

from __future__ import annotations

from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

QUIET = 10
"""Modules left white at each side, as the code asks."""
HEIGHT = 60


def bar_code(number: str) -> SafeString:
    """The number as SVG: bars of the width the code gives them, stretched by the stylesheet; its label says it."""
    from barcode import Code128  # brings a library of fonts with it, which no page needs

    (modules,) = Code128(number).build()
    bars, place = [], QUIET
    for module, run in groupby(modules):
        width = len(list(run))
        if module == "1":
            bars.append(f'<rect x="{place}" y="0" width="{width}" height="{HEIGHT}"/>')
        place += width
    head = f'viewBox="0 0 {place + QUIET} {HEIGHT}" preserveAspectRatio="none" role="img" aria-label="{escape(number)}"'
    return mark_safe(f'<svg xmlns="http://www.w3.org/2000/svg" {head}>{"".join(bars)}</svg>')  # noqa: S308 - escaped above
