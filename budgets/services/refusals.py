"""How a posting is refused: with facts and ways out (LED-09); what a broken constraint stands for (LED-06)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db import IntegrityError
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from approvals.selectors.deciders import managers_up
from budgets import policies
from budgets.choices import AdjustmentKind, ControlScope
from budgets.errors import BudgetExhausted, InsufficientBudget, PostingConflict
from budgets.locks import HeldPlace, Place
from budgets.models import ControlKey
from budgets.rules.postings import KeyOutcome, Source
from budgets.services.keys import KeyName
from budgets.words import window_words
from core.actors import Actor
from core.errors import DomainError, WayOut

LAST_GUARDS: dict[str, type[DomainError]] = {
    "budgets_controlkey_never_over": BudgetExhausted,
    "budgets_ledgerentry_once": PostingConflict,
    "budgets_ledgerentry_sequence": PostingConflict,
}


def insufficient(
    refused: Sequence[KeyOutcome],
    *,
    actor: Actor,
    keys_of: Mapping[KeyName, int],
    places: Mapping[Place, HeldPlace],
) -> InsufficientBudget:
    """The refusal with its facts and the ways out that this actor has (LED-09)."""
    worst = max(refused, key=attrgetter("short"))
    place = Place(worst.department_id, worst.category_id, worst.period_id)
    key_id = keys_of[KeyName(places[place].fiscal_year_id, place.department_id, place.category_id)]
    return _refusal(refused, worst, key_id, actor)


def of_check(refused: Sequence[KeyOutcome], *, actor: Actor, move: str = "") -> InsufficientBudget:
    """The same for what a check without a hold found short; `move` is the kind of adjustment it is of."""
    worst = max(refused, key=attrgetter("short"))
    keys = ControlKey.objects.filter(
        fiscal_year__periods=worst.period_id, department=worst.department_id, category=worst.category_id
    )
    return _refusal(refused, worst, keys.values_list("pk", flat=True).first(), actor, move=move)


def _refusal(
    refused: Sequence[KeyOutcome], worst: KeyOutcome, key_id: int | None, actor: Actor, *, move: str = ""
) -> InsufficientBudget:
    return InsufficientBudget(
        ways_out=_ways_out(worst, key_id, actor),
        holders=[{"label": holder.label, "amount": str(holder.amount), "url": holder.url} for holder in worst.held_by],
        all_short=[_told(outcome) for outcome in refused],
        **_told(worst),
        short_amount=worst.short,
        move=move,
    )


def _told(outcome: KeyOutcome) -> dict[str, Any]:
    return {
        "category": outcome.category_label,
        "category_code": outcome.category_code,
        "period": outcome.period_label,
        "through": outcome.through_label,
        "window": window_words(outcome.scope, int(outcome.through_label[-2:])),
        "scope": str(ControlScope(outcome.scope).label),
        "takes": outcome.takes,
        "asked": str(outcome.asked),
        "available": str(outcome.available + outcome.allowance),
        "short": str(outcome.short),
        "held_by": [
            {"label": holder.label, "url": holder.url, "amount": str(holder.amount)} for holder in outcome.held_by
        ],
    }


def ways_to_ask(
    *, department_id: int, category_id: int, period_id: int, short: Decimal, actor: Actor
) -> tuple[WayOut, ...]:
    """A supplement and a transfer filled in with the shortfall, for whoever makes the department's budgets; for
    others the name of who does (LED-09, BUD-32).
    """
    if not actor.can(policies.MAKE, department_id):
        return who_may_ask(department_id=department_id, actor=actor)
    address = reverse("budgets:adjustment_create")
    given: dict[str, str | int] = {
        "department": department_id,
        "category": category_id,
        "period": period_id,
        "amount": str(short),
    }
    filled = urlencode(given)
    return tuple(
        WayOut(label=label, url=f"{address}?kind={kind.value}&{filled}")
        for kind, label in (
            (AdjustmentKind.SUPPLEMENT, _("Ask for a supplement")),
            (AdjustmentKind.TRANSFER, _("Ask for a transfer")),
        )
    )


def who_may_ask(*, department_id: int, actor: Actor) -> tuple[WayOut, ...]:
    """A sentence naming the department's manager, for whoever cannot ask for more budget themselves."""
    asked = next((person for person in managers_up(department_id=department_id) if person.pk != actor.person_id), None)
    if asked is None:
        return ()
    return (WayOut(label=_("%(name)s can ask for a supplement or a transfer.") % {"name": asked.name}, url=""),)


def _ways_out(outcome: KeyOutcome, key_id: int | None, actor: Actor) -> tuple[WayOut, ...]:
    """What works now: more budget, leave to exceed for those who may grant it, what the key is made of, the document
    that holds most. Where approved money is to be taken, neither more of it nor leave to exceed is an answer.
    """
    ways: list[WayOut] = []
    if not outcome.takes:
        ways += ways_to_ask(
            department_id=outcome.department_id,
            category_id=outcome.category_id,
            period_id=outcome.period_id,
            short=outcome.short,
            actor=actor,
        )
    if key_id is not None:
        if not outcome.takes and actor.can(policies.GRANT_OVERRIDE, outcome.department_id):
            address = reverse("budgets:override_grant", kwargs={"key_id": key_id})
            ways.append(WayOut(label=_("Grant an override"), url=f"{address}?amount={outcome.short}"))
        if actor.sight(policies.VIEW).covers(outcome.department_id):
            ways.append(
                WayOut(
                    label=_("See what holds the budget"), url=reverse("budgets:key_detail", kwargs={"key_id": key_id})
                )
            )
    if outcome.held_by and outcome.held_by[0].url:
        ways.append(
            WayOut(label=_("Open %(document)s") % {"document": outcome.held_by[0].label}, url=outcome.held_by[0].url)
        )
    return tuple(ways)


def of_constraint(error: IntegrityError, source: Source) -> Exception:
    """The domain error that a named constraint stands for: the last guard has spoken (LED-06)."""
    diagnosis = getattr(error.__cause__, "diag", None)
    constraint = getattr(diagnosis, "constraint_name", None) or ""
    for name, refusal in LAST_GUARDS.items():
        if constraint.startswith(name):
            return refusal(source=source.label)
    return error
