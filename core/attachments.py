"""Files on documents of any kind (GEN-07)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core import audit, files, kinds
from core.actors import Actor
from core.errors import DomainError, NotAllowed
from core.models import Attachment

MOST_FILES = 50
MOST_AT_ONCE = 20
ATTACHED, REMOVED = "attachment.add", "attachment.remove"


class FileTooLarge(DomainError):
    """A file over the limit."""

    code = "file_too_large"
    title = files.NOT_KEPT
    text = _("“%(name)s” is larger than %(limit)s MB. Make it smaller or send it in parts.")
    status = 400


class FileEmpty(DomainError):
    """A file without content."""

    code = "file_empty"
    title = files.NOT_KEPT
    text = _("“%(name)s” is empty.")
    status = 400


class TooManyFiles(DomainError):
    """A document holds only so many files."""

    code = "too_many_files"
    title = files.NOT_KEPT
    text = _("%(document)s already has %(limit)s files. Put several into one PDF.")


@transaction.atomic
def attach(*, kind: str, document_id: int, file: File[Any], name: str, actor: Actor, at: datetime) -> Attachment:
    """Keep a file on a document the actor sees and may add to; the same file a second time is the first one.

    Its kind is told by its content, it lies under a random name outside the web root. Raises FileTooLarge, FileEmpty,
    files.FileNotAccepted, files.FileMisnamed, TooManyFiles, NotAllowed; Http404 for an unseen document.
    """
    document = _locked(kind, document_id, actor)
    if not may_attach(kind=kind, document=document, actor=actor):
        raise NotAllowed(document=str(document))
    sha256 = checked(file, name=name)
    content = files.kind_of(file.file or file, name=name)
    name = files.clean_name(name, content)
    held = attachments_of(kind=kind, document_id=document_id)
    if same := held.filter(sha256=sha256, name=name).first():
        return same
    if held.count() >= MOST_FILES:
        raise TooManyFiles(document=str(document), limit=MOST_FILES)
    row = Attachment(
        subject_kind=kind,
        subject_id=document_id,
        name=name,
        size=file.size,
        content_type=content.content_type,
        sha256=sha256,
        uploaded_by_id=actor.person_id,
        uploaded_at=at,
    )
    row.file.save(secrets.token_hex(16), file, save=False)
    try:
        with transaction.atomic():
            row.save()
            _record(ATTACHED, row, document, actor=actor, at=at)
    except Exception:
        row.file.delete(save=False)
        raise
    return row


def attach_all(*, kind: str, document_id: int, files: Iterable[File[Any]], actor: Actor, at: datetime) -> None:
    """Keep the files chosen while a document was written, as many as are fit. Raises the first refusal, with the
    others kept.
    """
    refused: list[DomainError] = []
    for file in list(files)[:MOST_AT_ONCE]:
        try:
            attach(kind=kind, document_id=document_id, file=file, name=file.name or "", actor=actor, at=at)
        except DomainError as error:
            refused.append(error)
    if refused:
        raise refused[0]


@transaction.atomic
def remove(*, attachment_id: int, actor: Actor, at: datetime) -> Attachment:
    """Take a file off a document that may still be changed; it stays in the history. Raises NotAllowed, Http404."""
    row = visible_or_404(attachment_id=attachment_id, actor=actor)
    document = _locked(row.subject_kind, row.subject_id, actor)
    if not may_remove(kind=row.subject_kind, document=document, actor=actor):
        raise NotAllowed(document=str(document))
    if Attachment.objects.filter(pk=row.pk, removed_at__isnull=True).update(removed_at=at, removed_by=actor.person_id):
        _record(REMOVED, row, document, actor=actor, at=at)
    return row


def attachments_of(*, kind: str, document_id: int) -> QuerySet[Attachment]:
    """The files of one document, oldest first, without those taken off."""
    rows = Attachment.objects.filter(subject_kind=kind, subject_id=document_id, removed_at__isnull=True)
    return rows.select_related("uploaded_by").order_by("uploaded_at", "pk")


def visible_or_404(*, attachment_id: int, actor: Actor) -> Attachment:
    """A file of a document the actor may see. Raises Http404 (GEN-10)."""
    row = Attachment.objects.filter(pk=attachment_id, removed_at__isnull=True).first()
    if row is None:
        raise Http404
    kinds.visible_or_404(row.subject_kind, row.subject_id, actor)
    return row


def may_attach(*, kind: str, document: Any, actor: Actor) -> bool:
    """Its maker always, others while they may change it; a kind may say otherwise."""
    rule = kinds.get(kind).can_attach
    if rule is not None:
        return rule(document, actor)
    is_maker = actor.person_id is not None and getattr(document, "created_by_id", None) == actor.person_id
    return is_maker or kinds.get(kind).can_edit(document, actor)


def may_remove(*, kind: str, document: Any, actor: Actor) -> bool:
    """Only while the document may be changed: what was submitted stays complete (GEN-14)."""
    return kinds.get(kind).can_edit(document, actor)


def largest() -> int:
    """The largest file in bytes."""
    return int(settings.ATTACHMENT_LARGEST_MB) * 1024 * 1024


def checked(file: File[Any], *, name: str, most_mb: int = 0) -> str:
    """The hash of a file that is neither empty nor larger than may be kept, or than `most_mb`. Raises FileEmpty,
    FileTooLarge.
    """
    limit = min(most_mb or settings.ATTACHMENT_LARGEST_MB, int(settings.ATTACHMENT_LARGEST_MB))
    if not file.size:
        raise FileEmpty(name=name)
    if file.size > limit * 1024 * 1024:
        raise FileTooLarge(name=name, limit=limit)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _locked(kind: str, document_id: int, actor: Actor) -> Any:
    kinds.visible_or_404(kind, document_id, actor)
    rows: QuerySet[Any] = kinds.get(kind).model._default_manager.filter(pk=document_id)  # noqa: SLF001 - of any kind
    return rows.select_for_update(of=("self",), no_key=True).get()


def _record(code: str, row: Attachment, document: Any, *, actor: Actor, at: datetime) -> None:
    audit.record(
        kind=row.subject_kind,
        document_id=row.subject_id,
        label=str(document),
        code=code,
        actor=actor,
        at=at,
        facts={"file": row.name, "sha256": row.sha256},
    )
