"""How control is put into a few words: the window and what happens beyond it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from budgets.choices import ControlAction, ControlScope
from core import formats


def control_words(scope: str, action: str, month: int) -> str:
    """The window and what happens beyond it: 累计至 9 月 · 超出停止."""
    actions = {
        ControlAction.STOP: _("stops when over"),
        ControlAction.WARN: _("flagged when over"),
        ControlAction.ESCALATE: _("GM decides when over"),
        ControlAction.RECORD: _("recorded when over"),
    }
    return f"{window_words(scope, month)} · {actions[ControlAction(action)]}"


def window_words(scope: str, month: int) -> str:
    """The window up to a month: 累计至 9 月."""
    windows = {
        ControlScope.MONTH: _("%(month)s only"),
        ControlScope.QUARTER_TO_DATE: _("quarter to %(month)s"),
        ControlScope.YEAR_TO_DATE: _("year to %(month)s"),
        ControlScope.YEAR: _("whole year"),
    }
    return windows[ControlScope(scope)] % {"month": formats.month_name(month)}
