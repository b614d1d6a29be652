"""Transfer slips and feedback sheets on paper, in both languages (MKT-02, MKT-03)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.utils import translation

from core import press
from feedback.models import FeedbackSheet
from reports.papers import page
from tests.factories import feedback as making
from tests.factories import organization as cast
from tests.reports.test_papers import content_of, pages_of, solid

pytestmark = [pytest.mark.django_db, pytest.mark.rule("MKT-02", "MKT-03")]


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", ("Market information transfer slip", "Important", "Feedback of the departments")),
        ("zh-hans", ("市场信息传递单", "重要", "各部门反馈")),
    ],
)
def test_a_slip_and_its_sheet(company, owner, manager, language, wanted):
    screener = cast.member(company.company, "information_manager", company_wide=True, name_zh="罗佳")
    vice = cast.member(company.company, "vice_general_manager", company_wide=True, name_zh="高远")
    info = making.kept(making.reported(owner), screener, importance=2)
    slip = making.dispatched(info, owner, [company.service], screener, vice)
    sheet = making.given(FeedbackSheet.objects.get(slip=slip), manager)

    with translation.override(language):
        contents = [
            content_of(manager, "transfer_slip", id=slip.pk), content_of(manager, "market_feedback", id=sheet.pk)
        ]  # fmt: skip
        drawn = [solid("".join(pages_of(content))) for content in contents]
        if folder := os.environ.get("SHOTS"):
            for name, content in zip(("slip", "sheet"), contents, strict=True):
                with press.drawn(page.page(content)) as result:
                    Path(folder, f"{name}-{language}.pdf").write_bytes(result.file.read())

    for words in (slip.number, "罗佳", "高远", *wanted):
        assert solid(words) in drawn[0]
    assert solid(sheet.answer) in drawn[1]
