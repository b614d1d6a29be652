"""What a plan lacks, and how far up lateness goes, as docs/rules/corrective.md tells it."""

from __future__ import annotations

from datetime import date

import pytest

from corrective.choices import CauseMethod, MeasureKind
from corrective.rules import lateness
from corrective.rules.plans import Planned, missing

pytestmark = pytest.mark.rule("CMP-05")
DAY = date(2026, 9, 30)
BOTH = (MeasureKind.CORRECTIVE, MeasureKind.PREVENTIVE)
WHOLE = {
    "method": CauseMethod.FIVE_WHY, "causes": 2, "root_cause": "缺少润滑周期", "effect_measure": "投诉为零",
    "kinds": BOTH, "due": (DAY,),
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({}, ()),
        ({"causes": 1}, ("causes",)),
        ({"causes": 1, "method": CauseMethod.FISHBONE}, ()),
        ({"causes": 0, "method": CauseMethod.FISHBONE}, ("causes",)),
        ({"root_cause": ""}, ("root_cause",)),
        ({"kinds": (MeasureKind.PREVENTIVE,)}, ("corrective",)),
        ({"kinds": (MeasureKind.CORRECTIVE,)}, ("preventive",)),
        ({"due": (DAY, date(2026, 9, 29))}, ("past",)),
        ({"effect_measure": ""}, ("effect",)),
        (
            {"causes": 0, "root_cause": "", "kinds": (), "due": (), "effect_measure": ""},
            ("causes", "root_cause", "corrective", "preventive", "effect"),
        ),
    ],
)
def test_what_a_plan_lacks(change, lacks):
    assert missing(Planned(**(WHOLE | change)), on=DAY) == lacks


@pytest.mark.parametrize(("days", "level"), [(-1, 0), (0, 0), (1, 1), (2, 1), (3, 2), (5, 2), (6, 3), (40, 3)])
def test_how_far_up_lateness_goes(days, level):
    assert lateness.level(days, manager_after=3, above_after=6) == level
