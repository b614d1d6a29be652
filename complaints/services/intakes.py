"""What comes by the public form: kept, looked at, taken in as a complaint or set aside (CMP-01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import locks, policies
from complaints.choices import IntakeState
from complaints.models import Complaint, PublicIntake
from complaints.selectors.people import customer_service
from complaints.services import complaints, photos
from complaints.services.inputs import ComplaintInput, IntakeInput
from core import notifications
from core.actors import Actor
from core.errors import NotAllowed, WrongState, require_reason, visible_text


@transaction.atomic
def receive(*, draft: IntakeInput, at: datetime, files: Sequence[File[Any]] = ()) -> PublicIntake:
    """Keep what somebody typed, whatever it names: nobody outside learns whether a customer, machine or order exists.
    Customer service is told. Raises ReasonMissing (what happened), and what is wrong with a photo; then nothing is
    kept.
    """
    sent = photos.checked(files)
    made = PublicIntake.objects.create(
        company=visible_text(draft.company)[:160], name=visible_text(draft.name)[:80], email=draft.email[:160],
        phone=visible_text(draft.phone)[:60], machine=visible_text(draft.machine)[:120],
        order_number=visible_text(draft.order_number)[:40], happened=require_reason(draft.happened)[:4000],
        wish=visible_text(draft.wish)[:2000], language="en" if draft.language == "en" else "zh-hans", received_at=at,
    )  # fmt: skip
    photos.keep(made, sent)
    notifications.notify(
        customer_service(on=timezone.localdate(at)), code="complaint.public", kind="public_intake",
        document_id=made.pk, label=str(made), key=f"public_intake:{made.pk}", at=at,
    )  # fmt: skip
    return made


@transaction.atomic
def take_in(*, intake_id: int, draft: ComplaintInput, actor: Actor, at: datetime) -> Complaint:
    """Record a complaint of what came by the form; its clocks count from when it came, however long it lay.
    Raises WrongState and what recording raises.
    """
    intake = _waiting(intake_id, actor)
    complaint = complaints.record(draft=draft, actor=actor, at=at, arrived=intake.received_at)
    photos.hand_over(intake, complaint, actor=actor, at=at)
    _handled(intake, IntakeState.TAKEN, actor, at, complaint=complaint)
    return complaint


@transaction.atomic
def set_aside(*, intake_id: int, reason: str, actor: Actor, at: datetime) -> PublicIntake:
    """Not a complaint, or sent twice. Raises ReasonMissing, WrongState, NotAllowed."""
    reason = require_reason(reason)
    intake = _waiting(intake_id, actor)
    intake.reason = reason[:500]
    photos.let_go(intake)
    _handled(intake, IntakeState.SET_ASIDE, actor, at)
    return intake


def _waiting(intake_id: int, actor: Actor) -> PublicIntake:
    intake = locks.lock_intake(intake_id)
    if not policies.can_record(actor):
        raise NotAllowed(document=_("the public form"))
    if intake.state != IntakeState.WAITING:
        raise WrongState(document=str(intake), state=intake.get_state_display())
    return intake


def _handled(
    intake: PublicIntake, state: str, actor: Actor, at: datetime, *, complaint: Complaint | None = None
) -> None:
    intake.state, intake.handled_by_id, intake.handled_at, intake.complaint = state, actor.known_id, at, complaint
    intake.save(update_fields=("state", "handled_by", "handled_at", "complaint", "reason"))
