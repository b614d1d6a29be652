"""The vocabulary of the templates: figures, dates, icons, badges and the components of the interface.

Dumb on purpose: values in, no querysets. Examples for each stand in docs/architecture/interface.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.template.context import Context, RequestContext
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import formats
from core.budget_bar import BudgetBar
from core.components import STATE_LOOKS, UNKNOWN_STATE, Choice, Refusal, Step, TimelineEntry, not_done
from core.forms import errors_context, field_context
from core.saved_views import UNFILTERED
from core.variance import Variance

register = template.Library()

_NUMBER = '<span class="sh-num">{}</span>'


# --- Figures and dates --------------------------------------------------------------------------------------------


@register.filter
def amount(value: Any) -> SafeString:
    """An amount to the cent, never broken over two lines: 9,860.00."""
    return format_html(_NUMBER, formats.amount(value))


@register.filter
def amount0(value: Any) -> SafeString:
    """An amount in whole units: 21,078,000."""
    return format_html(_NUMBER, formats.amount0(value))


@register.filter
def wan(value: Any) -> SafeString:
    """An amount in ten thousands with one decimal (万元): 1,346.2."""
    return format_html(_NUMBER, formats.wan(value))


@register.filter
def percent(value: Any, places: int = 1) -> SafeString:
    """A share as a percentage: 0.904 becomes 90.4%; nothing becomes n/a."""
    return format_html(_NUMBER, formats.percent(value, places=places))


@register.filter
def rate(value: Any) -> SafeString:
    """A tax rate: 0.13 becomes 13%."""
    return format_html(_NUMBER, formats.rate(value))


@register.filter
def number(value: Any, places: int = 0) -> SafeString:
    """A plain figure with thousands separators: 1,264."""
    return format_html(_NUMBER, formats.number(value, places=places))


@register.filter
def plain(value: Any) -> str:
    """A number for a `value` or `data-` attribute: no separators, a point for the decimals."""
    exact = formats.as_decimal(value)
    return "" if exact is None else f"{exact:f}"


@register.filter
def moment(value: datetime | None) -> SafeString:
    """A time as people here write it, with the exact one for machines."""
    return _time(value, formats.moment(value))


@register.filter
def day(value: date | datetime | None) -> SafeString:
    """A date in full: 2026-10-21, in English 21 Oct 2026."""
    return _time(value, formats.day(value))


@register.filter
def short_day(value: date | datetime | None) -> SafeString:
    """A date of this year: 9-21, in English 21 Sep."""
    return _time(value, formats.short_day(value))


@register.filter
def month_name(value: int | date | None) -> str:
    """A month: 9 月, in English Sep."""
    return formats.month_name(value)


@register.simple_tag
def day_span(since: date | None, until: date | None) -> SafeString:
    """The days a page is about: 2026-01-01 – 2026-03-31, or one of the two."""
    return format_html("<span>{}</span>", formats.day_span(since, until))


@register.filter
def html_lang(code: str) -> str:
    """A language code as HTML writes it: zh-hans becomes zh-Hans."""
    return {"zh-hans": "zh-Hans"}.get(code, code)


@register.filter
def initials(name: str) -> str:
    """What stands in a person's round face."""
    return formats.initials(name)


def _time(value: date | datetime | None, shown: str) -> SafeString:
    if value is None:
        return format_html("{}", formats.NOTHING)
    return format_html('<time class="sh-nowrap" datetime="{}">{}</time>', value.isoformat(), shown)


# --- Variance -----------------------------------------------------------------------------------------------------


@register.simple_tag
def signed_variance(value: Any, income: bool = False, unit: str = "amount", share: Any = None) -> SafeString:
    """A difference with its word: 超 32.2 or 省 5.4, in English 32.2 U or 5.4 F (GEN-05b).

    `value` is actual less budget; `income=True` where more is better. `unit` is amount, amount0, wan or percent.
    """
    return Variance(value=value, income=income, unit=unit, share=share).html()


@register.simple_tag
def variance_badge(value: Any, income: bool = False, unit: str = "amount") -> SafeString:
    """The same as a badge with 有利 / 不利 and an arrow."""
    variance = Variance(value=value, income=income, unit=unit)
    return _badge(variance.icon, variance.tone, f"{variance.judgement} {variance.figure}".strip())


