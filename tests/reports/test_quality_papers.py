"""The reports of a complaint on paper, in both languages (CMP-07)."""

from __future__ import annotations

import pytest
from django.utils import translation

from corrective.models import EffectReport
from corrective.selectors.actions import actions_about
from tests.factories import complaints as grievances
from tests.factories import corrective as measures
from tests.factories import customers as serving
from tests.factories import organization as cast
from tests.reports.test_papers import content_of, pages_of, solid

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CMP-07")]


@pytest.mark.parametrize(("language", "heads"), [
    ("zh-hans", ("质量责任认定报告", "不合格品鉴定报告", "纠正与预防措施计划", "追踪检查记录", "效果鉴定报告")),
    ("en", ("Report on liability", "Non-conformance report", "Plan of corrective and preventive measures",
            "Record of follow-up checks", "Report on the effect of measures")),
])  # fmt: skip
def test_each_report_prints(company, manager, owner, language, heads):
    handler = cast.member(company.other, "customer_service", company_wide=True, name_zh="林晓")
    expert = cast.member(company.company, "expert", company_wide=True, name_zh="郑工")
    panellist = cast.member(company.company, "planning_centre", company_wide=True, name_zh="沈浩")
    complaint = grievances.recorded(handler, serving.customer(manager, "沈阳恒通机械有限公司"), company.service)
    ours = grievances.confirmed(complaint, manager, expert, company.service)
    nonconformance = grievances.issued(ours, handler, expert)
    action = actions_about("complaint", ours.pk).get()
    measures.running(action, manager, owner, expert)
    measures.carried_out(action, owner, handler)
    measures.verified(action, panellist, expert)
    effect = EffectReport.objects.get(round__action=action)
    papers = (
        ("liability_report", ours.liability_reports.get(), ("轴承缺油", "沈阳恒通机械有限公司")),
        ("nonconformance_report", nonconformance, ("主轴轴承", "郑工")),
        ("capa_plan", action, ("保养表缺少润滑周期", ours.number)),
        ("follow_up_record", action, ("现场确认措施已落实",)),
        ("effect_report", effect, ("投诉 3 → 0",)),
    )

    with translation.override(language):
        for (code, document, said), head in zip(papers, heads, strict=True):
            page = solid("".join(pages_of(content_of(handler, code, id=document.pk))))
            for words in (head, document.number, *said):
                assert solid(words) in page, (code, words)
