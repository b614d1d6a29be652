"""What is left: control keys, their months, who holds them, and their entries (LED-01, LED-02, LED-05, LED-09)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from budgets import exports, policies
from budgets.choices import EntryKind
from budgets.models import FiscalYear
from budgets.selectors import keys as selectors
from budgets.selectors import ledger
from budgets.selectors.years import current_year
from budgets.views import events
from core import formats, list_filters, lists
from core.long_lists import LongPaginator
from core.money import ZERO
from core.web import Request, page_or_part, whole_number
from organization.models import Department
from organization.views.asking import words

ROWS = 50
KINDS = (EntryKind.APPROPRIATION, EntryKind.COMMITMENT, EntryKind.RELEASE, EntryKind.ACTUAL)
ONLY = ("near", "over")
DIGITS = 4
MONTHS = [str(month) for month in range(1, 13)]


@lists.list_page_of(
    department=(gettext_lazy("Department"), list_filters.is_id),
    only=(gettext_lazy("Filter"), ONLY),
)
@require_GET
def key_list(request: Request) -> HttpResponse:
    """The keys one may see, with what is left of each in the year."""
    typed = request.GET.get("year", "")
    asked = whole_number(typed, digits=DIGITS)
    year = FiscalYear.objects.filter(year=asked).first() if asked else current_year(on=timezone.localdate())
    if typed and (asked is None or year is None):
        list_filters.note("year", _("Fiscal year"), typed)
    year = year or current_year()
    department_id = whole_number(request.GET.get("department", ""), digits=18)
    only = request.GET.get("only", "")
    keys = selectors.key_list(
        request.actor,
        fiscal_year_id=year.pk if year else None,
        department_id=department_id,
        words=words(request),
        only=only if only in ONLY else "",
        sort=request.GET.get("sort", ""),
    )
    scope = request.actor.sight(policies.VIEW)
    departments = Department.objects.order_by("position", "code")
    if not scope.company:
        departments = departments.filter(pk__in=scope.departments)
    if lists.wants_file(request):
        filters = [
            (_("Fiscal year"), year.year if year else ""),
            (_("Department"), next((one.name for one in departments if one.pk == department_id), "")),
            (_("Search"), words(request)),
            (_("Filter"), only_words().get(only, "")),
        ]
        sheet = exports.keys_sheet(keys)
        return lists.file_of(request, sheet, name="available-budget", title=_("Available budget"), filters=filters)
    totals = keys.order_by().aggregate(a=Sum("appropriated"), c=Sum("committed"), x=Sum("actual"))
    appropriated, committed, actual = (totals[name] or ZERO for name in ("a", "c", "x"))
    context = {
        "page": Paginator(keys, ROWS).get_page(request.GET.get("page")),
        "totals": {
            "appropriated": appropriated,
            "committed": committed,
            "actual": actual,
            "left": appropriated - committed - actual,
        },
        "year": year,
        "years": FiscalYear.objects.order_by("-year"),
        "departments": departments,
        "department_id": department_id,
        "words": words(request),
        "only": only,
        "is_filtered": bool(department_id or only or words(request)),
    }
    return page_or_part(request, "budgets/key_list.html", "table", context)


def only_words() -> dict[str, str]:
    """The chips of the list in words."""
    return {"near": _("Less than a tenth left"), "over": _("Over budget")}


@require_GET
def key_detail(request: Request, key_id: int) -> HttpResponse:
    """One key: twelve months, what may still be spent, who holds it, which overrides stand."""
    key = get_object_or_404(selectors.keys_visible_to(request.actor), pk=key_id)
    now = timezone.now()
    context = {
        "key": key,
        "figures": selectors.key_figures(key, actor=request.actor, at=now),
        "now": now,
        "can_grant": key.action == "STOP" and request.actor.can(policies.GRANT_OVERRIDE, key.department_id),
        "can_edit": policies.can_edit_control(request.actor),
        "timeline": events.latest("control_key", document_id=key.pk),
    }
    return render(request, "budgets/key_detail.html", context)


@lists.list_page_of(
    month=(pgettext_lazy("column", "Month"), MONTHS), kind=(gettext_lazy("Kind"), [one.value for one in KINDS])
)
@require_GET
def entry_list(request: Request, key_id: int) -> HttpResponse:
    """The entries of a key, newest first, each with its document."""
    key = get_object_or_404(selectors.keys_visible_to(request.actor), pk=key_id)
    typed, kind = request.GET.get("month", ""), request.GET.get("kind", "")
    month = int(typed) if typed in MONTHS else None
    kind = kind if kind in {one.value for one in KINDS} else ""
    sort = request.GET.get("sort", "")
    entries = selectors.entries_of(key, actor=request.actor, month=month, kind=kind, words=words(request), sort=sort)
    if lists.wants_file(request):
        filters = [
            (_("Available budget"), f"{key.category.name} · {key.department.name} · {key.fiscal_year}"),
            (pgettext("column", "Month"), formats.month_name(month) if month else ""),
            (_("Kind"), EntryKind(kind).label if kind else ""),
            (_("Search"), words(request)),
        ]
        sheet = exports.entries_sheet(entries, is_summed=bool(kind))
        return lists.file_of(request, sheet, name="entries", title=_("Entries"), filters=filters)
    pages = LongPaginator(entries, ROWS)
    page = pages.get_page(request.GET.get("page"))
    is_summed = bool(kind) and not pages.is_cut
    context = {
        "key": key,
        "is_withheld": selectors.has_withheld(key, request.actor),
        "page": page,
        "rows": [
            (entry, ledger.document_url(entry.source_kind, entry.source_id, entry.source_line))
            for entry in page.object_list
        ],
        "total": (entries.order_by().aggregate(total=Sum("amount"))["total"] or ZERO) if is_summed else None,
        "kinds": KINDS,
        "kind": kind,
        "month": month,
        "months": range(1, 13),
        "words": words(request),
        "is_filtered": bool(month or kind or words(request)),
    }
    return page_or_part(request, "budgets/entry_list.html", "table", context)
