"""Pieces of the organization's pages: timelines, scopes and permissions in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from core import audit, formats, permissions
from core.components import TimelineEntry
from core.models import AuditEvent
from core.money import ZERO
from organization import selectors
from organization.choices import DepartmentStatus, GlassVerdict, ScopeKind
from organization.errors import permission_label
from organization.models import BreakGlass, Department, Person, Role, RoleAssignment

ICONS = {
    "create": "plus",
    "change": "pencil",
    "move": "arrows-exchange",
    "leave": "logout",
    "stay": "arrow-back",
    "go_on": "user-plus",
    "grant": "user-plus",
    "end": "x",
    "close": "lock",
    "reopen": "lock-open",
    "password_reset": "key",
    "password_change": "key",
    "second_factor_on": "shield-check",
    "second_factor_off": "lock-open",
    "second_factor_reset": "lock-open",
    "recovery_codes_renew": "key",
    "token_create": "key",
    "token_revoke": "key",
    "tokens_revoke": "key",
    "review": "clipboard-check",
}


@dataclass(frozen=True, slots=True)
class PermissionShown:
    """A permission on a role's page."""

    code: str
    label: str
    held: bool


@dataclass(frozen=True, slots=True)
class Area:
    """The permissions of one app."""

    label: str
    permissions: tuple[PermissionShown, ...]

    @property
    def held(self) -> tuple[PermissionShown, ...]:
        return tuple(one for one in self.permissions if one.held)


def areas(held: Iterable[str]) -> list[Area]:
    """All listed permissions by area, marked where held."""
    mine = set(held)
    by_area: dict[str, list[PermissionShown]] = {}
    for one in permissions.registered().values():
        shown = PermissionShown(code=one.code, label=str(one.label), held=one.code in mine)
        by_area.setdefault(one.area, []).append(shown)
    return [Area(label=area_label(area), permissions=tuple(items)) for area, items in by_area.items()]


def not_together_with(held: Iterable[str]) -> list[tuple[str, str]]:
    """What the holder of these permissions may not hold, and because of which of them, in words."""
    mine = set(held)
    because: dict[str, list[str]] = {}
    for first, second in selectors.incompatible_pairs():
        for one, other in ((first, second), (second, first)):
            if one in mine:
                because.setdefault(other, []).append(permission_label(one))
    return [(permission_label(other), _(", ").join(ours)) for other, ours in because.items()]


def area_label(area: str) -> str:
    """An area in words: the app's name, or ours for the apps to come."""
    ours = {"parts": _("Parts"), "complaints": _("Complaints"), "reports": _("Reports")}
    if area in ours:
        return ours[area]
    return str(apps.get_app_config(area).verbose_name) if apps.is_installed(area) else area


def scope_label(assignment: RoleAssignment | BreakGlass) -> str:
    """Where a role holds, in words."""
    if assignment.scope_kind == ScopeKind.DEPARTMENT:
        return str(assignment.department)
    if assignment.scope_kind == ScopeKind.WAREHOUSE:
        return str(assignment.warehouse)
    return _("Whole company")


def role_label(assignment: RoleAssignment) -> str:
    """A role with where it holds."""
    return _("%(role)s (%(scope)s)") % {"role": assignment.role.name, "scope": scope_label(assignment)}


def timeline(events: Iterable[AuditEvent]) -> list[TimelineEntry]:
    """Events as the timeline shows them, newest first, ids in words."""
    rows = list(events)
    names, people = _Names(rows), audit.names_of(rows)
    return [
        TimelineEntry(
            action=audit.sentence(event.code),
            who=people.get(event.actor_id or 0) or (event.actor_name if event.actor_id is not None else _("System")),
            at=event.at,
            detail="\n".join(_details(event, names)),
            icon=ICONS.get(event.code.rpartition(".")[2], "point"),
        )
        for event in reversed(rows)
    ]


class _Names:
    """The names behind the ids in events: three statements, whatever the number of events."""

    def __init__(self, events: list[AuditEvent]) -> None:
        facts = [event.facts for event in events]
        changes = [change for fact in facts for change in [fact.get("changes") or {}]]
        departments = {fact.get(key) for fact in facts for key in ("from", "to", "department", "parent")}
        people = {pk for change in changes for key in ("manager_id", "deputy_id") for pk in change.get(key, ())}
        self.departments = _by_id(Department, departments)
        self.people = _by_id(Person, people | {fact.get(key) for fact in facts for key in ("manager", "deputy")})
        codes = {fact.get("role") for fact in facts} | {code for fact in facts for code in fact.get("ended") or ()}
        self.roles = {role.code: role.name for role in Role.objects.filter(code__in=[code for code in codes if code])}


def _by_id(model: type[Any], ids: Iterable[Any]) -> dict[int, str]:
    wanted = [pk for pk in ids if isinstance(pk, int)]
    return {pk: str(row) for pk, row in model.objects.in_bulk(wanted).items()} if wanted else {}


def _details(event: AuditEvent, names: _Names) -> Iterable[str]:
    facts = event.facts
    if event.subject_kind in {"role_assignment", "break_glass"}:
        role = names.roles.get(facts.get("role", ""), facts.get("role", ""))
        where = names.departments.get(facts.get("department") or 0, "")
        yield " · ".join(part for part in (role, where, _days(facts)) if part)
    elif "from" in facts and "to" in facts:
        yield f"{names.departments.get(facts['from'] or 0, '—')} → {names.departments.get(facts['to'], '—')}"
    if facts.get("left_date"):
        yield str(formats.day(date.fromisoformat(facts["left_date"])))
    if facts.get("label"):
        yield str(facts["label"])
    if facts.get("ended"):
        yield _("Ended: %(roles)s") % {"roles": _(", ").join(names.roles.get(code, code) for code in facts["ended"])}
    for name, pair in (facts.get("changes") or {}).items():
        yield from _change(name, pair, names)
    if verdict := facts.get("verdict"):
        yield str(GlassVerdict(verdict).label)
    if event.reason:
        yield _("“%(words)s”") % {"words": event.reason}
    if number := facts.get(audit.BREAK_GLASS):
        yield f"{audit.fact_label(audit.BREAK_GLASS)} {number}"


def _days(facts: dict[str, Any]) -> str:
    shown = [
        str(formats.day(date.fromisoformat(day))) for name in ("start_date", "end_date") if (day := facts.get(name))
    ]
    return " – ".join(shown)


def _change(name: str, pair: list[Any], names: _Names) -> Iterable[str]:
    if name == "permissions":
        old, new = set(pair[0]), set(pair[1])
        if added := new - old:
            yield _("Added: %(what)s") % {"what": _(", ").join(map(permission_label, sorted(added)))}
        if taken := old - new:
            yield _("Taken out: %(what)s") % {"what": _(", ").join(map(permission_label, sorted(taken)))}
        return
    if name in {"manager_id", "deputy_id"}:
        shown = [names.people.get(pk or 0, formats.NOTHING) for pk in pair]
    elif name == "requires_second_factor":
        shown = [_("yes") if value else _("no") for value in pair]
    elif name == "status":
        shown = [str(DepartmentStatus(value).label) for value in pair]
    else:
        shown = [str(value) if value not in (None, "") else formats.NOTHING for value in pair]
    yield f"{audit.field_label(name) or name} {shown[0]} → {shown[1]}"


def alone(role: Role) -> str:
    """What a role approves alone: an amount, any amount, or nothing."""
    if role.approve_limit is None:
        return _("any amount")
    return formats.amount(role.approve_limit) if role.approve_limit > ZERO else formats.NOTHING
