"""Break-glass rights in words: for their pages, their workbook, the report and its paper (ORG-06b, ORG-07)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import audit, formats, kinds
from core.components import TimelineEntry
from core.list_workbooks import MOST_ROWS, Sheet
from core.models import AuditEvent
from core.pages import event_lines
from organization import pages
from organization.choices import GlassState
from organization.errors import permission_label
from organization.models import BreakGlass, Role

LOOKS = {
    GlassState.COMING: ("info", "clock"),
    GlassState.HOLDS: ("danger", "alert-triangle"),
    GlassState.TO_REVIEW: ("warn", "eye"),
    GlassState.OVERDUE: ("danger", "alarm"),
    GlassState.REVIEWED: ("ok", "check"),
    GlassState.CALLED_OFF: ("mute", "ban"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A right with what its row shows."""

    right: BreakGlass
    state: GlassState
    tone: str
    icon: str
    scope: str
    times_used: int


@dataclass(frozen=True, slots=True)
class Use:
    """One thing done under a right: what, on which document, with its page where the reader has one."""

    entry: TimelineEntry
    label: str
    url: str


def shown(rights: Iterable[BreakGlass], *, on: date) -> list[Shown]:
    """Rights as their list shows them; annotated with `times_used`."""
    return [_shown(right, on) for right in rights]


def crossings(right: BreakGlass, roles: Iterable[Role] = ()) -> list[tuple[str, str, str]]:
    """The pairs it goes past: the holder's own permission, their role, and what the right gives. The role is kept by
    its name of then; one of `roles` that bears it is told in the reader's language.
    """
    names = {name: role.name for role in roles for name in (role.name_zh, role.name_en) if name}
    return [
        (permission_label(one["own"]), names.get(one["own_role"], one["own_role"]), permission_label(one["given"]))
        for one in right.crosses
    ]


def pairs_of(right: BreakGlass) -> str:
    """The same on one line."""
    return pgettext("list of pairs", "; ").join(f"{own} × {given}" for own, _role, given in crossings(right))


def uses(events: Iterable[AuditEvent]) -> list[Use]:
    """What was done, in the order given: sentence, who, details, and the document it is about."""
    rows = list(events)
    names = audit.names_of(rows)
    found: list[Use] = []
    for event in rows:
        kind = kinds.find(event.subject_kind)
        model = kind.model if kind is not None else apps.get_model("organization", "Person")
        entry = TimelineEntry(
            action=audit.sentence(event.code),
            who=names.get(event.actor_id or 0, event.actor_name),
            at=event.at,
            detail="\n".join(event_lines(event, model)),
            on_behalf_of=names.get(event.on_behalf_of_id or 0, event.on_behalf_of_name),
        )
        url = kind.url_of(event.subject_id) if kind is not None else ""
        found.append(Use(entry=entry, label=event.subject_label, url=url))
    return found


def report_row(right: BreakGlass, *, on: date) -> Sequence[Any]:
    """A right as a row of the list's workbook, of the report and its paper."""
    return (
        right.number, right.person.name, str(right.person.department or ""), right.role.name, pages.scope_label(right),
        pairs_of(right), right.start_date, right.end_date, right.granted_by.name, right.reason,
        right.times_used, right.state_on(on).label, right.review_due_date,  # type: ignore[attr-defined]
        right.reviewed_by.name if right.reviewed_by else "", _finding(right),
    )  # fmt: skip


def heads() -> list[tuple[str, int]]:
    """The heads of these rows with their widths."""
    return [
        (_("Number"), 15), (pgettext("person", "Name"), 12), (_("Department"), 18), (_("Role"), 16), (_("Scope"), 16),
        (_("Pairs gone past"), 40), (_("From"), 12), (_("Until"), 12), (_("Granted by"), 12), (_("Reason"), 36),
        (_("Things done"), 10), (_("State"), 14), (_("To be reviewed by"), 12), (_("Reviewed by"), 12),
        (_("Finding"), 36),
    ]  # fmt: skip


def sheet(rights: Any, *, on: date) -> Sheet:
    """A list of rights as Excel."""

    def rows() -> Iterator[Sequence[Any]]:
        return (report_row(right, on=on) for right in rights[:MOST_ROWS].iterator(chunk_size=1000))

    return Sheet(_("Break-glass rights"), heads(), rows())


def days_of(right: BreakGlass) -> str:
    """Its days in words."""
    return f"{formats.day(right.start_date)} – {formats.day(right.end_date)}"


def _finding(right: BreakGlass) -> str:
    return f"{right.get_verdict_display()}: {right.finding}" if right.verdict else ""


def _shown(right: BreakGlass, on: date) -> Shown:
    state = right.state_on(on)
    tone, icon = LOOKS[state]
    return Shown(
        right=right,
        state=state,
        tone=tone,
        icon=icon,
        scope=pages.scope_label(right),
        times_used=getattr(right, "times_used", 0),
    )
