"""What was asked for, marked in what was found (GEN-12)."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.search_terms import words_of

register = template.Library()


@register.filter
def marked(text: str, words: str) -> SafeString:
    """The text with every word of the question marked; what is marked up in it is shown as it was typed."""
    asked = sorted(map(re.escape, words_of(words)), key=len, reverse=True)
    if not asked:
        return escape(text)
    parts = re.split(f"({'|'.join(asked)})", str(text), flags=re.IGNORECASE)
    shown = [f"<mark>{escape(part)}</mark>" if place % 2 else escape(part) for place, part in enumerate(parts)]
    return mark_safe("".join(shown))  # noqa: S308 - every part is escaped
