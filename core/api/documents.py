"""`comments`, `attachments` and `notices`: what hangs on documents of every kind (GEN-07, GEN-08, GEN-09, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import Model, Q, QuerySet
from django.http import FileResponse
from django.urls import reverse
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from core import attachments, comments, kinds, notifications
from core.actors import Actor
from core.api.fields import Input
from core.api.filters import IdFilter, KindFilter
from core.api.resources import Creates, Resource, download, move
from core.models import Attachment, Comment, Notification


def on_visible_documents(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """Rows that belong to documents the actor may see (GEN-10)."""
    seen = (
        Q(subject_kind=kind.code, subject_id__in=kind.visible_to(actor).values("pk")) for kind in kinds.registered()
    )
    return rows.filter(reduce(or_, seen, Q(pk__in=[])))


class SubjectFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By document."""

    document_kind = KindFilter(field_name="subject_kind")
    document = IdFilter(field_name="subject_id")


class SubjectIn(Input):
    """On which document."""

    document_kind = serializers.CharField(max_length=40)
    document = serializers.IntegerField(min_value=1, max_value=2**63 - 1)


class SubjectOut(serializers.Serializer[Any]):
    """On which document it is."""

    id = serializers.IntegerField(read_only=True)
    document_kind = serializers.CharField(source="subject_kind", read_only=True)
    document = serializers.IntegerField(source="subject_id", read_only=True)


class CommentOut(SubjectOut):
    """A remark with the people it mentions."""

    author = serializers.IntegerField(source="author_id", read_only=True)
    author_name = serializers.CharField(source="author.get_full_name", read_only=True)
    text = serializers.CharField(read_only=True)
    mentions = serializers.SerializerMethodField()
    at = serializers.DateTimeField(read_only=True)

    def get_mentions(self, row: Comment) -> list[int]:
        return [person.pk for person in row.mentions.all()]


class CommentIn(SubjectIn):
    """A remark; names after an @ mention people."""

    text = serializers.CharField(max_length=comments.LONGEST)


class CommentResource(Creates[Comment], Resource[Comment]):
    """Comments on documents one sees. Not changed once written."""

    serializer_class = CommentOut
    input_serializers = {"create": CommentIn}
    filterset_class = SubjectFilter
    search_fields = ("text", "author__name_zh", "author__name_en")
    ordering_fields = {"at": "at"}

    def visible(self, actor: Actor) -> QuerySet[Comment]:
        return on_visible_documents(Comment.objects.all(), actor)

    def for_list(self, rows: QuerySet[Comment]) -> QuerySet[Comment]:
        return rows.select_related("author").prefetch_related("mentions")

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Comment:
        return comments.comment(
            kind=data["document_kind"], document_id=data["document"], text=data["text"], actor=actor, at=at
        )


class AttachmentOut(SubjectOut):
    """A file; `content` is where its bytes are."""

    name = serializers.CharField(read_only=True)
    size = serializers.IntegerField(read_only=True)
    content_type = serializers.CharField(read_only=True)
    sha256 = serializers.CharField(read_only=True)
    uploaded_by = serializers.IntegerField(source="uploaded_by_id", read_only=True)
    uploaded_at = serializers.DateTimeField(read_only=True)
    content = serializers.SerializerMethodField()

    def get_content(self, row: Attachment) -> str:
        return reverse("api:attachments-content", args=[row.pk])


class AttachmentIn(SubjectIn):
    """A file for a document."""

    file = serializers.FileField(allow_empty_file=True, max_length=255)


class AttachmentResource(Creates[Attachment], Resource[Attachment]):
    """Files of documents one sees; sent as multipart/form-data."""

    serializer_class = AttachmentOut
    input_serializers = {"create": AttachmentIn}
    filterset_class = SubjectFilter
    search_fields = ("name",)
    ordering_fields = {"uploaded_at": "uploaded_at"}

    def get_parsers(self) -> list[Any]:
        return [MultiPartParser()] if getattr(self, "action_map", {}).get("post") == "create" else super().get_parsers()

    def visible(self, actor: Actor) -> QuerySet[Attachment]:
        return on_visible_documents(Attachment.objects.filter(removed_at__isnull=True), actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Attachment:
        file = data["file"]
        return attachments.attach(
            kind=data["document_kind"],
            document_id=data["document"],
            file=file,
            name=file.name,
            actor=actor,
            at=at,
        )

    @download("*/*")
    def content(self, request: Request, pk: str) -> FileResponse:
        """The file itself, to be saved."""
        row = self.one()
        return FileResponse(row.file.open("rb"), as_attachment=True, filename=row.name, content_type=row.content_type)

    @move()
    def remove(self, document: Model, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Take it off a document that may still be changed."""
        attachments.remove(attachment_id=document.pk, actor=actor, at=at)


class NoticeOut(SubjectOut):
    """A notice in the caller's language."""

    code = serializers.CharField(read_only=True)
    sentence = serializers.SerializerMethodField()
    facts = serializers.JSONField(read_only=True)
    at = serializers.DateTimeField(read_only=True)
    read_at = serializers.DateTimeField(read_only=True, allow_null=True)

    def get_sentence(self, row: Notification) -> str:
        return notifications.sentence(row)


class NoticeFilter(SubjectFilter):
    """By document, and whether it was read."""

    is_unread = django_filters.BooleanFilter(field_name="read_at", lookup_expr="isnull")


class NoticeResource(Resource[Notification]):
    """The caller's own notices."""

    serializer_class = NoticeOut
    filterset_class = NoticeFilter
    ordering_fields = {"at": "at"}
    ordering = "-at"
    search_fields = ("subject_label", "code")

    def visible(self, actor: Actor) -> QuerySet[Notification]:
        return notifications.notices_of(actor)

    @move()
    def read(self, document: Notification, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Mark it read."""
        notifications.mark_read(actor, at=at, notice_id=document.pk)
