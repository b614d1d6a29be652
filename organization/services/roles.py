"""Roles are built from the listed permissions and kept free of incompatible pairs (ORG-04, ORG-05, ORG-08)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import documents, permissions
from core.actors import Actor
from core.errors import require_reason
from core.money import rounded
from organization import hooks, locks, policies, selectors
from organization.errors import CodeTaken, IncompatibleRights, OwnRights, RoleBreaksPair, UnknownPermission
from organization.models import Role, RoleAssignment
from organization.rules import LEADING, Holding, first_broken_pair
from organization.services.assignments import holding_of
from organization.services.recording import assign, plain, record, require


@transaction.atomic
def create_role(
    *,
    code: str,
    name_zh: str,
    name_en: str = "",
    permissions: Collection[str],
    approve_limit: Decimal | None = Decimal(0),
    discount_limit_share: Decimal | None = None,
    actor: Actor,
    at: datetime,
) -> Role:
    """Add a role of the installation's own. Raises NotAllowed, CodeTaken, UnknownPermission, RoleBreaksPair."""
    require(policies.can_edit_roles(actor), document=name_zh)
    locks.hold_pairs()
    wanted = _listed(permissions)
    _require_whole(name_zh, wanted)
    if Role.objects.filter(code=code).exists():
        raise CodeTaken(taken=code)
    role = Role.objects.create(
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        permissions=wanted,
        approve_limit=_amount(approve_limit),
        discount_limit_share=discount_limit_share,
        position=Role.objects.count() + 1,
    )
    facts = {"code": code, "permissions": wanted, "approve_limit": plain(role.approve_limit)}
    record(role, "create", actor=actor, at=at, facts=facts)
    return role


@transaction.atomic
def change_role(
    *,
    role_id: int,
    name_zh: str,
    name_en: str = "",
    permissions: Collection[str],
    approve_limit: Decimal | None,
    discount_limit_share: Decimal | None = None,
    reason: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> Role:
    """Change what a role allows and its limits, at once for all who hold it (ORG-08).

    Other permissions or limits give and take rights, so they need a reason (ORG-03). Refused when somebody would break
    a pair, naming the person and the pair, and for one's own roles. Raises NotAllowed, OwnRights, StaleDocument,
    UnknownPermission, RoleBreaksPair, IncompatibleRights, ReasonMissing.
    """
    today = timezone.localdate(at)
    locks.hold_pairs()
    role = locks.lock_role(role_id)
    require(policies.can_edit_roles(actor), document=str(role))
    documents.require_version(role, version)  # type: ignore[arg-type]
    wanted = _listed(permissions)
    holders = sorted(set(selectors.holders_of(role_id=role_id, since=today).values_list("person_id", flat=True)))
    if actor.person_id in holders:
        raise OwnRights(document=str(role))
    _require_whole(role.name, wanted)
    locks.lock_people(holders)
    _require_nobody_breaks_a_pair(role, wanted, holders, today)
    lost = set(role.permissions) - set(wanted)
    changes = assign(
        role,
        {
            "name_zh": name_zh,
            "name_en": name_en,
            "permissions": wanted,
            "approve_limit": _amount(approve_limit),
            "discount_limit_share": discount_limit_share,
        },
    )
    if changes.keys() - {"name_zh", "name_en"}:
        reason = require_reason(reason)
    if changes:
        role.version += 1
        role.save(update_fields=("version", *changes))
        record(role, "change", actor=actor, at=at, reason=reason.strip(), facts={"changes": changes})
    if lost or "approve_limit" in changes:
        for person_id in holders:
            hooks.rights_lost(person_id=person_id, at=at)
    return role


def _require_nobody_breaks_a_pair(role: Role, wanted: list[str], holders: Collection[int], today: date) -> None:
    pairs = selectors.incompatible_pairs()
    rows = (
        RoleAssignment.objects.filter(person__in=holders)
        .exclude(end_date__lte=today)
        .select_related("person", "role")
        .order_by("person_id")
    )
    held: dict[int, list[Holding]] = {}
    names: dict[int, str] = {}
    for row in rows:
        holding = holding_of(row)
        if row.role_id == role.pk:
            holding = Holding(role=role.name, permissions=frozenset(wanted), start=holding.start, end=holding.end)
        held.setdefault(row.person_id, []).append(holding)
        names[row.person_id] = str(row.person)
    for person_id, holdings in held.items():
        if selectors.leads_somewhere(person_id=person_id):
            holdings.append(Holding(role=_("head of a department"), permissions=LEADING, start=today))
    for person_id, holdings in held.items():
        broken = first_broken_pair(holdings, pairs)
        if broken is not None:
            raise IncompatibleRights(
                person=names[person_id],
                first=broken.first,
                second=broken.second,
                first_role=broken.first_role,
                second_role=broken.second_role,
            )


def _listed(wanted: Collection[str]) -> list[str]:
    known = permissions.registered()
    for code in wanted:
        if code not in known:
            raise UnknownPermission(permission=code)
    return sorted(set(wanted))


def _require_whole(name: str, wanted: Collection[str]) -> None:
    """A role holds no pair within itself, whoever has it."""
    pair = next((p for p in selectors.incompatible_pairs() if p[0] in wanted and p[1] in wanted), None)
    if pair is not None:
        raise RoleBreaksPair(role=name, first=pair[0], second=pair[1])


def _amount(limit: Decimal | None) -> Decimal | None:
    return None if limit is None else rounded(limit)
