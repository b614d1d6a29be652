"""Files on documents: what is accepted, who sees them, what stays (GEN-07)."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from core import attachments, files
from core.errors import DomainError, NotAllowed
from core.models import Attachment, AuditEvent
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-07")]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def sent(content: bytes, name: str = "发票.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def attach(note: Any, person: Any, content: bytes = PDF, name: str = "发票.pdf") -> Attachment:
    return attachments.attach(
        kind="note", document_id=note.pk, file=sent(content, name), name=name, actor=actor_of(person), at=timezone.now()
    )


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (PDF, "a.pdf", "application/pdf"),
        (PNG, "a.PNG", "image/png"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 9, "a.jpeg", "image/jpeg"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx", files.XLSX.content_type),
        (packed("[Content_Types].xml", "word/document.xml"), "a.docx", files.DOCX.content_type),
        (packed("OFD.xml", "Doc_0/Document.xml"), "a.ofd", "application/ofd"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 9, "a.xls", "application/x-ole-storage"),
        ("部门,金额\n售后,1\n".encode("gb18030"), "a.csv", "text/plain"),
        ("说明".encode(), "a.txt", "text/plain"),
        (b'<?xml version="1.0"?><a/>', "a.xml", "application/xml"),
    ],
)  # fmt: skip
def test_known_kinds_are_kept_under_a_random_name(note, owner, content, name, content_type):
    row = attach(note, owner, content, name)

    assert row.content_type == content_type
    assert row.size == len(content)
    assert "a." not in row.file.name
    with default_storage.open(row.file.name) as stored:
        assert stored.read() == content


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"MZ\x90\x00" + b"\x00" * 60, "invoice.pdf", "file_damaged"),
        (PNG, "invoice.pdf", "file_misnamed"),
        (PDF, "invoice.png", "file_misnamed"),
        (b"<html><script>alert(1)</script></html>", "page.html", "file_not_accepted"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "file_not_accepted"),
        (b"plain words", "bad.exe", "file_not_accepted"),
        (b"<html><br></html>", "a.xml", "file_damaged"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "a.xml", "file_damaged"),
        (packed("a.txt"), "a.zip", "file_not_accepted"),
        (packed("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "a.xlsx", "file_damaged"),
        (b"PK\x03\x04 broken", "a.xlsx", "file_damaged"),
        (b"", "a.pdf", "file_empty"),
        (b"\x00\x01\x02", "a.txt", "file_damaged"),
    ],
)  # fmt: skip
def test_anything_else_is_refused_and_nothing_is_kept(note, owner, content, name, code):
    with pytest.raises(DomainError) as refused:
        attach(note, owner, content, name)

    assert refused.value.code == code
    assert name in str(refused.value)
    assert not Attachment.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_file_over_the_limit_is_refused(note, owner, settings):
    settings.ATTACHMENT_LARGEST_MB = 1

    with pytest.raises(attachments.FileTooLarge):
        attach(note, owner, PDF + b"0" * 1024 * 1024)


def test_a_zip_bomb_is_refused(note, owner, monkeypatch):
    monkeypatch.setattr(files, "MOST_UNPACKED", 1000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "0" * 2000)
        archive.writestr("xl/workbook.xml", "x")

    with pytest.raises(files.FileDamaged):
        attach(note, owner, out.getvalue(), "a.xlsx")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/发票 1.pdf", "发票 1.pdf"),
        ("C:\\temp\\a.PDF", "a.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("a\r\nb.pdf", "ab.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)  # fmt: skip
def test_names_are_cleaned(given, kept):
    assert files.clean_name(given, files.PDF) == kept


def test_the_same_file_twice_is_one(note, owner):
    assert attach(note, owner) == attach(note, owner)
    assert Attachment.objects.count() == 1


def test_only_who_may_change_the_document_adds_files(note, division_manager, outsider):
    with pytest.raises(NotAllowed):
        attach(note, division_manager)
    with pytest.raises(Http404):
        attach(note, outsider)
    assert not Attachment.objects.exists()


@pytest.mark.rule("GEN-14")
def test_a_file_is_taken_off_only_while_the_document_may_be_changed(note, owner):
    row = attach(note, owner)
    note.status = "CLOSED"
    note.save()
    with pytest.raises(NotAllowed):
        attachments.remove(attachment_id=row.pk, actor=actor_of(owner), at=timezone.now())
    note.status = "ACTIVE"
    note.save()

    attachments.remove(attachment_id=row.pk, actor=actor_of(owner), at=timezone.now())

    assert not attachments.attachments_of(kind="note", document_id=note.pk)
    assert list(AuditEvent.objects.values_list("code", flat=True)) == ["attachment.add", "attachment.remove"]


# --- Pages


def test_it_comes_as_a_file_to_save(note, owner, client):
    row = attach(note, owner)

    response = signed_in(client, owner).get(reverse("core:attachment", args=[row.pk]))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.rule("GEN-10", "QLT-40")
def test_outsiders_get_404_for_everything(note, owner, outsider, client):
    row = attach(note, owner)
    signed_in(client, outsider)

    assert client.get(reverse("core:attachment", args=[row.pk])).status_code == 404
    assert client.post(reverse("core:attachment_remove", args=[row.pk])).status_code == 404
    assert client.post(reverse("core:attachment_add", args=["note", note.pk]), {"files": sent(PDF)}).status_code == 404
    assert client.post(reverse("core:attachment_add", args=["nothing", 1]), {"files": sent(PDF)}).status_code == 404


def test_several_files_at_once_and_the_bad_one_is_named(note, owner, client):
    signed_in(client, owner)
    url = reverse("core:attachment_add", args=["note", note.pk])

    good = client.post(url, {"files": [sent(PDF), sent(PNG, "b.png")]})
    mixed = client.post(
        url, {"files": [sent(PDF + b"2", "c.pdf"), sent(b"MZ", "d.exe")]}, headers={"hx-request": "true"}
    )

    assert good.status_code == 302
    assert mixed.status_code == 422
    assert "d.exe" in mixed.content.decode()
    assert "c.pdf" in mixed.content.decode()
    assert Attachment.objects.count() == 3
