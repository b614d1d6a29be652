"""The button that asks for a page as a report (RPT-41)."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import Context

from core import paper

register = template.Library()


@register.inclusion_tag("components/paper_button.html", takes_context=True)
def paper_button(
    context: Context,
    code: str,
    form: str,
    query: str = "",
    css: str = "",
    follows: bool = False,
    label: str = "",
    **parameters: Any,
) -> dict[str, Any]:
    """A button of the title row: `{% paper_button "expense_claim" "pdf" id=claim.pk %}`.

    `label` says which one, where a page has several. `query` is the page's own, where the report is of what is shown
    now; with `follows` a script keeps up with it.
    """
    asked = {**QueryDict(query).dict(), **{name: str(value) for name, value in parameters.items()}}
    return {
        "url": paper.address(code, form, asked),
        "form": form,
        "label": label,
        "css": css,
        "follows": follows,
        "bare_url": paper.address(code, form, {}),
        "csrf_token": context.get("csrf_token", ""),
    }
