"""Outgoing mail as those see it who keep the installation running; in the demo everybody sees their own (GEN-09)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import digests, formats, jobs, letters, lists, mails, notifications
from core.errors import DomainError
from core.list_workbooks import MOST_ROWS, Sheet
from core.models import DeliveryState, Mail
from core.ordering import ordered
from core.web import Request, go_to, page_or_part

PER_PAGE = 50
SORTS = {"to": "person__sort_key", "what": "kind", "written": "created_at", "due": "due_at", "sent": "sent_at"}
LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups"
"""What a mail shown as a page may do: nothing but look as its own styles say."""


@lists.list_page_of(state=(gettext_lazy("State"), DeliveryState.values))
@require_GET
def mail_list(request: Request) -> HttpResponse:
    """What was given up first, then what waits, then what went out."""
    _require_list(request)
    rows = mails.visible_to(request.actor)
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    state = request.GET.get("state", "")
    first = next((code for code in (DeliveryState.GIVEN_UP, DeliveryState.WAITING) if counts.get(code)), "SENT")
    shown = state if state in DeliveryState.values else str(first)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    rows = rows.filter(state=shown)
    for word in words.split()[:6]:
        person = Q(person__name_zh__icontains=word) | Q(person__name_en__icontains=word) | Q(address__icontains=word)
        rows = rows.filter(person | Q(notification__subject_label__icontains=word) | Q(error__icontains=word))
    rows = ordered(rows, request.GET.get("sort", ""), SORTS, usual=("-created_at", "-pk"))
    if lists.wants_file(request):
        filters = [(_("State"), lists.choice_words(DeliveryState.choices, shown)), (_("Search"), words)]
        return lists.file_of(request, _sheet(rows), name="mails", title=_("Outgoing mail"), filters=filters)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "shown": shown,
        "states": [(code, label, counts.get(code, 0)) for code, label in DeliveryState.choices],
        "watches": jobs.can_watch(request.actor),
    }
    return page_or_part(request, "core/mails.html", "table", context)


@require_GET
def mail_detail(request: Request, mail_id: int) -> HttpResponse:
    """One mail; its words only for whom it is to, in the demo for everybody who sees it."""
    mail = _mail(request, mail_id)
    context = {
        "mail": mail,
        "can_read": mails.can_read(mail, request.actor),
        "watches": jobs.can_watch(request.actor),
        "lines": [_line(line) for line in mail.text.strip().splitlines()],
    }
    return render(request, "core/mail_detail.html", context)


@require_GET
def mail_html(request: Request, mail_id: int) -> HttpResponse:
    """The mail as a mail program shows it, as a page without any rights."""
    mail = _mail(request, mail_id)
    if not mails.can_read(mail, request.actor):
        raise PermissionDenied
    if not mail.html:
        raise Http404
    response = HttpResponse(mail.html)
    response["Content-Security-Policy"] = LETTER_POLICY
    return response


@require_POST
def mail_again(request: Request, mail_id: int) -> HttpResponse:
    """Have a mail that was given up tried again."""
    if not jobs.can_watch(request.actor):
        raise PermissionDenied
    mail = _mail(request, mail_id)
    try:
        mails.send_again(mail_id=mail.pk, actor=request.actor, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The mail waits to be sent again."))
    return go_to(request, "core:mail_list")


@login_not_required
@csrf_exempt  # the link is the proof: mail programs send this form without any page of ours (RFC 8058)
@never_cache
@require_http_methods(["GET", "POST"])
def mail_stop(request: Request, token: str) -> HttpResponse:
    """Stop mails about a topic by the link at the foot of one. Opening the link changes nothing yet."""
    try:
        person_id, code = letters.read_stop_token(token)
        topic = notifications.topic(code)
    except (signing.BadSignature, KeyError) as error:
        raise Http404 from error
    if request.method == "POST":
        digests.stop_mails(person_id=person_id, topic=code, at=timezone.now())
    return render(request, "core/mail_stop.html", {"topic": topic.label, "is_done": request.method == "POST"})


def _sheet(rows: QuerySet[Mail]) -> Sheet:
    heads = [
        (pgettext("mail", "To"), 14), (_("Address"), 30), (pgettext("event", "What"), 16), (_("Document"), 36),
        (_("State"), 12), (_("Written"), 18), (_("Due"), 18), (pgettext("mail", "Sent"), 18), (_("Attempts"), 10),
        (_("Last failure"), 60),
    ]  # fmt: skip
    cells = (
        (
            row.person.get_full_name(), row.address, row.get_kind_display(),
            row.notification.subject_label if row.notification else "", row.get_state_display(),
            formats.stamp(row.created_at), formats.stamp(row.due_at), formats.stamp(row.sent_at) if row.sent_at else "",
            row.attempts, row.error,
        )
        for row in rows[:MOST_ROWS].iterator(chunk_size=1000)
    )  # fmt: skip
    return Sheet(_("Outgoing mail"), heads, cells)


def _line(line: str) -> tuple[str, str]:
    """A line of a mail's text in two: its words, and the address it ends with, if it does."""
    words, scheme, rest = line.partition("http")
    is_address = rest.startswith(("://", "s://")) and " " not in rest
    return (words, scheme + rest) if is_address else (line, "")


def _require_list(request: Request) -> None:
    if not mails.can_open_list(request.actor):
        raise PermissionDenied


def _mail(request: Request, mail_id: int) -> Mail:
    _require_list(request)
    return get_object_or_404(mails.visible_to(request.actor), pk=mail_id)
