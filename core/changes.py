"""What edits changed on documents, as their events tell it: field by field, old and new, in words (GEN-05, APR-05)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeAlias

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from core import attachments, audit, formats
from core.models import AuditEvent

Picture: TypeAlias = Mapping[str, Any]
"""What a document says, as JSON by field; `line 1` and so on are its lines in one text each."""
Changed: TypeAlias = dict[str, list[Any]]
"""Old and new value by field."""

LONGEST_VALUE = 80
LEAD = 20
"""How much of what two long texts have in common is told before the place where they part."""
_AMOUNT = re.compile(r"-?\d{1,16}\.\d\d")


@dataclass(frozen=True, slots=True)
class Told:
    """One change in the reader's words; `old` is empty for a file that came."""

    label: str
    old: str
    new: str


def between(before: Picture, after: Picture) -> Changed:
    """Old and new value of every field that differs, for the event of an edit."""
    names = (*before, *(name for name in after if name not in before))
    return {
        name: [before.get(name, ""), after.get(name, "")]
        for name in names
        if before.get(name, "") != after.get(name, "")
    }


def since(moments: Mapping[tuple[str, int], datetime]) -> dict[tuple[str, int], Changed]:
    """What was changed on documents (kind and id) from a moment on: all edits together, the first old value and the
    last new one; what was changed back is left out. Files that came stand under their names. One statement.
    """
    if not moments:
        return {}
    asked = Q()
    for (kind, document_id), at in moments.items():
        asked |= Q(subject_kind=kind, subject_id=document_id, at__gte=at)
    events = AuditEvent.objects.filter(asked).filter(Q(facts__has_key="changes") | Q(code=attachments.ATTACHED))
    found: dict[tuple[str, int], Changed] = {key: {} for key in moments}
    for event in events.order_by("at", "pk"):
        changed = found[event.subject_kind, event.subject_id]
        if event.code == attachments.ATTACHED:
            changed[f"{event.code} {event.pk}"] = ["", event.facts.get("file", "")]
        for name, pair in _pairs(event):
            changed[name] = [changed[name][0] if name in changed else pair[0], pair[1]]
    return {key: {name: pair for name, pair in changed.items() if pair[0] != pair[1]} for key, changed in found.items()}


def told(document: Model | type[Model], changed: Changed) -> list[Told]:
    """Changes in the reader's words."""
    return [_told(document, name, pair) for name, pair in changed.items()]


def label_of(document: Model | type[Model], field: str) -> str:
    """What a changed value is called: registered words, else the model field's own name."""
    try:
        found = document._meta.get_field(field)  # noqa: SLF001 - Django's own way
    except FieldDoesNotExist:
        return audit.field_label(field) or field
    return audit.field_label(field) or audit.field_label(found.name) or str(getattr(found, "verbose_name", field))


def parted(old: Any, new: Any) -> tuple[Any, Any]:
    """Two long texts from a little before the place where they part, so that what changed is to be seen."""
    if not (isinstance(old, str) and isinstance(new, str)) or max(len(old), len(new)) <= LONGEST_VALUE:
        return old, new
    same = next((place for place, (left, right) in enumerate(zip(old, new, strict=False)) if left != right), 0)
    begin = max(same - LEAD, 0)
    return (old, new) if not begin else (f"…{old[begin:]}", f"…{new[begin:]}")


def shown(value: Any) -> str:
    """A value as a timeline shows it."""
    if value is None or value == "":
        return formats.NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.moment(value)
    text = str(value)
    if _AMOUNT.fullmatch(text):
        return str(formats.amount(Decimal(text)))
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _pairs(event: AuditEvent) -> Iterator[tuple[str, list[Any]]]:
    changes = event.facts.get("changes")
    if isinstance(changes, Mapping):
        for name, pair in changes.items():
            if isinstance(pair, list | tuple) and len(pair) == 2:
                yield str(name), list(pair)


def of_event(event: AuditEvent, document: Model | type[Model]) -> list[Told]:
    """What one event changed, in the reader's words."""
    return [_told(document, name, pair) for name, pair in _pairs(event)]


def _told(document: Model | type[Model], name: str, pair: list[Any]) -> Told:
    if name.startswith(attachments.ATTACHED):
        return Told(audit.sentence(attachments.ATTACHED), "", str(pair[1]))
    old, new = parted(*(_worded(document, name, value) for value in pair))
    return Told(label_of(document, name), shown(old), shown(new))


def _worded(document: Model | type[Model], field: str, value: Any) -> Any:
    """The label of a choice instead of its code; a text kept in both languages in the reader's."""
    value = audit.in_words(value)
    try:
        found = document._meta.get_field(field)  # noqa: SLF001 - Django's own way
    except FieldDoesNotExist:
        return value
    labels = dict(getattr(found, "flatchoices", ()))
    return str(labels[value]) if isinstance(value, str) and value in labels else value
