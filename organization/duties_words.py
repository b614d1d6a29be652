"""The report on segregation of duties in words: for its page, its workbook and its paper (ORG-07)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.components import TimelineEntry
from core.models import AuditEvent
from organization import pages
from organization.errors import permission_label
from organization.selectors.duties import NearPair


def nearness(near: NearPair) -> str:
    """How close a pair is to being broken."""
    return {
        "BROKEN": _("Broken: both at once"),
        "LATER": _("Handover: one begins after the other"),
        "BEFORE": _("Held the other until lately"),
    }[near.nearness]


def near_row(near: NearPair) -> Sequence[Any]:
    """A pair near to being broken as a row: how close, day, who, both permissions, roles."""
    roles = f"{near.first_role} × {near.second_role}"
    names = (permission_label(near.first), permission_label(near.second))
    return (nearness(near), near.on, near.person.name, *names, roles)


def entries(events: list[AuditEvent]) -> list[TimelineEntry]:
    """The words of each event, in the order given."""
    return list(reversed(pages.timeline(events)))


def change_rows(events: list[AuditEvent]) -> Iterator[Sequence[Any]]:
    """Events as rows: when, what, whose or which, who, details."""
    for event, entry in zip(events, entries(events), strict=True):
        at = f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}"
        yield at, entry.action, event.subject_label, entry.who, entry.detail
