"""Ids in a body must be of something that exists: a 400 with the field's name, not a crash."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from core.api.fields import BIGGEST_ID


def existing(model: type[Model], **ids: int | None) -> None:
    """Refuse ids without a row. Raises ValidationError."""
    wanted = {pk for pk in ids.values() if pk is not None and 0 < pk <= BIGGEST_ID}
    rows: Any = model._default_manager.filter(pk__in=wanted)  # noqa: SLF001
    found = set(rows.values_list("pk", flat=True))
    bad = {name: [_("There is no such thing.")] for name, pk in ids.items() if pk is not None and pk not in found}
    if bad:
        raise ValidationError(bad)
