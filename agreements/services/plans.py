"""Service plans: what is delivered by whom from when; kept or late (CUS-03)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import locks, policies
from agreements.choices import AgreementState
from agreements.models import Agreement, PlanItem
from agreements.services.inputs import PlanInput
from core import audit, documents, formats, notifications
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason, visible_text
from organization.models import Department, Person

LINE = "service_plan_line"
"""What notices about one line are about; who delivers it need not see the agreement."""
PLANNED = (AgreementState.READY, AgreementState.SIGNED)


@transaction.atomic
def add(*, agreement_id: int, line: PlanInput, actor: Actor, at: datetime, version: int | None = None) -> PlanItem:
    """Plan something that is delivered under an agreement; who delivers it is told. Raises ReasonMissing (what),
    InvalidInput, StaleDocument, WrongState, NotAllowed.
    """
    row = _locked(agreement_id, version)
    if not policies.can_edit(row, actor):
        raise NotAllowed(document=str(row))
    text = require_reason(line.text)[:300]
    person = Person.objects.filter(pk=line.person_id, is_active=True).first() if line.person_id else None
    house = Department.objects.filter(pk=line.department_id, status="ACTIVE").exists()
    if not house or line.due_date < line.start_date or (line.person_id and person is None):
        raise InvalidInput(problem=_("Say who delivers it, and from when until when."))
    made = PlanItem.objects.create(
        agreement=row, text=text, department_id=line.department_id, person=person, start_date=line.start_date,
        due_date=line.due_date, created_by_id=actor.known_id, created_at=at,
    )  # fmt: skip
    documents.touch(row)
    _record(row, "plan", actor, at, made)
    if person is not None:
        notifications.notify(
            [person.pk], code="agreement.to_deliver", kind=LINE, document_id=made.pk, label=f"{row} {row.subject}",
            key=f"agreement_plan:{made.pk}", at=at, facts={"text": text, "day": formats.day(made.due_date)},
        )  # fmt: skip
    return made


@transaction.atomic
def deliver(
    *, agreement_id: int, item_id: int, on: date, note: str, actor: Actor, at: datetime, version: int | None = None
) -> PlanItem:
    """Say that something planned was delivered; where it is late, why. Raises ReasonMissing, InvalidInput,
    StaleDocument, WrongState, NotAllowed.
    """
    row = _locked(agreement_id, version)
    item = row.plan.select_for_update(of=("self",)).filter(pk=item_id).first()
    if item is None:
        raise InvalidInput(problem=_("Choose one of the values offered."))
    if not policies.can_deliver(item, row, actor):
        raise NotAllowed(document=str(row))
    if item.done_on is not None:
        raise WrongState(document=item.text, state=_("delivered"))
    if on > timezone.localdate(at):
        raise InvalidInput(problem=_("It cannot be delivered in the future."))
    note = visible_text(note).strip()[:500]
    item.done_on, item.done_by_id = on, actor.known_id
    item.note = require_reason(note) if item.is_late(on) else note
    item.save()
    documents.touch(row)
    _record(row, "deliver", actor, at, item)
    return item


def _locked(agreement_id: int, version: int | None) -> Agreement:
    row = locks.lock_agreement(agreement_id)
    documents.require_version(row, version)
    if row.state not in PLANNED:
        raise WrongState(document=str(row), state=row.get_state_display())
    return row


def _record(row: Agreement, what: str, actor: Actor, at: datetime, item: PlanItem) -> None:
    audit.record(
        kind=row.kind, document_id=row.pk, label=str(row), code=f"agreement.{what}", actor=actor, at=at,
        facts={"plan_line": item.text[:200]},
    )  # fmt: skip
