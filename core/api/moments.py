"""A moment as a parameter: `as_of` (LED-07)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

EARLIEST, LATEST = 2000, 2200


class MomentField(forms.CharField):
    """A moment in ISO 8601, in the installation's zone where it names none; a date alone is the end of that day."""

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            moment = parse_datetime(text if "T" in text else f"{text}T23:59:59.999999")
        except ValueError:
            moment = None
        if moment is None or not EARLIEST <= moment.year < LATEST:
            raise forms.ValidationError(_("Write a date or a time with its zone: 2026-03-31, 2026-03-31T18:00:00Z."))
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


@extend_schema_field(OpenApiTypes.DATETIME)
class MomentFilter(django_filters.Filter):  # type: ignore[misc]
    """Narrows by a moment; a date alone is the end of that day."""

    field_class = MomentField
