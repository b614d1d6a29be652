"""The record of a review prints in both languages (CUS-10, RPT-41)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone, translation

from agreements.services import reviews
from core import paper
from reports.papers import registry
from tests.factories import agreements as making
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CUS-10")]
PICTURES = Path("/tmp/wagree")


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "协议评审记录"), ("en", "Agreement review record")])
def test_the_record_says_what_each_part_answered(clerk, customer, panel, language, words):
    review = making.answered(
        making.started(making.large(clerk, customer), clerk, panel.division_manager), panel, finance="NO"
    )
    reviews.overrule(review_id=review.pk, reason="战略客户", actor=actor_of(panel.gm), at=timezone.now())
    making.concluded(making.again(review), panel)

    with translation.override(language):
        content = registry.get("agreement_review", "pdf").content({"id": str(review.pk)}, actor_of(clerk))

    assert content.title == words
    answers = next(one for one in content.sections if getattr(one, "columns", None))
    rows = [row.cells for row in answers.rows]
    assert len(rows) == 5
    assert {row[3] for row in rows} == {one.name for one in panel.answers.values()}
    told = [str(value) for one in content.sections for _label, value in getattr(one, "pairs", ())]
    assert any("战略客户" in one for one in told)
    if PICTURES.is_dir():
        pdf = paper.drawn("agreement_review", {"id": str(review.pk)}, language=language, person_id=clerk.pk)
        (PICTURES / f"record-{language}.pdf").write_bytes(pdf)
