"""A person's notices in the application (GEN-09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core import notifications
from core.web import Request, go_to, page_or_part

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice as the page shows it. `url` marks it read and leads to its document."""

    sentence: str
    kind: str
    at: datetime
    is_unread: bool
    url: str


@require_GET
def notices(request: Request) -> HttpResponse:
    """All notices, newest first."""
    page = Paginator(notifications.notices_of(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        Notice(
            sentence=notifications.sentence(row),
            kind=notifications.label_of(row.subject_kind),
            at=row.at,
            is_unread=row.read_at is None,
            url=reverse("core:notice_open", kwargs={"notice_id": row.pk}),
        )
        for row in page.object_list
    ]
    return page_or_part(request, "core/notices.html", "table", {"page": page, "rows": rows})


@require_GET
def notice_open(request: Request, notice_id: int) -> HttpResponse:
    """Mark one's notice read and go to its document. Reading is no change of a document, so a link may do it."""
    notice = get_object_or_404(notifications.notices_of(request.actor), pk=notice_id)
    notifications.mark_read(request.actor, at=timezone.now(), notice_id=notice.pk)
    return HttpResponseRedirect(notifications.address_of(notice) or reverse("core:notices"))


@require_POST
def notices_read(request: Request) -> HttpResponse:
    """Mark all one's notices read."""
    notifications.mark_read(request.actor, at=timezone.now())
    return go_to(request, "core:notices")
