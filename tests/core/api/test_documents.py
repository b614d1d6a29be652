"""Comments, files and notices through the API (GEN-17)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from core.models import Attachment, Comment

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-17")]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def signed(person: Any) -> APIClient:
    client = APIClient()
    client.force_login(person)
    return client


@pytest.mark.rule("GEN-08")
def test_a_comment_is_written_and_its_mention_noticed(note, owner, manager, outsider, run_jobs):
    body = {"document_kind": "note", "document": note.pk, "text": "@马国强 请看"}

    made = signed(owner).post("/api/v1/comments/", body, format="json")
    run_jobs()

    assert made.status_code == 201
    assert made.json()["mentions"] == [manager.pk]
    notice = signed(manager).get("/api/v1/notices/?is_unread=true").json()["results"][0]
    assert "提到了您" in notice["sentence"]
    assert signed(manager).post(f"/api/v1/notices/{notice['id']}/read/").json()["read_at"]
    assert signed(manager).get("/api/v1/notices/?is_unread=true").json()["results"] == []
    assert signed(outsider).get("/api/v1/comments/").json()["results"] == []
    assert signed(outsider).post("/api/v1/comments/", body, format="json").status_code == 404
    assert Comment.objects.count() == 1


@pytest.mark.rule("GEN-07")
def test_a_file_goes_up_and_comes_back(note, owner, outsider):
    client = signed(owner)
    body = {"document_kind": "note", "document": str(note.pk), "file": SimpleUploadedFile("发票.pdf", PDF)}

    made = client.post("/api/v1/attachments/", body, format="multipart", headers={"Idempotency-Key": "f-1"})
    body["file"] = SimpleUploadedFile("发票.pdf", PDF)
    again = client.post("/api/v1/attachments/", body, format="multipart", headers={"Idempotency-Key": "f-1"})

    assert made.status_code == 201
    assert again["Idempotent-Replayed"] == "true"
    assert made.json()["name"] == "发票.pdf"
    content = client.get(made.json()["content"])
    assert b"".join(content.streaming_content) == PDF
    assert content["Content-Disposition"].startswith("attachment")
    assert signed(outsider).get(made.json()["content"]).status_code == 404
    assert client.post(f"/api/v1/attachments/{made.json()['id']}/remove/").status_code == 200
    assert client.get(made.json()["content"]).status_code == 404
    assert Attachment.objects.get().removed_at


@pytest.mark.rule("QLT-42")
def test_a_file_of_the_wrong_kind_is_400(note, owner):
    body = {"document_kind": "note", "document": str(note.pk), "file": SimpleUploadedFile("a.pdf", b"MZ\x00")}

    response = signed(owner).post("/api/v1/attachments/", body, format="multipart")

    assert (response.status_code, response.json()["code"]) == (400, "file_damaged")
    assert signed(owner).post("/api/v1/attachments/", {"file": "x"}, format="multipart").status_code == 400
    assert not Attachment.objects.exists()
