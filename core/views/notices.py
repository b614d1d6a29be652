"""A person's notices in the application (GEN-09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from core import formats, kinds, list_filters, lists, notifications
from core.list_workbooks import MOST_ROWS, Sheet
from core.models import Notification
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


@lists.list_page_of(
    kind=(gettext_lazy("Kind"), lambda code: kinds.find(code) is not None),
    unread=(gettext_lazy("Unread"), list_filters.ON),
)
@require_GET
def notices(request: Request) -> HttpResponse:
    """All notices, newest first; the unread alone, or those of one kind of document."""
    labels = kinds.labels()
    kind, unread = request.GET.get("kind", ""), request.GET.get("unread") == "1"
    kind = kind if kind in labels else ""
    found = notifications.notices_of(request.actor)
    if kind:
        found = found.filter(subject_kind=kind)
    if unread:
        found = found.filter(read_at__isnull=True)
    if request.GET.get("sort") == "at":
        found = found.order_by("at", "pk")
    if lists.wants_file(request):
        filters = [(_("Kind"), labels.get(kind, "")), (_("Filter"), _("Unread") if unread else "")]
        return lists.file_of(request, _sheet(found), name="notices", title=_("Notices"), filters=filters)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
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
    context = {
        "page": page,
        "rows": rows,
        "kinds": list(labels.items()),
        "kind": kind,
        "unread": unread,
        "is_filtered": bool(kind or unread),
        "oldest_first": request.GET.get("sort") == "at",
    }
    return page_or_part(request, "core/notices.html", "table", context)


def _sheet(found: QuerySet[Notification]) -> Sheet:
    heads = [(_("When"), 20), (_("Kind"), 16), (_("Notice"), 80), (_("Read"), 10)]
    cells = (
        (
            formats.stamp(row.at),
            notifications.label_of(row.subject_kind),
            notifications.sentence(row),
            _("yes") if row.read_at else _("no"),
        )
        for row in found[:MOST_ROWS].iterator(chunk_size=1000)
    )
    return Sheet(_("Notices"), heads, cells)


@require_GET
def notice_open(request: Request, notice_id: int) -> HttpResponse:
    """Mark one's notice read and go to its document. Reading is no change of a document, so a link may do it.

    What no longer waits for the reader is said to be so; a document they do not see any more leads to their notices.
    """
    notice = get_object_or_404(notifications.notices_of(request.actor), pk=notice_id)
    notifications.mark_read(request.actor, at=timezone.now(), notice_id=notice.pk)
    if not notifications.is_open(notice, request.actor):
        told = {"document": notice.subject_label}
        messages.info(request, _("%(document)s does not concern you any more, so it is not open to you.") % told)
        return HttpResponseRedirect(reverse("core:notices"))
    if said := notifications.said_on_opening(notice, request.actor):
        messages.info(request, said)
    return HttpResponseRedirect(notifications.address_of(notice) or reverse("core:notices"))


@require_POST
def notices_read(request: Request) -> HttpResponse:
    """Mark all one's notices read."""
    notifications.mark_read(request.actor, at=timezone.now())
    return go_to(request, "core:notices")
