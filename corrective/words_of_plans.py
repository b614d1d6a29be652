"""What a plan lacks, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from corrective.rules.plans import FEWEST_WHYS


def words_of(missing: Iterable[str]) -> str:
    """The codes of `rules.plans.missing` as one phrase."""
    said = {
        "causes": _("the chain of causes (at least %(number)s whys, or one cause on the fishbone)")
        % {"number": FEWEST_WHYS},
        "root_cause": _("the root cause"),
        "corrective": _("a corrective measure"),
        "preventive": _("a preventive measure"),
        "past": _("days that do not lie in the past"),
        "effect": _("how the effect will be measured"),
    }  # fmt: skip
    return _(", ").join(said[code] for code in missing)
