"""What holds for every kind of document alike: number, timeline, files, search, scope and languages, tried on one of each
(GEN-03, GEN-05, GEN-07, GEN-08, GEN-10, GEN-11, GEN-12, GEN-14).
"""

from __future__ import annotations

import gettext
import html
import re
from decimal import Decimal
from functools import cache, cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models.deletion import ProtectedError
from django.test import Client
from django.urls import reverse

from core import attachments, kinds, pages, search
from core.kinds import DocumentKind
from core.models import Attachment, AuditEvent
from organization.models import Person
from parts_sales.services import credit
from parts_sales.services.inputs_money import CreditInput
from tests.factories.organization import actor_of, signed_in
from tests.permissions.test_walk import world  # noqa: F401  a fixture
from tests.permissions.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("GEN-03", "GEN-05", "GEN-07", "GEN-08", "GEN-10", "GEN-11", "GEN-12", "GEN-14"),
]

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
UNNUMBERED = {"survey", "part"}
"""A survey has no number (CMP-20); a part has the one it is sold under."""
READ_OUT = ("title", "aria-label", "placeholder", "alt", "aria-description")
SAID_IN_BOTH = {"简体中文", "English", "CNY", "件", "n/a"}
ODD_NAME = "发票 (1) ‘a’ & <b>;%2e é 😀.pdf"


@pytest.fixture
def documents(world: World) -> dict[str, list[Any]]:  # noqa: F811
    """Everything the world can make, by kind of document."""
    for name, value in vars(World).items():
        if isinstance(value, cached_property):
            getattr(world, name)
    credit.apply_for_credit(
        draft=CreditInput(world.another_customer.pk, Decimal(5000), 30, "合作多年"),
        actor=actor_of(world.people["manager"]), at=world.now,
    )  # fmt: skip
    return {kind.code: list(kind.model._default_manager.all()) for kind in kinds.registered()}


def _of(kind: DocumentKind, documents: dict[str, list[Any]]) -> Any:
    """One of a kind, numbered if one is."""
    rows = documents[kind.code]
    told = set(AuditEvent.objects.filter(subject_kind=kind.code).values_list("subject_id", flat=True))
    assert told, f"every {kind.code} was written past its services"
    return max(rows, key=lambda row: (row.pk in told, bool(getattr(row, "number", "")), -row.pk))


def _maker(document: Any) -> Person:
    return Person.objects.get(pk=document.created_by_id)


def test_every_kind_keeps_what_holds_for_all(documents, world):  # noqa: F811
    missing = [code for code, rows in documents.items() if not rows]
    assert not missing, f"the world makes none of: {missing}"
    wrong: list[str] = []
    for kind in kinds.registered():
        document = _of(kind, documents)
        wrong += [f"{kind.code}: {words}" for words in _wrong(kind, document, world)]
    assert not wrong, "\n".join(wrong)


def _wrong(kind: DocumentKind, document: Any, world: World):  # noqa: F811
    maker, outsider = _maker(document), world.people["outsider"]
    url = kind.url_of(document.pk)
    yield from _numbered(kind, document)
    inside, outside = signed_in(Client(), maker), signed_in(Client(raise_request_exception=False), outsider)
    outside.person = outsider
    page = inside.get(url)
    if page.status_code != 200:
        yield f"its maker gets {page.status_code}"
        return
    text = page.content.decode()
    if 'id="history"' not in text:
        yield "no timeline"
    if not [one for one in pages.timeline(kind=kind.code, document=document) if one.who]:
        yield "nobody on the timeline"
    yield from _in_language(maker, inside, url)
    yield from _dead_ends(text, inside)
    yield from _hidden(kind, document, outsider, outside, url)
    yield from _files(kind, document, maker, inside, outside)
    yield from _found(kind, document, maker, outsider)
    yield from _undeletable(kind, document)


def _numbered(kind: DocumentKind, document: Any):
    if kind.code in UNNUMBERED or (hasattr(document, "submitted_at") and document.submitted_at is None):
        return
    if not re.fullmatch(rf"{kind.prefix}(-[A-Z0-9]+)?-\d{{4}}-\d{{4}}", document.number or ""):
        yield f"number {document.number!r}"


