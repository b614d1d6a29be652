"""What complaints have in common: Pareto, open ones by age, answers against their targets; the same as Excel
(CMP-09).
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from complaints import charts, exports, policies
from complaints.forms_patterns import PatternForm
from complaints.selectors import patterns as selectors
from core import formats
from core import lists as shared
from core.web import Request
from organization.views.access import needs

LABELS = {
    selectors.PART: gettext_lazy("Part"),
    selectors.MODEL: gettext_lazy("Machine model"),
    selectors.CUSTOMER: gettext_lazy("Customer"),
    selectors.CAUSE: pgettext_lazy("complaint", "Cause"),
    selectors.DEPARTMENT: gettext_lazy("Responsible department"),
    selectors.MONTH: pgettext_lazy("complaint", "Month"),
}


@require_GET
@needs(policies.can_open)
def pattern_page(request: Request) -> HttpResponse:
    """Of the complaints the reader sees."""
    departments = selectors.divisions_offered()
    form, now = PatternForm(request.GET, departments=departments), timezone.now()
    asked = form.question(timezone.localdate(now))
    page = selectors.patterns_of(request.actor, asked, at=now)
    head = str(LABELS[asked.by])
    if shared.wants_file(request):
        days = (_("Days"), formats.day_span(asked.since, asked.until))
        sheets = exports.pattern_sheets(page, head=head)
        filters = [days, *shared.in_words(form, ("department",))]
        return shared.file_of(request, *sheets, name="complaint-patterns", title=_("Patterns"), filters=filters)
    kept = {"since": asked.since.isoformat(), "until": asked.until.isoformat(), "department": asked.department or ""}
    values = {"since": asked.since, "until": asked.until, "department": asked.department}
    context = {
        "form": PatternForm(initial=values, departments=departments),
        "asked": asked,
        "page": page,
        "head": head,
        "chart": charts.pareto_chart(page.bars),
        "is_pareto": asked.by != selectors.MONTH,
        "ages": list(zip(selectors.age_words(), page.ages, strict=True)),
        "targets": ((_("First response"), page.response), (_("Resolution"), page.resolution)),
        "ways": [(label, f"?{urlencode(kept | {'by': way})}", way == asked.by) for way, label in LABELS.items()],
        "file": f"?{urlencode(kept | {'by': asked.by, 'format': 'xlsx'})}",
    }
    return render(request, "complaints/patterns.html", context)
