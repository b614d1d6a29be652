"""What is added to a customer, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def adding(part: str) -> str:
    """The title of the page that adds it."""
    return {"contact": _("New contact"), "address": _("New address"), "machine": _("New machine")}[part]