@register.simple_tag
def heat_class(value: Any, income: bool = False) -> str:
    """The heat-map class of a deviation share (0.084): seven steps at ±2, ±5, ±10 %."""
    return Variance(value=value, income=income, unit="percent").heat_class


# --- Icons and badges -----------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, size: int = 18, css: str = "") -> SafeString:
    """An icon from the sprite, hidden from readers: a word always stands beside it."""
    return _icon(name, size, css)


@lru_cache(maxsize=1_000, typed=True)
def _icon(name: str, size: int, css: str) -> SafeString:
    """Drawn once for each look: a list draws the same few on every line."""
    return format_html(
        '<svg class="sh-icon{}" width="{}" height="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f" {css}" if css else "",
        size,
        size,
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def state_badge(document: Any, label: str = "") -> SafeString:
    """A document's state as icon and word; takes a document, or a state code. `label` says it more closely."""
    code = str(getattr(document, "state", document))
    look = STATE_LOOKS.get(code, UNKNOWN_STATE)
    own = getattr(document, "get_state_display", None)
    return _badge(look.icon, look.tone, label or (str(own()) if own else "") or str(look.label) or code)


@register.simple_tag
def badge(text: str, tone: str = "mute", icon_name: str = "") -> SafeString:
    """A badge that is no document state: 用到 90.4% (warn), 缺 6,200.00 (danger), 预算内 (ok)."""
    return _badge(icon_name, tone, str(text) if isinstance(text, Promise) else text)


@lru_cache(maxsize=1_000, typed=True)  # what is safe and what is to be escaped may read alike
def _badge(icon_name: str, tone: str, text: str) -> SafeString:
    drawn = icon(icon_name, 14) if icon_name else ""
    return format_html('<span class="sh-badge sh-badge-{}">{}{}</span>', tone, drawn, text)


@register.simple_tag
def used_badge(share: Any) -> SafeString:
    """用到 90.4% as a warning from 90 % on; nothing below."""
    exact = formats.as_decimal(share)
    if exact is None or exact < Decimal("0.9"):
        return SafeString()
    return _badge("alert-triangle", "warn", _("%(share)s used") % {"share": formats.percent(exact)})


# --- Budget bar -----------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/budget_bar.html")
def budget_bar(
    spent: Any = None,
    held: Any = None,
    this: Any = None,
    left: Any = None,
    short: Any = None,
    budget: Any = None,
    label: str = "",
    size: str = "md",
    unit: str = "amount",
    figures: bool = False,
    forecast: Any = None,
) -> dict[str, Any]:
    """The budget bar of one control key: spent, held, this document, left or short, all figures in its label.

    `left` is worked out from `budget` when not given. No budget at all draws a dashed outline.
    `figures=True` writes them below. `size` is sm, md or lg; `unit` amount, amount0 or wan.
    """
    bar = BudgetBar.of(
        spent=spent,
        held=held,
        this=this,
        left=left,
        short=short,
        budget=budget,
        label=label,
        unit=unit,
        forecast=forecast,
    )
    return {"bar": bar, "size": size, "figures": figures}


@register.inclusion_tag("components/budget_legend.html")
def budget_legend(this: bool = True, short: bool = False) -> dict[str, Any]:
    """What the parts of a budget bar mean; once per card."""
    return {"this": this, "short": short}


# --- Step line, timeline ----------------------------------------------------------------------------------------


@register.inclusion_tag("components/step_line.html")
def step_line(steps: Sequence[Step], vertical: bool = False, label: str = "") -> dict[str, Any]:
    """Where a document is and who has it; more than eight steps fold those that are past."""
    shown = list(steps)
    folded = 0
    if len(shown) > 8:
        done = [step for step in shown if step.state == "done"]
        folded = min(len(done), len(shown) - 7)
        shown = [step for step in shown if step not in done[:folded]]
    return {"steps": shown, "folded": folded, "vertical": vertical, "label": label}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Iterable[TimelineEntry]) -> dict[str, Any]:
    """What happened, oldest first (GEN-05)."""
    return {"events": events}


