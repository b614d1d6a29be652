"""What hangs on documents of every kind: files and comments (GEN-07, GEN-08). Whoever does not see the document gets
404."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core import attachments, comments, directory, history, kinds, requests
from core import pages as parts
from core.errors import DomainError
from core.web import Request, go_to, page_or_part


@require_POST
def attachment_add(request: Request, kind: str, document_id: int) -> HttpResponse:
    """Keep the sent files; those that are refused are named, the others are kept."""
    document = kinds.visible_or_404(kind, document_id, request.actor)
    errors: list[DomainError] = []
    for file in request.FILES.getlist("files")[: attachments.MOST_AT_ONCE]:
        try:
            attachments.attach(
                kind=kind,
                document_id=document_id,
                file=file,
                name=file.name or "",
                actor=request.actor,
                at=timezone.now(),
            )
        except DomainError as error:
            errors.append(error)
    if not errors and not request.htmx:
        return go_to(request, f"{kinds.get(kind).url_of(document_id)}#attachments")
    return _attachments(request, kind, document, errors)


@require_GET
def attachment(request: Request, attachment_id: int) -> HttpResponseBase:
    """Download a file. Never shown inside a page: it comes as a file to save, whatever is in it."""
    row = attachments.visible_or_404(attachment_id=attachment_id, actor=request.actor)
    response = FileResponse(row.file.open("rb"), as_attachment=True, filename=row.name, content_type=row.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
def attachment_remove(request: Request, attachment_id: int) -> HttpResponse:
    """Take a file off a document that may still be changed."""
    row = attachments.visible_or_404(attachment_id=attachment_id, actor=request.actor)
    document = kinds.visible_or_404(row.subject_kind, row.subject_id, request.actor)
    try:
        attachments.remove(attachment_id=attachment_id, actor=request.actor, at=timezone.now())
    except DomainError as error:
        return _attachments(request, row.subject_kind, document, [error], status=error.status)
    if not request.htmx:
        return go_to(request, f"{kinds.get(row.subject_kind).url_of(row.subject_id)}#attachments")
    return _attachments(request, row.subject_kind, document, [])


@require_POST
def comment_add(request: Request, kind: str, document_id: int) -> HttpResponse:
    """Write a comment, once however often it is sent (GEN-04); the card comes back with it, or with what was typed and
    why it was refused.
    """
    document = kinds.visible_or_404(kind, document_id, request.actor)
    text, key, error = request.POST.get("text", ""), request.POST.get("request_key", ""), ""
    body = {"document": f"{kind}:{document_id}", "text": text}
    try:
        with requests.once(actor=request.actor, key=key, body=body) as sent:
            if not sent.is_repeated:
                made = comments.comment(
                    kind=kind, document_id=document_id, text=text, actor=request.actor, at=timezone.now()
                )
                sent.document_id = made.pk
    except DomainError as refused:
        error = str(refused)
    else:
        text = ""
        if not request.htmx:
            return go_to(request, f"{kinds.get(kind).url_of(document_id)}#history")
    context = {
        "timeline": parts.timeline(kind=kind, document=document),
        "comments": parts.comment_box(kind=kind, document_id=document_id, text=text, error=error),
        "document_url": kinds.get(kind).url_of(document_id),
        "document_label": str(document),
    }
    return page_or_part(request, "core/history.html", "history", context, status=422 if error else 200)


@require_GET
def mentions(request: Request, kind: str, document_id: int) -> HttpResponse:
    """People to offer after an @: they fit what was typed and may see the document."""
    kinds.visible_or_404(kind, document_id, request.actor)
    words = request.GET.get("q", "").strip().replace("\x00", "")[:40]
    found = directory.who_can_be_mentioned(kind=kind, document_id=document_id, words=words) if words else []
    return page_or_part(request, "core/mentions.html", "people", {"people": found, "words": words})


@require_GET
def values(request: Request, kind: str, document_id: int) -> HttpResponse:
    """What the document's values were, change by change, as the database itself kept them."""
    document = kinds.visible_or_404(kind, document_id, request.actor)
    if not history.is_tracked(kinds.get(kind).model):
        raise Http404
    context = {
        "changes": parts.changed_values(document=document),
        "document_url": kinds.get(kind).url_of(document_id),
        "document_label": str(document),
    }
    return page_or_part(request, "core/values.html", "changes", context)


def _attachments(
    request: Request, kind: str, document: Any, errors: list[DomainError], *, status: int = 422
) -> HttpResponse:
    card = parts.attachments_card(actor=request.actor, kind=kind, document=document, errors=tuple(errors))
    context = {
        "attachments": card,
        "document_url": kinds.get(kind).url_of(document.pk),
        "document_label": str(document),
    }
    code = status if errors else 200
    return page_or_part(request, "core/attachments.html", "attachments", context, status=code)
