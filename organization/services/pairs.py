"""The table of incompatible pairs grows and is never relaxed (ORG-05)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import permissions
from core.actors import Actor
from core.errors import require_reason
from organization import hooks, locks, policies, selectors
from organization.errors import PairBroken, PairHeldByRole, PairKnown, PairOfOne, UnknownPermission
from organization.models import IncompatiblePair, Person, Role, RoleAssignment
from organization.rules import LEADING, Holding, first_broken_pair, ordered
from organization.services.assignments import holding_of
from organization.services.recording import record, require


@transaction.atomic
def add_pair(*, first: str, second: str, reason: str, actor: Actor, at: datetime) -> IncompatiblePair:
    """Declare that nobody may hold both permissions from now on.

    Refused while a role or a person holds both, naming them. Raises NotAllowed, ReasonMissing, UnknownPermission,
    PairOfOne, PairKnown, PairHeldByRole, PairBroken.
    """
    require(policies.can_edit_roles(actor), document=f"{first} × {second}")
    reason = require_reason(reason)
    locks.lock_pairs()
    for code in (first, second):
        if code not in permissions.registered():
            raise UnknownPermission(permission=code)
    if first == second:
        raise PairOfOne
    pair = ordered(first, second)
    if IncompatiblePair.objects.filter(first=pair[0], second=pair[1]).exists():
        raise PairKnown(first=pair[0], second=pair[1])
    _require_kept(pair, at=at)
    added = IncompatiblePair.objects.create(first=pair[0], second=pair[1])
    record(added, "add", actor=actor, at=at, reason=reason, facts={"first": pair[0], "second": pair[1]})
    hooks.rights_gained(at=at)  # who stands in for somebody may hold too much now
    return added


def _require_kept(pair: tuple[str, str], *, at: datetime) -> None:
    role = Role.objects.filter(permissions__contains=list(pair)).first()
    if role is not None:
        raise PairHeldByRole(role=str(role), first=pair[0], second=pair[1])
    held: dict[int, list[Holding]] = {}
    names: dict[int, str] = {}
    rows = (
        RoleAssignment.objects.filter(role__permissions__overlap=list(pair), person__is_active=True)
        .exclude(end_date__lte=timezone.localdate(at))
        .select_related("person", "role")
        .order_by("person_id")
    )
    for row in rows:
        held.setdefault(row.person_id, []).append(holding_of(row))
        names[row.person_id] = str(row.person)
    if not LEADING.isdisjoint(pair):
        for leader in Person.objects.filter(pk__in=selectors.leaders(), is_active=True):
            head = Holding(role=_("head of a department"), permissions=LEADING, start=timezone.localdate(at))
            held.setdefault(leader.pk, []).append(head)
            names[leader.pk] = str(leader)
    for person_id, holdings in held.items():
        broken = first_broken_pair(holdings, [pair])
        if broken is not None:
            raise PairBroken(
                person=names[person_id],
                first=broken.first,
                second=broken.second,
                first_role=broken.first_role,
                second_role=broken.second_role,
            )
