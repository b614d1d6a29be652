"""Market information and surveys for tests, made the way the application makes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from customers.models import Customer
from feedback.models import FeedbackSheet, MarketInfo, Survey, TransferSlip
from feedback.services import market, sheets, slips, surveys
from feedback.services.inputs import AnswerInput, InfoInput, ScreenInput, SheetInput, SlipInput, SurveyInput
from organization.models import Department, Person
from tests.factories.approvals import decide
from tests.factories.expenses import case_of
from tests.factories.organization import actor_of


def reported(reporter: Person, *, at: datetime | None = None, **fields: Any) -> MarketInfo:
    """A piece of information somebody reported."""
    given = {
        "title": "竞品推出延保套餐", "content": "对手对新机提供三年延保，含两次上门保养。", "info_kind": "COMPETITOR",
        "origin": "OUTSIDE", "source": "客户采购经理", "reliability": "B",
    } | fields  # fmt: skip
    return market.report(draft=InfoInput(**given), actor=actor_of(reporter), at=at or timezone.now())


def kept(info: MarketInfo, screener: Person, *, importance: int = 3, reliability: str = "B") -> MarketInfo:
    """Screened and graded."""
    verdict = ScreenInput(info.info_kind, reliability, importance)
    return market.screen(info_id=info.pk, verdict=verdict, actor=actor_of(screener), at=timezone.now())


def written(
    info: MarketInfo, writer: Person, departments: Iterable[Department], *, at: datetime | None = None, **fields: Any
) -> TransferSlip:
    """The slip being reviewed."""
    given = {"summary": info.content, "request": "请评估影响并提出对策", "answer_days": 5} | fields
    draft = SlipInput(department_ids=[one.pk for one in departments], **given)
    return slips.write(info_id=info.pk, draft=draft, actor=actor_of(writer), at=at or timezone.now())


def dispatched(
    info: MarketInfo, writer: Person, departments: Iterable[Department], *deciders: Person,
    at: datetime | None = None, **fields: Any,
) -> TransferSlip:  # fmt: skip
    """The slip approved by each in turn."""
    slip = written(info, writer, departments, at=at, **fields)
    for one in deciders:
        decide(case_of(slip), one, at=at)
    return TransferSlip.objects.get(pk=slip.pk)


def given(sheet: FeedbackSheet, leader: Person, answer: str = "已评估，建议推出同类套餐") -> FeedbackSheet:
    """A department's feedback."""
    return sheets.give(
        sheet_id=sheet.pk, given=SheetInput(answer, "下月提出方案"), actor=actor_of(leader), at=timezone.now()
    )


def sent(sender: Person, customer: Customer, *, at: datetime | None = None, **fields: Any) -> Survey:
    """A survey that waits for its answer."""
    draft = SurveyInput(customer.pk, **({"survey_kind": "SERVICE", "about": "9月20日上门维修"} | fields))
    return surveys.send(draft=draft, actor=actor_of(sender), at=at or timezone.now())


def answered(
    survey: Survey, clerk: Person, score: int, recommend: int | None = None, *, at: datetime | None = None
) -> Survey:
    """Entered after a call."""
    answer = AnswerInput(score, recommend, "谢谢")
    return surveys.enter(survey_id=survey.pk, given=answer, actor=actor_of(clerk), at=at or timezone.now())
