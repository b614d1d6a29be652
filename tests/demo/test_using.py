"""The demo has something on every page: delegations, ceilings, leaves to exceed, views, questions, imports … (QLT-55)."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from approvals.models import Asked, Decision, Delegation, Step
from budgets.models import Ceiling, ControlOverride
from budgets.services import years
from core import jobs
from core.models import Attachment, Comment, SavedView, Webhook
from demo import using
from demo.spending import Spending
from demo.stage import Stage, moment
from organization.models import Person, StaffImport
from reports.models import ReportRun

pytestmark = [pytest.mark.django_db, pytest.mark.rule("QLT-55")]


@pytest.mark.parametrize("stage", [("SVC", "CSD", "WHS", "QLT", "AUT", "HYD")], indirect=True)
def test_every_page_has_something_to_show(stage: Stage, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    today = date(2024, 4, 2)
    with translation.override("zh-hans"):
        years.create_year(year=2025, actor=stage.actor("finance_manager"), at=moment(date(2024, 3, 1)))
        using.set_ceilings(stage, year=2025, today=today)
        using.live(stage, Spending(stage), today=today)
        jobs.run_all_waiting()

    assert Ceiling.objects.filter(category=None).count() == 6
    assert {given.ended_at is None for given in ControlOverride.objects.all()} == {True, False}
    assert Delegation.objects.count() == 2
    assert {asked.answered_at is None for asked in Asked.objects.all()} == {True, False}
    assert Step.objects.filter(added="BEFORE").exists()
    assert Decision.objects.filter(verdict="REMARKS").exists()
    assert Attachment.objects.count() == 2
    assert Comment.objects.filter(text__contains="去年合同").exists()
    assert set(StaffImport.objects.values_list("state", flat=True)) == {"APPLIED", "CHECKED"}
    assert Person.objects.filter(username__in=("ma_chao", "guan_yue")).count() == 2
    assert SavedView.objects.count() == len(using.VIEWS)
    assert not Webhook.objects.get().is_active
    assert ReportRun.objects.get().state == "DONE"
