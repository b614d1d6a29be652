"""Market information: reported, screened, set aside, rewarded (MKT-01, MKT-04)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, documents, formats, notifications, numbers
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason, visible_text
from core.money import base_currency, rounded
from customers.selectors.customers import customers_visible_to
from feedback import locks, policies
from feedback.choices import Importance, InfoKind, InfoState, Origin, Reliability
from feedback.errors import OwnReward, RewardGiven
from feedback.models import MarketInfo, Reward
from feedback.selectors.people import holders
from feedback.services.inputs import InfoInput, RewardInput, ScreenInput
from organization.models import Person

PREFIX = "MI"
MOST_REWARD = Decimal(1_000_000)
REWARDED = (InfoState.KEPT, InfoState.TRANSFERRED, InfoState.ARCHIVED)


@transaction.atomic
def report(*, draft: InfoInput, actor: Actor, at: datetime) -> MarketInfo:
    """Report a piece of information: anybody who works here (MKT-01). Whoever screens is told. Raises NotAllowed,
    InvalidInput.
    """
    person = Person.objects.filter(pk=actor.person_id or 0, department__isnull=False).first()
    if person is None or person.department_id is None:
        raise NotAllowed(document=_("a piece of market information"))
    title, content = visible_text(draft.title)[:120], visible_text(draft.content)[:4000]
    source = visible_text(draft.source)[:200]
    if not title or not content or not source:
        raise InvalidInput(problem=_("Say what it is about, what you learned, and from whom."))
    if (
        draft.info_kind not in InfoKind.values
        or draft.origin not in Origin.values
        or draft.reliability not in Reliability.values
    ):
        raise InvalidInput(problem=_("Choose one of the values offered."))
    if draft.customer_id is not None and not customers_visible_to(actor).filter(pk=draft.customer_id).exists():
        raise InvalidInput(problem=_("There is no such customer."))
    info = MarketInfo.objects.create(
        number=numbers.take(PREFIX, timezone.localdate(at).year), title=title, content=content, source=source,
        info_kind=draft.info_kind, origin=draft.origin, reliability=draft.reliability,
        department_id=person.department_id, customer_id=draft.customer_id,
        complaint_number=visible_text(draft.complaint_number)[:32].upper(),
        created_by=person, created_at=at, submitted_at=at,
    )  # fmt: skip
    audit.record(
        kind=info.kind, document_id=info.pk, label=str(info), code="market_information.report", actor=actor, at=at,
        after=info.state, facts={"title": title},
    )  # fmt: skip
    screeners = holders(policies.SCREEN, on=timezone.localdate(at)) - {person.pk}
    tell(info, screeners, "market_information.reported", at=at)
    return info


@transaction.atomic
def screen(*, info_id: int, verdict: ScreenInput, actor: Actor, at: datetime, version: int | None = None) -> MarketInfo:
    """Keep a piece of information, with its kind, reliability and importance as the information manager sees them.
    Raises InvalidInput, StaleDocument, WrongState, NotAllowed.
    """
    info = locks.lock_info(info_id)
    documents.require_version(info, version)
    documents.require(info, "screen", actor=actor)
    if (
        verdict.info_kind not in InfoKind.values
        or verdict.reliability not in Reliability.values
        or verdict.importance not in Importance.values
    ):
        raise InvalidInput(problem=_("Choose one of the values offered."))
    changes = {
        name: [getattr(info, name), new]
        for name, new in (("info_kind", verdict.info_kind), ("reliability", verdict.reliability))
        if getattr(info, name) != new
    }
    info.info_kind, info.reliability = verdict.info_kind, verdict.reliability
    info.importance, info.screen_note = verdict.importance, visible_text(verdict.note)[:500]
    facts = {"importance": verdict.importance, "note": info.screen_note} | ({"changes": changes} if changes else {})
    documents.perform(info, "screen", actor=actor, at=at, facts=facts, by_id=actor.known_id)
    tell(info, {info.created_by_id} - {actor.person_id or 0}, "market_information.kept", at=at)
    return info


@transaction.atomic
def set_aside(*, info_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> MarketInfo:
    """Not of use; it stays readable. Raises ReasonMissing, StaleDocument, WrongState, NotAllowed."""
    reason = require_reason(reason)
    info = locks.lock_info(info_id)
    documents.require_version(info, version)
    documents.require(info, "set_aside", actor=actor)
    info.screen_note = reason[:500]
    documents.perform(info, "set_aside", actor=actor, at=at, reason=reason, by_id=actor.known_id)
    told = {info.created_by_id} - {actor.person_id or 0}
    tell(info, told, "market_information.set_aside", at=at, facts={"reason": reason[:300]})
    return info


@transaction.atomic
def withdraw(*, info_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> MarketInfo:
    """Its reporter takes it back before it is screened. Raises ReasonMissing, StaleDocument, WrongState, NotAllowed."""
    reason = require_reason(reason)
    info = locks.lock_info(info_id)
    documents.require_version(info, version)
    documents.perform(info, "withdraw", actor=actor, at=at, reason=reason)
    return info


@transaction.atomic
def reward(*, info_id: int, given: RewardInput, actor: Actor, at: datetime, version: int | None = None) -> Reward:
    """Record what valuable information earned its reporter (MKT-04). It posts nothing: it is paid as other rewards are.

    Raises ReasonMissing, InvalidInput, OwnReward, RewardGiven, StaleDocument, WrongState, NotAllowed.
    """
    reason = require_reason(given.reason)
    info = locks.lock_info(info_id)
    documents.require_version(info, version)
    if actor.person_id is None or not policies.can_reward(actor):
        raise NotAllowed(document=str(info))
    if info.created_by_id == actor.person_id:
        raise OwnReward(document=str(info))
    if info.state not in REWARDED:
        raise WrongState(document=str(info), state=info.get_state_display())
    amount = rounded(given.amount)
    if not 0 < amount <= MOST_REWARD:
        raise InvalidInput(problem=_("A reward is an amount above nought."))
    if Reward.objects.filter(information=info).exists():
        raise RewardGiven(document=str(info))
    made = Reward.objects.create(
        information=info, person_id=info.created_by_id, amount=amount, reason=reason[:500],
        decided_by_id=actor.person_id, decided_at=at,
    )  # fmt: skip
    documents.touch(info)
    audit.record(
        kind=info.kind, document_id=info.pk, label=str(info), code="market_information.reward", actor=actor, at=at,
        reason=reason, facts={"amount": str(amount)},
    )  # fmt: skip
    facts = {"amount": formats.amount(amount), "currency": base_currency(), "reason": reason[:300]}
    tell(info, {info.created_by_id}, "market_information.rewarded", at=at, facts=facts)
    return made


def tell(
    info: MarketInfo, people: Iterable[int], code: str, *, at: datetime, facts: dict[str, str] | None = None
) -> None:
    """Tell people of a piece of information, once per occasion."""
    notifications.notify(
        people, code=code, kind=info.kind, document_id=info.pk, label=f"{info} {info.title}",
        key=f"{code}:{info.pk}:{info.version}", at=at, facts=facts or {},
    )  # fmt: skip