class _Words(HTMLParser):
    """The texts of a page, also those that are read out or stand in fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_code = tag in {"script", "style"}
        self.found |= {" ".join(value.split()) for name, value in attrs if value and name in READ_OUT}

    def handle_data(self, data: str) -> None:
        if not self.is_code:
            self.found.add(" ".join(data.split()))


@cache
def _catalogue() -> dict[str, str]:
    """What the application says, in English and Chinese, where the two differ."""
    with (Path(settings.BASE_DIR) / "locale/zh_Hans/LC_MESSAGES/django.mo").open("rb") as file:
        rows = gettext.GNUTranslations(file)._catalog.items()  # type: ignore[attr-defined]
    pairs = ((str(key).partition("\x04")[2] or str(key), text) for key, text in rows if isinstance(text, str))
    return {key: text for key, text in pairs if key and key != text and "%(" not in text}


def _in_language(maker: Person, inside: Client, url: str):
    """Nothing the application says stands on its page in the other language (GEN-11)."""
    before = maker.language
    for language, foreign in (("en", set(_catalogue().values())), ("zh-hans", set(_catalogue()))):
        Person.objects.filter(pk=maker.pk).update(language=language)
        page = _Words()
        page.feed(inside.get(url).content.decode())
        if left := page.found & foreign - SAID_IN_BOTH:
            yield f"on its page in {language}: {left}"
    Person.objects.filter(pk=maker.pk).update(language=before)


def _dead_ends(text: str, inside: Client):
    """Every address its page leads to is there for who reads it (GEN-10)."""
    main = text[text.index("<main") :]
    for href in sorted(set(re.findall(r'href="(/(?!static|sign-out|language)[^"#]*)', main))):
        if (code := inside.get(html.unescape(href)).status_code) >= 400:
            yield f"{code} at {href}"


def _hidden(kind: DocumentKind, document: Any, outsider: Person, outside: Client, url: str):
    if kind.visible_to(actor_of(outsider)).filter(pk=document.pk).exists():
        return
    for address in (url, reverse("core:values", args=[kind.code, document.pk])):
        if (code := outside.get(address).status_code) not in {403, 404}:
            yield f"an outsider gets {code} at {address}"


def _files(kind: DocumentKind, document: Any, maker: Person, inside: Client, outside: Client):
    add = reverse("core:attachment_add", args=[kind.code, document.pk])
    if not attachments.may_attach(kind=kind.code, document=document, actor=actor_of(maker)):
        return
    held = Attachment.objects.filter(subject_kind=kind.code, subject_id=document.pk)
    before = held.count()
    sent = inside.post(add, {"files": SimpleUploadedFile(ODD_NAME, PDF + kind.code.encode())})
    row = held.order_by("-pk").first()
    if held.count() != before + 1 or row is None:
        yield f"its maker cannot add a file: {sent.status_code}"
        return
    if not row.name.endswith(".pdf") or set(row.name) & set('<>"/\\\r\n'):
        yield f"file called {row.name!r}"
    file = reverse("core:attachment", args=[row.pk])
    if inside.get(file).status_code != 200:
        yield "its maker cannot read the file"
    inside.post(add, {"files": SimpleUploadedFile("x.pdf", b"MZ\x90\x00" + b"0" * 200)})
    if held.count() != before + 1:
        yield "a programme called .pdf was kept"
    sees = kind.visible_to(actor_of(outside.person)).filter(pk=document.pk).exists()  # type: ignore[attr-defined]
    if not sees:
        for code in (
            outside.get(file).status_code,
            outside.post(add, {"files": SimpleUploadedFile("y.pdf", PDF)}).status_code,
            outside.post(reverse("core:comment_add", args=[kind.code, document.pk]), {"text": "?"}).status_code,
            outside.post(reverse("core:attachment_remove", args=[row.pk])).status_code,
        ):
            if code != 404:
                yield f"an outsider gets {code} for its files or remarks"
    if held.filter(pk=row.pk, removed_at__isnull=False).exists():
        yield "an outsider took its file off"
    document = type(document)._default_manager.get(pk=document.pk)
    inside.post(reverse("core:attachment_remove", args=[row.pk]))
    gone = held.filter(pk=row.pk, removed_at__isnull=False).exists()
    if gone != bool(kind.can_edit(document, actor_of(maker))):
        yield f"file taken off: {gone}, in state {getattr(document, 'state', '')}"
    told = {event.code for event in AuditEvent.objects.filter(subject_kind=kind.code, subject_id=document.pk)}
    if "attachment.add" not in told:
        yield "the file is not on its timeline"


def _found(kind: DocumentKind, document: Any, maker: Person, outsider: Person):
    number = getattr(document, "number", "")
    if not number:
        return
    for typed in (number, number.lower(), number.replace("-", ""), f" {number} "):
        found = {(one.kind, one.document_id) for one in search.top(actor_of(maker), typed, limit=50)}
        if (kind.code, document.pk) not in found:
            yield f"not found as {typed!r}"
    if not kind.visible_to(actor_of(outsider)).filter(pk=document.pk).exists():
        found = {(one.kind, one.document_id) for one in search.top(actor_of(outsider), number, limit=50)}
        if (kind.code, document.pk) in found:
            yield "found by who may not see it"


def _undeletable(kind: DocumentKind, document: Any):
    if not getattr(document, "number", "") and not getattr(document, "submitted_at", None):
        return
    try:
        with transaction.atomic():
            type(document)._default_manager.get(pk=document.pk).delete()
            transaction.set_rollback(True)
    except ProtectedError:
        return
    yield "a row of it can be deleted"
