"""Telling people of a complaint, or of a report on it, once for each of its versions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from complaints.models import Complaint, NonConformanceReport
from core import notifications


def tell(
    about: Complaint | NonConformanceReport,
    people: Iterable[int],
    code: str,
    *,
    at: datetime,
    facts: dict[str, str] | None = None,
) -> None:
    """A notice of `code` to these people, by the document's number and the complaint's title."""
    title = about.title if isinstance(about, Complaint) else about.complaint.title
    notifications.notify(
        people, code=code, kind=about.kind, document_id=about.pk, label=f"{about} {title}",
        key=f"{code}:{about.pk}:{about.version}", at=at, facts=facts or {},
    )  # fmt: skip
