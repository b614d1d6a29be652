"""The stage small stories of the demo are told on."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from budgets.services import years
from demo import founding, plan, planning
from demo.stage import Stage, moment

SMALL = ("CSD", "WHS")
"""Two departments, one with purchases that need a request: the others go the same ways."""


@pytest.fixture
def stage(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, ledger_partitions: object) -> Stage:
    """The company founded, its year of 2024 budgeted and open; for the departments the test names, else the small ones."""
    codes = getattr(request, "param", SMALL)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2024, 4, 2, 2, tzinfo=UTC))
    monkeypatch.setattr(plan, "YEARLY", {code: plan.YEARLY[code] for code in codes})
    monkeypatch.setattr(planning, "AUTHORS", {code: planning.AUTHORS[code] for code in codes})
    with translation.override("zh-hans"):
        founding.found(at=moment(date(2023, 10, 8), 9))
        stage = Stage()
        years.create_year(year=2024, actor=stage.actor("finance_manager"), at=moment(date(2023, 10, 8), 10))
        planning.approve_year(stage, year=2024, age=2)
        opened = stage.year(2024)
        years.open_year(year_id=opened.pk, actor=stage.actor("finance_manager"), at=moment(date(2023, 12, 28)))
    return stage
