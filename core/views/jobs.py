"""Background work as those see it who keep the installation running (QLT-30)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import jobs
from core.errors import DomainError
from core.models import Job, JobState
from core.web import Request, go_to, page_or_part

PER_PAGE = 50


@require_GET
def job_list(request: Request) -> HttpResponse:
    """What failed first, then what waits; what is done only on request."""
    if not jobs.can_watch(request.actor):
        raise PermissionDenied
    state = request.GET.get("state", "")
    counts = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    shown = state if state in JobState.values else (JobState.FAILED if counts.get(JobState.FAILED) else JobState.QUEUED)
    rows = Job.objects.filter(state=shown).order_by("-run_after", "-pk")
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "shown": shown,
        "states": [(code, label, counts.get(code, 0)) for code, label in JobState.choices],
    }
    return page_or_part(request, "core/jobs.html", "table", context)


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
