"""A difference and the word it says (GEN-05b): colour only repeats what the word and the sign have said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import formats

_SAYS_SOMETHING = re.compile("[1-9]")
HEAT_STEPS = (Decimal("0.02"), Decimal("0.05"), Decimal("0.10"))


@dataclass(frozen=True)
class Variance:
    """Actual less budget on a line. A cost above budget and an income below it are unfavourable.

    `unit` is amount, amount0, wan or percent; for percent the value is a share (0.084).
    """

    value: Any
    income: bool = False
    unit: str = "amount"
    share: Any = None

    @cached_property
    def exact(self) -> Decimal | None:
        return formats.as_decimal(self.value)

    @cached_property
    def figure(self) -> str:
        """The size without a sign: the word carries the direction."""
        exact = self.exact
        if exact is None:
            return formats.NOT_APPLICABLE if self.unit == "percent" else formats.NOTHING
        shown = {"amount0": formats.amount0, "wan": formats.wan, "percent": formats.percent}.get(
            self.unit, formats.amount
        )
        return shown(abs(exact))

    @cached_property
    def is_zero(self) -> bool:
        """Whether nothing is left of it at the places shown: a difference of 0.0 has no word."""
        return self.exact is None or _SAYS_SOMETHING.search(self.figure) is None

    @property
    def is_unfavourable(self) -> bool:
        exact = self.exact or Decimal(0)
        return exact < 0 if self.income else exact > 0

    @property
    def tone(self) -> str:
        return "mute" if self.is_zero else "unf" if self.is_unfavourable else "fav"

    @property
    def icon(self) -> str:
        exact = self.exact or Decimal(0)
        return "equal" if self.is_zero else "trending-up" if exact > 0 else "trending-down"

    @property
    def judgement(self) -> str:
        """有利 or 不利, for sentences and badges."""
        if self.is_zero:
            return _("On budget")
        return _("Unfavourable") if self.is_unfavourable else _("Favourable")

    @property
    def phrase(self) -> str:
        """超 32.2 or 省 5.4 beside cost figures, 低 or 高 for income; 32.2 U or 5.4 F in English."""
        if self.is_zero:
            return self.figure
        exact = self.exact or Decimal(0)
        if self.income:
            text = (
                pgettext("income variance", "%(figure)s F")
                if exact > 0
                else pgettext("income variance", "%(figure)s U")
            )
        else:
            text = pgettext("cost variance", "%(figure)s U") if exact > 0 else pgettext("cost variance", "%(figure)s F")
        return text % {"figure": self.figure}

    @property
    def heat_class(self) -> str:
        """The heat-map step of a share; empty where there is no budget to compare with."""
        if self.exact is None:
            return ""
        size = abs(self.exact)
        step = sum(size >= edge for edge in HEAT_STEPS)
        if step == 0:
            return "sh-heat-mid"
        return f"sh-heat-{'unf' if self.is_unfavourable else 'fav'}-{step}"

    def html(self) -> SafeString:
        """The phrase, coloured; read aloud with the whole word in English, where F and U are short."""
        tone = "none" if self.is_zero else self.tone
        share = formats.as_decimal(self.share)
        tail = (
            f" ({formats.percent(abs(share))})"
            if share is not None and not formats.is_chinese()
            else (f"（{formats.percent(abs(share))}）" if share is not None else "")
        )
        return format_html(
            '<span class="sh-var sh-var-{}" title="{}">{}{}</span>',
            tone,
            "" if self.is_zero else self.judgement,
            self.phrase,
            tail,
        )
