"""Background work as those see it who keep the installation running (QLT-30)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from core import formats, jobs, lists
from core.errors import DomainError
from core.list_workbooks import MOST_ROWS, Sheet
from core.models import Job, JobState
from core.ordering import ordered
from core.web import Request, go_to, page_or_part

PER_PAGE = 50
SORTS = {"name": "name", "due": "run_after", "attempts": "attempts"}


@lists.list_page_of(state=(gettext_lazy("State"), JobState.values))
@require_GET
def job_list(request: Request) -> HttpResponse:
    """What failed first, then what waits; what is done only on request."""
    if not jobs.can_watch(request.actor):
        raise PermissionDenied
    state = request.GET.get("state", "")
    counts = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    shown = state if state in JobState.values else (JobState.FAILED if counts.get(JobState.FAILED) else JobState.QUEUED)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    rows = Job.objects.filter(state=shown)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(error__icontains=words))
    rows = ordered(rows, request.GET.get("sort", ""), SORTS, usual=("-run_after", "-pk"))
    if lists.wants_file(request):
        filters = [(_("State"), lists.choice_words(JobState.choices, shown)), (_("Search"), words)]
        return lists.file_of(request, _sheet(rows), name="jobs", title=_("Background work"), filters=filters)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "shown": shown,
        "words": words,
        "states": [(code, label, counts.get(code, 0)) for code, label in JobState.choices],
    }
    return page_or_part(request, "core/jobs.html", "table", context)


def _sheet(rows: QuerySet[Job]) -> Sheet:
    heads = [
        (_("No."), 10),
        (_("Job"), 30),
        (_("State"), 12),
        (_("Due"), 20),
        (_("Attempts"), 10),
        (_("Last failure"), 80),
    ]
    cells = (
        (one.pk, one.name, one.get_state_display(), formats.stamp(one.run_after), one.attempts, one.error)
        for one in rows[:MOST_ROWS].iterator(chunk_size=1000)
    )
    return Sheet(_("Background work"), heads, cells)


@require_POST
def job_retry(request: Request, job_id: int) -> HttpResponse:
    """Have a failed job tried again."""
    if not jobs.can_watch(request.actor):
        raise PermissionDenied
    try:
        jobs.retry(job_id=job_id, actor=request.actor, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The job waits to be tried again."))
    return go_to(request, "core:job_list")
