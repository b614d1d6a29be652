"""Fields and serializers that all resources share: amounts as strings, states with labels, versions, reasons."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from core.api.parsers import is_storable
from core.money import rounded

BIGGEST_ID = 2**63 - 1
"""The largest number the database gives a row."""
FIRST_YEAR, LAST_YEAR = 2000, 2200
Day = TypeVar("Day", bound=date)
_PLAIN = re.compile(r"-?[0-9]*\.?[0-9]*")


class IdField(serializers.IntegerField):
    """The id of another row. What no row can have is refused with the field's name and never asked for (QLT-42)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 1)
        kwargs.setdefault("max_value", BIGGEST_ID)
        nothing = gettext_lazy("There is no such thing.")
        kwargs.setdefault("error_messages", dict.fromkeys(("min_value", "max_value", "max_string_length"), nothing))
        super().__init__(**kwargs)


def _meant(day: Day) -> Day:
    """A day or moment within the years a calendar here knows. Raises ValidationError."""
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise serializers.ValidationError(gettext_lazy("Write a day between 2000 and 2199."))
    return day


class DayField(serializers.DateField):
    """A day somebody means: within the years a calendar here knows."""

    def to_internal_value(self, value: Any) -> date:
        return _meant(super().to_internal_value(value))


class MomentField(serializers.DateTimeField):
    """A moment somebody means, within the same years: before 1901 clocks here differed by parts of a minute, which no
    program reads.
    """

    def to_internal_value(self, value: Any) -> datetime:
        return _meant(super().to_internal_value(value))


class PlainDecimalField(serializers.DecimalField):
    """A number as the description writes it: digits and a point. Neither 1e9 nor the digits of another script, which
    Python reads too.
    """

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str) and _PLAIN.fullmatch(data.strip()) is None:
            self.fail("invalid")
        return super().to_internal_value(data)


class AmountSerializerField(PlainDecimalField):
    """An amount as a string with two decimals, "9860.00"; stands beside `currency` (api.md, GEN-01).

    Takes strings and numbers with at most two decimals; negative ones only with `signed=True`.
    """

    def __init__(self, *, signed: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 18)
        kwargs.setdefault("decimal_places", 2)
        if not signed and not kwargs.get("read_only"):
            kwargs.setdefault("min_value", Decimal(0))
        super().__init__(coerce_to_string=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        return f"{rounded(value if isinstance(value, Decimal) else Decimal(str(value))):f}"


class RateSerializerField(PlainDecimalField):
    """A tax rate as a fraction in a string: "0.13"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 5)
        kwargs.setdefault("decimal_places", 4)
        kwargs.setdefault("min_value", Decimal(0))
        kwargs.setdefault("max_value", Decimal(1))
        super().__init__(coerce_to_string=True, normalize_output=True, **kwargs)


class TaxRateSerializerField(RateSerializerField):
    """The tax rate of a line: a fraction below one (GEN-02)."""

    def __init__(self, **kwargs: Any) -> None:
        sentence = gettext_lazy("A tax rate is a fraction from 0 to below 1, such as 0.13 for 13 percent.")
        kwargs.setdefault("max_value", Decimal("0.9999"))
        kwargs.setdefault("error_messages", dict.fromkeys(("min_value", "max_value", "max_whole_digits"), sentence))
        super().__init__(**kwargs)


class LabelField(serializers.CharField):
    """The translated label of a choice: `LabelField(source="get_state_display")`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["read_only"] = True
        super().__init__(**kwargs)


class CurrencyField(serializers.CharField):
    """The currency the amounts beside it are in: the document's own, or the installation's (GEN-01). For a line `of`
    names the document it is of.
    """

    def __init__(self, *, of: str = "", **kwargs: Any) -> None:
        self.of = of
        kwargs["read_only"] = True
        kwargs["source"] = "*"
        super().__init__(**kwargs)

    def to_representation(self, value: Any) -> str:
        value = getattr(value, self.of) if self.of else value
        return str(getattr(value, "currency", "") or settings.BASE_CURRENCY)


class Input(serializers.Serializer[Any]):
    """Base of what is sent: fields it does not know are refused, so that a misspelt one does not pass unnoticed."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            known = {name for name, field in self.fields.items() if not field.read_only}
            unknown = sorted(str(name) for name in data if name not in known)
            if unknown:
                self.fail_unknown(unknown)
        return super().to_internal_value(data)

    @staticmethod
    def fail_unknown(names: list[str]) -> None:
        """Name the fields that do not exist here."""
        raise serializers.ValidationError(
            {name if is_storable(name) else "non_field_errors": [_("There is no such field.")] for name in names}
        )


class VersionedInput(Input):
    """A change of a draft: `version` is the one it was read at; a stale one gives 409 `stale_document` (GEN-04).

    A `PATCH` must name it: without it somebody else's change would be overwritten unseen. A move may leave it out: the
    state it starts from is looked at under the lock anyway.
    """

    version = serializers.IntegerField(min_value=1, max_value=2_147_483_647, required=False)

    def to_internal_value(self, data: Any) -> Any:
        if self.partial and "version" in self.fields and isinstance(data, dict) and "version" not in data:
            sentence = _(
                "Send the version you read this at: without it, what others changed since could be overwritten."
            )
            raise serializers.ValidationError({"version": [sentence]})
        return super().to_internal_value(data)


class LinesField(serializers.ListField):
    """The lines of a document. A change sends whole lines: what `PATCH` may leave out of a document it may
    not leave out of a line.
    """

    def run_child_validation(self, data: list[Any]) -> list[Any]:
        whole: Any = type(self.child)
        found: list[Any] = []
        errors: dict[Any, Any] = {}
        for position, item in enumerate(data):
            line = whole(data=item, context=self.context)  # on its own: not partial as its document may be
            if line.is_valid():
                found.append(line.validated_data)
            else:
                errors[position] = line.errors
        if errors:
            raise serializers.ValidationError(errors)
        return found


class ReasonIn(Input):
    """The body of a move: a reason, needed where the rule asks for one (GEN-06), and the version that was looked at."""

    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(min_value=1, max_value=2_147_483_647, required=False)


class DocumentOut(serializers.Serializer[Any]):
    """What every document shows."""

    id = serializers.IntegerField(read_only=True)
    number = serializers.CharField(read_only=True, allow_null=True)
    state = serializers.CharField(read_only=True)
    state_label = LabelField(source="get_state_display")
    version = serializers.IntegerField(read_only=True)
    created_by = serializers.IntegerField(source="created_by_id", read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    submitted_at = serializers.DateTimeField(read_only=True, allow_null=True)
    currency = CurrencyField()
