"""Cause and measures of a round: written, sent to the experts, approved or returned (CMP-05)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.services import cases
from core import documents, formats, notifications
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState, visible_text
from corrective import locks, policies
from corrective.choices import ActionState, Branch, CauseMethod, MeasureKind
from corrective.errors import PlanIncomplete
from corrective.models import Cause, CorrectiveAction, Measure, Round
from corrective.rules import plans as rules
from corrective.selectors.actions import current_round
from corrective.services.inputs import PlanInput
from corrective.words_of_plans import words_of
from organization.models import Person


@transaction.atomic
def save_plan(
    *, action_id: int, plan: PlanInput, actor: Actor, at: datetime, version: int | None = None
) -> CorrectiveAction:
    """Keep cause and measures as they are typed, whole or not; nothing is sent. Raises StaleDocument, WrongState,
    NotAllowed, InvalidInput.
    """
    action = _to_plan(action_id, actor, version)
    _write(current_round(action), plan, actor)
    documents.touch(action)
    return action


@transaction.atomic
def submit_plan(
    *, action_id: int, plan: PlanInput | None, actor: Actor, at: datetime, version: int | None = None
) -> CorrectiveAction:
    """Send the plan to the experts, after writing what was typed (None: as it is kept). Raises PlanIncomplete, NoRoute,
    StaleDocument, WrongState, NotAllowed, InvalidInput.
    """
    action = _to_plan(action_id, actor, version)
    made = current_round(action)
    if plan is not None:
        _write(made, plan, actor)
    elif made.written_by_id is None:
        made.written_by_id = actor.person_id
        made.save(update_fields=("written_by",))
    _require_whole(made, at=at)
    facts = {"measure_round": made.number, "measures": made.measures.count()}
    documents.perform(action, "submit", actor=actor, at=at, facts=facts)
    cases.start(kind=action.kind, document_id=action.pk, actor=actor, at=at)
    return action


@transaction.atomic
def withdraw_plan(*, action_id: int, actor: Actor, at: datetime, version: int | None = None) -> CorrectiveAction:
    """Take the plan back before anybody decided. Raises AlreadyDecided, StaleDocument, WrongState, NotAllowed."""
    action = locks.lock_action(action_id)
    documents.require_version(action, version)
    documents.require(action, "withdraw", actor=actor)
    cases.withdraw(kind=action.kind, document_id=action.pk, actor=actor, at=at)
    documents.perform(action, "withdraw", actor=actor, at=at)
    return action


@transaction.atomic
def approved(*, action_id: int, actor: Actor, at: datetime) -> None:
    """The experts agree: the measures are carried out from now on; their owners are told."""
    action = locks.lock_action(action_id)
    made = current_round(action)
    made.approved_at = at
    made.save(update_fields=("approved_at",))
    documents.perform(action, "approve", actor=actor, at=at)
    for measure in made.measures.all():
        notifications.notify(
            [measure.owner_id], code="corrective_action.measure", kind=action.kind, document_id=action.pk,
            label=f"{action} {action.title}", key=f"corrective_measure:{measure.pk}", at=at,
            facts={"measure": measure.text[:200], "day": formats.day(measure.due_date)},
        )  # fmt: skip


@transaction.atomic
def returned(*, action_id: int, actor: Actor, at: datetime, reason: str) -> None:
    """The experts want it changed. A refusal says the same: measures have to be written all the same."""
    documents.perform(locks.lock_action(action_id), "send_back", actor=actor, at=at, reason=reason)


def _to_plan(action_id: int, actor: Actor, version: int | None) -> CorrectiveAction:
    action = locks.lock_action(action_id)
    documents.require_version(action, version)
    if action.state != ActionState.ASKED:
        raise WrongState(document=str(action), state=action.get_state_display())
    if not policies.can_plan(action, actor):
        raise NotAllowed(document=str(action))
    return action


def _write(made: Round, plan: PlanInput, actor: Actor) -> None:
    """Replace the round's plan by the typed one. Raises InvalidInput."""
    if plan.method not in CauseMethod.values or len(plan.causes) > rules.MOST_CAUSES:
        raise InvalidInput(problem=_("Choose one of the values offered."))
    if len(plan.measures) > rules.MOST_MEASURES:
        raise InvalidInput(problem=_("A plan holds up to %(most)s measures.") % {"most": rules.MOST_MEASURES})
    owners = Person.objects.filter(pk__in={one.owner_id for one in plan.measures}, is_active=True)
    known = set(owners.values_list("pk", flat=True))
    for one in plan.measures:
        if one.owner_id not in known or one.measure_kind not in MeasureKind.values:
            raise InvalidInput(problem=_("Every measure has an owner who works here, a kind and a day."))
    fishbone = plan.method == CauseMethod.FISHBONE
    if any((one.branch in Branch.values) != fishbone for one in plan.causes):
        raise InvalidInput(problem=_("Each cause of a fishbone diagram stands on a branch; a chain of whys has none."))
    made.method = plan.method
    made.root_cause = visible_text(plan.root_cause)[:2000]
    made.effect_measure = visible_text(plan.effect_measure)[:1000]
    made.written_by_id = actor.person_id
    made.save()
    made.causes.all().delete()
    Cause.objects.bulk_create(
        Cause(round=made, position=position, branch=one.branch, text=visible_text(one.text)[:500])
        for position, one in enumerate(plan.causes, start=1)
    )
    made.measures.all().delete()
    Measure.objects.bulk_create(
        Measure(
            round=made, position=position, measure_kind=one.measure_kind, text=visible_text(one.text)[:1000],
            owner_id=one.owner_id, due_date=one.due_date,
        )
        for position, one in enumerate(plan.measures, start=1)
    )  # fmt: skip


def _require_whole(made: Round, *, at: datetime) -> None:
    measures = list(made.measures.all())
    planned = rules.Planned(
        method=made.method,
        causes=made.causes.count(),
        root_cause=made.root_cause,
        effect_measure=made.effect_measure,
        kinds=[one.measure_kind for one in measures],
        due=[one.due_date for one in measures],
    )
    missing = rules.missing(planned, on=timezone.localdate(at))
    if missing:
        raise PlanIncomplete(missing=words_of(missing), codes=list(missing))