# --- Lists ----------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: RequestContext, page: Page[Any], target: str = "", parameter: str = "page") -> dict[str, Any]:
    """Pages of a list, keeping filters and order in the address; `target` swaps that element by HTMX."""
    paginator = page.paginator
    numbers = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "page": page,
        "target": target,
        "links": [
            {"number": number, "url": _url_with(context, parameter, str(number)) if isinstance(number, int) else ""}
            for number in numbers
        ],
        "previous": _url_with(context, parameter, str(page.number - 1)) if page.has_previous() else "",
        "next": _url_with(context, parameter, str(page.number + 1)) if page.has_next() else "",
    }


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(
    context: RequestContext, field: str, label: str, target: str = "", align: str = "", parameter: str = "sort"
) -> dict[str, Any]:
    """A table head that sorts: `?sort=field`, and `-field` the second time. Draws the whole `<th>`."""
    current = context["request"].GET.get(parameter, "")
    direction = "ascending" if current == field else "descending" if current == f"-{field}" else ""
    wanted = f"-{field}" if direction == "ascending" else field
    return {
        "label": label,
        "align": align,
        "direction": direction,
        "target": target,
        "url": _url_with(context, parameter, wanted, drop="page"),
    }


@register.simple_tag(takes_context=True)
def url_with(context: RequestContext, **changes: Any) -> str:
    """This page's address with some parameters changed; None or "" takes one away."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else UNFILTERED


@register.inclusion_tag("components/empty.html")
def empty_state(
    title: str, text: str = "", icon_name: str = "inbox", url: str = "", action: str = "", button: bool = False
) -> dict[str, Any]:
    """What goes here and how to begin; for a list filtered to nothing give url="?" and “Clear the filters”."""
    return {"title": title, "text": text, "icon_name": icon_name, "url": url, "action": action, "button": button}


@register.inclusion_tag("components/choice.html")
def choice(option: Choice) -> dict[str, Any]:
    """One way to begin, as a large link."""
    return {"option": option}


@register.inclusion_tag("components/skeleton.html")
def skeleton(rows: int = 3) -> dict[str, Any]:
    """Bars shaped like rows, for what takes longer than 300 ms."""
    return {"rows": range(rows)}


def _url_with(context: RequestContext, parameter: str, value: str, drop: str = "") -> str:
    query = context["request"].GET.copy()
    query.pop(drop, None)
    query[parameter] = value
    return f"?{query.urlencode()}"


# --- Forms ----------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/form_field.html")
def form_field(
    field: BoundField, label: str = "", help_text: str = "", css: str = "", hide_label: bool = False
) -> dict[str, Any]:
    """A field with label, help and error, tied together for readers (QLT-53)."""
    return field_context(field, label=label, help_text=help_text, css=css, hide_label=hide_label)


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm | None, formset: Any = None) -> dict[str, Any]:
    """What has to be changed, with links to the fields; focus goes here. Errors of no field show first."""
    return errors_context(form, formset)


@register.inclusion_tag("components/refusal.html", takes_context=True)
def refusal(context: Context, error: Any) -> dict[str, Any]:
    """What did not happen and why, how much is missing, who holds the rest, and the buttons that help (LED-09)."""
    return {"refusal": Refusal.of(error, tried=_tried(context)) if error else None}


def _tried(context: Context) -> str | Promise:
    """What the reader of this page had asked for."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if request is None or match is None or request.method != "POST":
        return ""
    return not_done(match.url_name or "", request.POST.get("action", ""))


@register.inclusion_tag("components/notice.html")
def notice(
    text: str, tone: str = "info", title: str = "", url: str = "", action: str = "", icon_name: str = ""
) -> dict[str, Any]:
    """A message that concerns the page and stays until it is no longer true."""
    icons = {"info": "info-circle", "warn": "alert-triangle", "danger": "alert-circle", "ok": "circle-check"}
    return {
        "text": text,
        "tone": tone,
        "title": title,
        "url": url,
        "action": action,
        "icon_name": icon_name or icons.get(tone, "info-circle"),
    }


@register.simple_tag(takes_context=True)
def breadcrumb(context: RequestContext, label: str, url_name: str = "", *args: Any) -> SafeString:
    """One crumb. Without a URL name it is the page one is on, and the last."""
    if not url_name:
        return format_html('<li aria-current="page">{}</li>', label)
    return format_html('<li><a href="{}">{}</a></li>', reverse(url_name, args=args), label)
