"""Control policies: the category's, the department's own, and overrides; what changes reaches the open keys at once
(LED-05).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from budgets import locks, policies
from budgets.choices import CategoryKind, ControlAction, ControlScope
from budgets.errors import OverrideEnded, OverrideNotNeeded, RevenueHasNoControl
from budgets.models import Category, ControlKey, ControlOverride, ControlPolicy
from budgets.rules import control
from budgets.selectors import ledger as reads
from budgets.services.keys import policy_of
from core import audit, documents
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, require_reason
from core.money import ZERO
from organization.models import Department


@dataclass(frozen=True, slots=True)
class Control:
    """How spending is controlled: scope, action and tolerance."""

    scope: str = ControlScope.YEAR_TO_DATE
    action: str = ControlAction.STOP
    tolerance_amount: Decimal = ZERO
    tolerance_share: Decimal = Decimal(0)

    @classmethod
    def of(cls, row: Category | ControlPolicy) -> Control:
        """The control that stands on a category or a department's policy."""
        return cls(row.scope, row.action, row.tolerance_amount, row.tolerance_share)

    def changes(self, to: Control) -> dict[str, list[str]]:
        """What differs in another control, as an event keeps it: field → old and new (GEN-05)."""
        new = asdict(to)
        return {name: [str(value), str(new[name])] for name, value in asdict(self).items() if value != new[name]}


@transaction.atomic
def change_category_policy(
    *, category_id: int, to: Control, reason: str, version: int | None, actor: Actor, at: datetime
) -> Category:
    """Change a category's control, and with it every open key that has no department policy of its own.

    Raises NotAllowed, ReasonMissing, StaleDocument, RevenueHasNoControl.
    """
    reason = _allowed(actor, reason)
    category = locks.lock_category(category_id)
    documents.require_version(_movable(category), version)
    _require_cost(category)
    before = Control.of(category)
    for name, value in asdict(to).items():
        setattr(category, name, value)
    documents.touch(_movable(category), fields=tuple(asdict(to)))
    own = set(ControlPolicy.objects.filter(category=category).values_list("department_id", flat=True))
    keys = [key for key in locks.lock_keys_of(category_id=category.pk) if key.department_id not in own]
    _apply(keys, category, None, at=at)
    _record(category, "policy", actor, at, reason, {"changes": before.changes(to)})
    return category


@transaction.atomic
def set_department_policy(
    *, category_id: int, department_id: int, to: Control, reason: str, actor: Actor, at: datetime
) -> ControlPolicy:
    """Give a department its own control of a category, in place of the category's. Raises as above."""
    reason = _allowed(actor, reason)
    category = locks.lock_category(category_id)
    _require_cost(category)
    department = Department.objects.get(pk=department_id)
    policy = ControlPolicy.objects.filter(category=category, department=department).first()
    before = Control.of(policy or category)
    if policy is None:
        policy = ControlPolicy(category=category, department=department, version=0)
    for name, value in asdict(to).items():
        setattr(policy, name, value)
    policy.reason, policy.version = reason, policy.version + 1
    policy.save()
    _apply(locks.lock_keys_of(category_id=category.pk, department_id=department.pk), category, policy, at=at)
    facts = {"changes": before.changes(to), "department": department.name_zh}
    _record(category, "own_policy", actor, at, reason, facts)
    return policy


@transaction.atomic
def remove_department_policy(*, policy_id: int, reason: str, actor: Actor, at: datetime) -> None:
    """Take a department's own control away: the category's holds again. Raises NotAllowed, ReasonMissing."""
    reason = _allowed(actor, reason)
    policy = ControlPolicy.objects.select_related("department").get(pk=policy_id)
    category = locks.lock_category(policy.category_id)
    before = Control.of(policy)
    department = policy.department
    policy.delete()
    _apply(locks.lock_keys_of(category_id=category.pk, department_id=department.pk), category, None, at=at)
    facts = {"changes": before.changes(Control.of(category)), "department": department.name_zh}
    _record(category, "own_policy_end", actor, at, reason, facts)


