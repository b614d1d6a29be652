"""The report on segregation of duties (ORG-07)."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import formats, lists
from core.list_workbooks import MOST_ROWS
from core.web import Request
from organization import duties_words, exports, glass_words, policies, selectors
from organization.errors import permission_label
from organization.forms.duties import SinceForm
from organization.views.access import needs

PER_PAGE = 50
USUAL = timedelta(days=30)
MOST_GLASS = 50
MOST_NAMES = 12
"""How many holders of a role are named; the others stand in the list of assignments."""


@lists.list_page
@require_GET
@needs(policies.can_view)
def duties(request: Request) -> HttpResponse:
    """Which pairs are close to being broken, who holds what, what changed since a day; as a page and as Excel."""
    today = timezone.localdate()
    form = SinceForm(request.GET or None)
    since: date = (form.is_valid() and form.cleaned_data["since"]) or today - USUAL
    near, lone = selectors.near_pairs(on=today), selectors.lone_holders(on=today)
    held = selectors.assignment_list(actor=request.actor, on=today)
    glass = selectors.break_glass_since(since=since)
    changes = selectors.changes_since(since=since)
    if lists.wants_file(request):
        sheets = exports.duties_sheets(
            near=[duties_words.near_row(one) for one in near],
            lone=[(permission_label(one.permission), one.person.name) for one in lone],
            held=held,
            changes=duties_words.change_rows(list(changes[:MOST_ROWS])),
        )
        sheets.insert(2, glass_words.sheet(glass, on=today))
        title, filters = _("Segregation of duties"), [(_("Changes since"), formats.day(since))]
        return lists.file_of(request, *sheets, name="segregation-of-duties", title=title, filters=filters)
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    events = list(page.object_list)
    context = {
        "form": form if form.is_bound and not form.is_valid() else SinceForm(initial={"since": since}),
        "near": [(one, duties_words.nearness(one), *map(permission_label, (one.first, one.second))) for one in near],
        "broken": sum(one.nearness == "BROKEN" for one in near),
        "lone": [(permission_label(one.permission), one.person) for one in lone],
        "glass": glass_words.shown(glass[:MOST_GLASS], on=today),
        "held": selectors.held_by_role(held, named=MOST_NAMES),
        "page": page,
        "changes": list(zip(events, duties_words.entries(events), strict=True)),
        "today": today,
    }
    return render(request, "organization/duties.html", context)
