"""Photos sent with the public form: checked like attachments, seen by nobody before somebody recorded the complaint,
gone with what is set aside (CMP-01, GEN-07).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint, IntakePhoto, PublicIntake
from core import attachments, files
from core.actors import Actor
from core.errors import DomainError

MOST = 5
LARGEST_MB = 10


class TooManyPhotos(DomainError):
    """The public form takes only so many."""

    code = "too_many_photos"
    text = _("Send at most %(limit)s photos.")
    status = 400


class PhotoNotAccepted(DomainError):
    """Something else than a picture."""

    code = "photo_not_accepted"
    text = _("“%(name)s” is no photo. Send JPEG, PNG, HEIC, WebP, GIF or TIFF.")
    status = 400


class Photo(NamedTuple):
    """A file that passed: its content, a name that is safe to keep, its hash."""

    file: File[Any]
    name: str
    sha256: str


def checked(sent: Sequence[File[Any]]) -> list[Photo]:
    """What was sent, each told by its content, the same one once. Raises TooManyPhotos, PhotoNotAccepted, and what
    attachments refuse.
    """
    if len(sent) > MOST:
        raise TooManyPhotos(limit=MOST)
    found: dict[str, Photo] = {}
    for file in sent:
        sha256 = attachments.checked(file, name=file.name or "", most_mb=LARGEST_MB)
        kind = files.kind_of(file.file or file, name=file.name or "")
        if kind not in files.PICTURES:
            raise PhotoNotAccepted(name=file.name or "")
        found.setdefault(sha256, Photo(file, files.clean_name(file.name or "", kind), sha256))
    return list(found.values())


def keep(intake: PublicIntake, photos: Sequence[Photo]) -> None:
    """Put them under random names beside the intake; a file without its row is taken away again."""
    stored: list[IntakePhoto] = []
    try:
        for photo in photos:
            row = IntakePhoto(intake=intake, name=photo.name, size=photo.file.size or 0, sha256=photo.sha256)
            row.file.save(secrets.token_hex(16), photo.file, save=False)
            stored.append(row)
            row.save()
    except Exception:
        for row in stored:
            row.file.delete(save=False)
        raise


def hand_over(intake: PublicIntake, complaint: Complaint, *, actor: Actor, at: datetime) -> None:
    """Make them attachments of the complaint; what lay beside the intake goes."""
    for row in intake.photos.all():
        with row.file.open("rb") as content:
            attachments.attach(
                kind=complaint.kind, document_id=complaint.pk, file=File(content, row.name), name=row.name,
                actor=actor, at=at,
            )  # fmt: skip
    let_go(intake)


def let_go(intake: PublicIntake) -> None:
    """Forget them; their files go once that is certain."""
    rows = list(intake.photos.all())
    intake.photos.all().delete()
    for row in rows:
        transaction.on_commit(lambda storage=row.file.storage, name=row.file.name: storage.delete(name))  # type: ignore[misc]