@transaction.atomic
def grant_override(
    *, key_id: int, month: int, amount: Decimal, reason: str, expires_at: datetime, actor: Actor, at: datetime
) -> ControlOverride:
    """Let a key be exceeded by an amount in the control window of a month, until a moment (LED-05).

    Raises NotAllowed, ReasonMissing, InvalidInput, OverrideNotNeeded (the key does not stop).
    """
    reason = require_reason(reason)
    key = _locked_key(key_id)
    if actor.person_id is None or not actor.can(policies.GRANT_OVERRIDE, key.department_id):
        raise NotAllowed(document=_label(key))
    if amount <= 0 or expires_at <= at or not 1 <= month <= 12:
        raise InvalidInput(problem=f"{amount} / {month} / {expires_at}")
    if key.action != ControlAction.STOP:
        raise OverrideNotNeeded(category=key.category.name)
    override = ControlOverride.objects.create(
        key=key,
        month=month,
        amount=amount,
        reason=reason,
        granted_by_id=actor.person_id,
        granted_at=at,
        expires_at=expires_at,
    )
    refresh_guards([key], at=at)
    facts = {"amount": f"{amount:.2f}", "month": month, "expires_at": expires_at.isoformat()}
    _record_key(key, "override", actor, at, reason, facts)
    return override


@transaction.atomic
def end_override(*, override_id: int, reason: str, actor: Actor, at: datetime) -> ControlOverride:
    """End an override before its time; what was spent under it stays. Raises NotAllowed, ReasonMissing,
    OverrideEnded.
    """
    reason = require_reason(reason)
    key = _locked_key(ControlOverride.objects.values_list("key_id", flat=True).get(pk=override_id))
    if not actor.can(policies.GRANT_OVERRIDE, key.department_id):
        raise NotAllowed(document=_label(key))
    override = ControlOverride.objects.get(pk=override_id)
    if override.ended_at is not None or override.expires_at <= at:
        raise OverrideEnded
    override.ended_at = at
    override.save(update_fields=("ended_at",))
    refresh_guards([key], at=at)
    _record_key(key, "override_end", actor, at, reason, {"amount": f"{override.amount:.2f}", "month": override.month})
    return override


def refresh_guards(keys: list[ControlKey], *, at: datetime) -> None:
    """Set the bound of locked keys anew from policy, months and overrides. What is over already may stay over, not
    more.
    """
    states = reads.key_states([key.pk for key in keys], at=at) if keys else {}
    for key in keys:
        state = states[key.pk]
        policy = control.Policy(key.scope, key.action, key.tolerance_amount, key.tolerance_share)
        key.guard_amount = control.guard(policy, state.months, state.months, state.overrides)
        key.save(update_fields=("guard_amount", "scope", "action", "tolerance_amount", "tolerance_share"))


def _apply(keys: list[ControlKey], category: Category, own: ControlPolicy | None, *, at: datetime) -> None:
    policy = policy_of(category, own)
    for key in keys:
        key.scope, key.action = policy.scope, policy.action
        key.tolerance_amount, key.tolerance_share = policy.tolerance_amount, policy.tolerance_share
    refresh_guards(keys, at=at)


def _locked_key(key_id: int) -> ControlKey:
    keys = ControlKey.objects.select_related("department", "category", "fiscal_year")
    return keys.select_for_update(of=("self",), no_key=True).get(pk=key_id)


def _allowed(actor: Actor, reason: str) -> str:
    if not actor.can(policies.EDIT_CATEGORIES):
        raise NotAllowed(document=_("Control policies"))
    return require_reason(reason)


def _require_cost(category: Category) -> None:
    if category.kind == CategoryKind.REVENUE:
        raise RevenueHasNoControl(category=category.name)


def _label(key: ControlKey) -> str:
    return f"{key.department.name_zh} {key.category.name_zh} {key.fiscal_year.year}"


def _movable(category: Category) -> Any:
    return category


def _record(category: Category, what: str, actor: Actor, at: datetime, reason: str, facts: dict[str, Any]) -> None:
    audit.record(
        kind="category", document_id=category.pk, label=f"{category.code} {category.name_zh}", code=f"category.{what}",
        actor=actor, at=at, reason=reason, facts=facts,
    )  # fmt: skip


def _record_key(key: ControlKey, what: str, actor: Actor, at: datetime, reason: str, facts: dict[str, Any]) -> None:
    audit.record(
        kind="control_key", document_id=key.pk, label=_label(key), code=f"control_key.{what}",
        actor=actor, at=at, reason=reason, facts=facts,
    )  # fmt: skip
