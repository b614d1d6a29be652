"""Market research reports: written, issued, found, printed, taken back (CUS-02)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from agreements.choices import ResearchState
from agreements.models import ResearchReport
from agreements.selectors.research import ResearchQuestion, research_found, research_visible_to
from agreements.services import leads, research
from agreements.services.inputs import LeadInput, ResearchInput
from core import paper, search_index
from core.errors import InvalidInput, NotAllowed, ReasonMissing, StaleDocument, WrongState
from reports.papers import registry
from tests.factories import agreements as making
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CUS-02")]
PICTURES = Path("/tmp/h2")


@pytest.fixture
def report(clerk):
    return making.researched(clerk)


def issued(report, person):
    return research.issue(report_id=report.pk, actor=actor_of(person), at=timezone.now())


def test_it_takes_its_number_when_it_is_issued_and_then_stays(report, clerk):
    assert report.number is None

    done = issued(report, clerk)

    assert (done.state, done.issued_by) == (ResearchState.ISSUED, clerk)
    assert done.number == f"MR-{timezone.localdate().year}-0001"
    with pytest.raises(WrongState):
        issued(report, clerk)
    with pytest.raises(WrongState):
        changed(report, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResearchReport.objects.filter(pk=report.pk).update(number=None)


def changed(report, person, version=None, **fields):
    names = ("title", "market", "since", "until", "method", "demand", "rivals", "advice")
    said = {name: getattr(report, name) for name in names} | {"title": "改过的标题"} | fields
    return research.change(
        report_id=report.pk, report=ResearchInput(**said), actor=actor_of(person), at=timezone.now(), version=version
    )


def test_a_draft_is_changed_by_who_sells_and_not_from_a_stale_page(report, clerk, finance_officer):
    changed(report, clerk, version=report.version)
    with pytest.raises(StaleDocument):
        changed(report, clerk, version=report.version)
    with pytest.raises(NotAllowed):
        changed(report, finance_officer)
    assert making.again(report).title == "改过的标题"


@pytest.mark.parametrize("missing", ["title", "market", "method", "demand", "advice"])
def test_it_says_what_a_report_says(clerk, missing):
    with pytest.raises(InvalidInput):
        making.researched(clerk, **{missing: "  "})
    assert not ResearchReport.objects.exists()


def test_its_days_are_in_order_and_over(clerk):
    today = timezone.localdate()
    for since, until in ((today, today - timedelta(days=1)), (today, today + timedelta(days=1))):
        with pytest.raises(InvalidInput):
            making.researched(clerk, since=since, until=until)


def test_it_names_a_lead_its_writer_sees(clerk, manager, outsider):
    lead = leads.record(lead=LeadInput("东方机床厂", "年度维保"), actor=actor_of(manager), at=timezone.now())

    assert making.researched(clerk, lead_id=lead.pk).lead == lead
    with pytest.raises(InvalidInput):
        making.researched(clerk, lead_id=lead.pk + 1000)
    with pytest.raises(NotAllowed):
        making.researched(outsider)


def test_withdrawing_needs_a_reason_and_keeps_it_readable(report, clerk, outsider):
    issued(report, clerk)
    with pytest.raises(ReasonMissing):
        research.withdraw(report_id=report.pk, reason=" ", actor=actor_of(clerk), at=timezone.now())
    research.withdraw(report_id=report.pk, reason="数据有误", actor=actor_of(clerk), at=timezone.now())

    assert research_visible_to(actor_of(clerk)).get().state == ResearchState.WITHDRAWN
    assert not research_visible_to(actor_of(outsider)).exists()


@pytest.mark.rule("GEN-12")
def test_it_is_found_by_what_it_says(report, clerk):
    search_index.refresh_all()
    for words in ("精度检测", "沈阳机床展", "本地公司"):
        assert list(research_found(actor_of(clerk), ResearchQuestion(words=words))) == [report]


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "市场调研报告"), ("en", "Market research report")])
def test_it_prints_in_both_languages(report, clerk, language, title):
    issued(report, clerk)
    with translation.override(language):
        content = registry.get("research_report", "pdf").content({"id": str(report.pk)}, actor_of(clerk))

    assert content.title == title
    told = "".join(text for one in content.sections for text in getattr(one, "paragraphs", ()))
    assert "精度检测套餐" in told
    if PICTURES.is_dir():
        pdf = paper.drawn("research_report", {"id": str(report.pk)}, language=language, person_id=clerk.pk)
        (PICTURES / f"research-{language}.pdf").write_bytes(pdf)
