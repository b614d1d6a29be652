"""What a token may be used for: reading, writing, deciding (api.md). A browser's session may do all its person may."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from core.errors import NotAllowed

READ: Final = "read"
WRITE: Final = "write"
DECIDE: Final = "decide"
SCOPES = {READ: _("Read"), WRITE: _("Write"), DECIDE: _("Decide")}


class ScopeMissing(NotAllowed):
    """The token is not meant for this."""

    code = "scope_missing"
    text = _("This token may not be used for this; it lacks “%(scope)s”.")


def require(request: Request, scope: str) -> None:
    """Refuse what the caller's token is not meant for. The authentication class puts the token into `request.auth`,
    with its `scopes`; without a token (session) everything is open. Raises ScopeMissing."""
    if request.auth is not None and scope not in getattr(request.auth, "scopes", ()):
        raise ScopeMissing(scope=scope)
