"""What kind of file somebody sent, told by its content, and a name that is safe to keep (GEN-07). Pure: bytes in,
words out."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

HEAD = 4096
LONGEST_NAME = 120
MOST_UNPACKED = 1024**3
MOST_MEMBERS = 20_000
NOT_KEPT = _("A file was not kept.")


class FileNotAccepted(DomainError):
    """The content is none of the kinds that are kept."""

    code = "file_not_accepted"
    title = NOT_KEPT
    text = _("“%(name)s” is not accepted. Send PDF, pictures, Office files, CSV, text, OFD or XML.")
    status = 400


class FileMisnamed(DomainError):
    """The name says one kind, the content another."""

    code = "file_misnamed"
    title = NOT_KEPT
    text = _(
        "“%(name)s” is no %(ending)s file; its content is %(content)s. Save it under its real kind and send it again."
    )
    status = 400


class FileDamaged(DomainError):
    """The ending is one that is kept, the content is nothing known."""

    code = "file_damaged"
    title = NOT_KEPT
    text = _("“%(name)s” is damaged or no %(ending)s file. Open it, save it again and send that.")
    status = 400


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is kept: what it is called, the endings it may have, the type it is sent back with."""

    label: str
    endings: tuple[str, ...]
    content_type: str


PDF = FileKind("PDF", ("pdf",), "application/pdf")
PNG = FileKind("PNG", ("png",), "image/png")
JPEG = FileKind("JPEG", ("jpg", "jpeg"), "image/jpeg")
GIF = FileKind("GIF", ("gif",), "image/gif")
WEBP = FileKind("WebP", ("webp",), "image/webp")
HEIC = FileKind("HEIC", ("heic", "heif"), "image/heic")
TIFF = FileKind("TIFF", ("tif", "tiff"), "image/tiff")
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
DOCX = FileKind("Word", ("docx",), f"{_OPEN_XML}.wordprocessingml.document")
XLSX = FileKind("Excel", ("xlsx",), f"{_OPEN_XML}.spreadsheetml.sheet")
PPTX = FileKind("PowerPoint", ("pptx",), f"{_OPEN_XML}.presentationml.presentation")
OFFICE_97 = FileKind("Office 97", ("doc", "xls", "ppt", "wps", "et", "dps"), "application/x-ole-storage")
OFD = FileKind("OFD", ("ofd",), "application/ofd")
XML = FileKind("XML", ("xml",), "application/xml")
TEXT = FileKind("Text", ("txt", "csv", "md", "log"), "text/plain")
PICTURES = (PNG, JPEG, GIF, WEBP, HEIC, TIFF)
KEPT = (PDF, *PICTURES, DOCX, XLSX, PPTX, OFFICE_97, OFD, XML, TEXT)

_SIGNATURES: tuple[tuple[FileKind, Callable[[bytes], bool]], ...] = (
    (PDF, lambda head: b"%PDF-" in head[:1024]),
    (PNG, lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    (JPEG, lambda head: head.startswith(b"\xff\xd8\xff")),
    (GIF, lambda head: head.startswith((b"GIF87a", b"GIF89a"))),
    (WEBP, lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP"),
    (HEIC, lambda head: head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"heim", b"hevc"}),
    (TIFF, lambda head: head.startswith((b"II*\x00", b"MM\x00*"))),
    (OFFICE_97, lambda head: head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UNSAFE = re.compile(
    '[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/\\\\|?*]'
)  # controls, directions, paths


def kind_of(file: IO[bytes], *, name: str) -> FileKind:
    """The kind of a file by its content; the name's ending must agree with it.

    Raises FileNotAccepted or FileDamaged for anything else, FileMisnamed where the ending promises another kind.
    Pictures may be misnamed among themselves. The file is left at its beginning.
    """
    kind = _by_content(file)
    file.seek(0)
    ending = PurePosixPath(name).suffix.removeprefix(".").lower()
    if ending and not any(ending in known.endings for known in KEPT):
        raise FileNotAccepted(name=name)
    if kind is None and ending:
        raise FileDamaged(name=name, ending=ending.upper())
    if kind is None:
        raise FileNotAccepted(name=name)
    if ending not in kind.endings and not (kind in PICTURES and _is_picture(ending)):
        raise FileMisnamed(name=name, ending=ending.upper() or "?", content=kind.label)
    return kind


def clean_name(name: str, kind: FileKind) -> str:
    """A name without folders, control and direction marks, with an ending that fits its content."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = re.sub(r"\s+", " ", _UNSAFE.sub("", plain)).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if not dot or ending.lower() not in kind.endings:
        stem, ending = (stem or plain), kind.endings[0]
    return f"{(stem.strip(' .') or 'file')[:LONGEST_NAME]}.{ending.lower()}"


def _is_picture(ending: str) -> bool:
    return any(ending in kind.endings for kind in PICTURES)


def _by_content(file: IO[bytes]) -> FileKind | None:
    file.seek(0)
    head = file.read(HEAD)
    for kind, fits in _SIGNATURES:
        if fits(head):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _packed(file)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return XML if _is_plain_xml(file) else None
    return TEXT if head and _is_text(file) else None


def _packed(file: IO[bytes]) -> FileKind | None:
    """Office and OFD files are zip archives with known members; macros and bombs are turned away."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        return None
    names = {member.filename for member in members}
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    if "OFD.xml" in names:
        return OFD
    if "[Content_Types].xml" not in names:
        return None
    main = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
    return next((kind for member, kind in main.items() if member in names), None)


def _is_plain_xml(file: IO[bytes]) -> bool:
    """Well-formed, without a document type: entities are how hostile XML works."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    file.seek(0)
    try:
        parser.ParseFile(file)
    except (expat.ExpatError, _Doctype, ValueError, LookupError):
        return False
    return True


class _Doctype(Exception):
    pass


def _refuse(*_declared: object) -> None:
    raise _Doctype


def _is_text(file: IO[bytes]) -> bool:
    file.seek(0)
    content = file.read()
    if _CONTROL.search(content):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
