"""The list of permissions an installation can build roles from (ORG-04). Apps add theirs in `apps.py`."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing a role can allow. `code` is stored, `label` is shown, `area` groups it on the role page."""

    code: str
    label: str | Promise
    area: str


_registered: dict[str, Permission] = {}


def register(area: str, *permissions: tuple[str, str | Promise]) -> None:
    """Add an app's permissions; a code registered twice is a programming error."""
    for code, label in permissions:
        if code in _registered and _registered[code].area != area:
            raise ValueError(f"permission {code!r} is registered twice")
        _registered[code] = Permission(code=code, label=label, area=area)


def registered() -> dict[str, Permission]:
    """All permissions by code, in order of registration."""
    return dict(_registered)
