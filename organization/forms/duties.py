"""From which day on changes are shown (ORG-07)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.list_filters import FilterForm
from organization.forms import fields


class SinceForm(FilterForm):
    """A day; empty for the last thirty."""

    since = fields.DayField(label=_("Changes since"), required=False)
