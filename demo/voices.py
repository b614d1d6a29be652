"""What customers say and ask for: a year's complaints, word from the market, surveys, leads, agreements (QLT-55)."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from agreements.models import Agreement
from agreements.services import agreements, leads, research, reviews
from agreements.services import plans as service_plans
from agreements.services.inputs import (
    AgreementInput,
    ContactInput,
    LeadInput,
    LineInput,
    RequirementInput,
    ResearchInput,
    SignatureInput,
    StageInput,
    VersionInput,
)
from agreements.services.inputs import PlanInput as ServicePlanInput
from customers.models import Customer
from demo import grievances
from demo.selling import Selling
from demo.stage import Stage, moment
from feedback.models import TransferSlip
from feedback.services import asking, market, sheets, slips, surveys
from feedback.services.inputs import AnswerInput, InfoInput, ScreenInput, SheetInput, SlipInput, SurveyInput

D = Decimal
HANDLER, LEADER, SELLER = "customer_service", "service_manager", "salesperson"


def speak(stage: Stage, selling: Selling, *, today: date) -> None:
    """All of it, up to this morning."""
    grievances.complain(stage, selling, today=today)
    _market(stage, today)
    _surveys(stage, selling, today)
    _agreements(stage, selling, today)
    _leads(stage, today)
    _served(stage, selling.home[2], today)
    _research(stage, today)


def _market(stage: Stage, today: date) -> None:
    """Reported, screened, passed on, answered; one is new (MKT-01 to MKT-04)."""
    screener = stage.actor("information_manager")
    for ago, title, content, kind in (
        (34, "竞品推出三年延保", "对手对新机提供三年延保，含两次上门保养。", "COMPETITOR"),
        (12, "客户询问旧机数控改造", "五家客户询问旧机换装数控系统的报价与周期。", "NEED"),
        (2, "出口管制清单调整", "部分伺服驱动器出口需新增许可。", "POLICY"),
    ):
        day = today - timedelta(days=ago)
        info = market.report(
            draft=InfoInput(title, content, kind, "OUTSIDE", "展会与客户拜访", "B"),
            actor=stage.actor(HANDLER if kind == "NEED" else SELLER), at=moment(day, 9),
        )  # fmt: skip
        if ago == 2:
            return
        market.screen(
            info_id=info.pk, verdict=ScreenInput(kind, "B", 2), actor=screener, at=moment(day + timedelta(days=1), 9)
        )
        slip = slips.write(
            info_id=info.pk,
            draft=SlipInput(
                content, "请评估影响，提出对策", [stage.department(code).pk for code in ("SVC", "CNC", "AUT")], 5
            ),
            actor=screener, at=moment(day + timedelta(days=1), 10),
        )  # fmt: skip
        stage.decide_all(kind=TransferSlip.kind, document_id=slip.pk, at=moment(day + timedelta(days=2), 10))
        for sheet in slip.sheets.order_by("pk")[: 3 if ago > 20 else 1]:
            sheets.give(
                sheet_id=sheet.pk, given=SheetInput("已评估，建议推出同类套餐", "下月提出方案"),
                actor=stage.actor(stage.by_id[sheet.department.manager_id or 0].username),
                at=moment(day + timedelta(days=5), 15),
            )  # fmt: skip


def _surveys(stage: Stage, selling: Selling, today: date) -> None:
    """Two a month were answered; one bad score waits for a call (CMP-20)."""
    dice = random.Random(20260103)  # noqa: S311 — a story, not a secret
    asker = stage.actor(HANDLER)
    asking.wish(
        customer_id=selling.home[7].pk, left_out=True, reason="客户要求不再收到问卷", actor=asker,
        at=moment(today - timedelta(days=100), 10),
    )  # fmt: skip
    for number in range(24):
        day = today - timedelta(days=345 - number * 15)
        customer = selling.home[dice.randrange(len(selling.home))]
        sent = surveys.send(
            draft=SurveyInput(customer.pk, *(("SERVICE", "上门维修") if number % 3 else ("PARTS", "备件交付"))),
            actor=asker, at=moment(day, 9),
        )  # fmt: skip
        if number == 23:
            return
        is_bad = number in {7, 22}
        score, recommend = (2, 3) if is_bad else (dice.choice((3, 4, 4, 5, 5, 5)), dice.choice((6, 7, 8, 9, 9, 10, 10)))
        surveys.enter(
            survey_id=sent.pk, given=AnswerInput(score, recommend, "等待时间太长" if is_bad else ""), actor=asker,
            at=moment(day + timedelta(days=2), 15),
        )  # fmt: skip


def _agreements(stage: Stage, selling: Selling, today: date) -> None:
    """One runs with its service plan, one ends soon, a large one is under review (CUS-03, CUS-10, CUS-30)."""
    running = _signed(stage, selling.home[1], today - timedelta(days=160))
    _signed(stage, selling.home[4], today - timedelta(days=330))
    for months, text in ((5, "春季精度检测"), (1, "秋季精度检测"), (-2, "冬季保养与换油")):
        day = max(today - timedelta(days=30 * months), running.start_date)
        who = stage.people["sun_yang"].pk
        item = service_plans.add(
            agreement_id=running.pk,
            line=ServicePlanInput(text, stage.department("SVC").pk, day, day + timedelta(days=10), who),
            actor=stage.actor(LEADER), at=moment(min(day, today), 9),
        )  # fmt: skip
        if day < today:
            service_plans.deliver(
                agreement_id=running.pk, item_id=item.pk, on=min(day + timedelta(days=4), today), note="报告已交客户",
                actor=stage.actor("sun_yang"), at=moment(min(day + timedelta(days=4), today), 17),
            )  # fmt: skip
    day = today - timedelta(days=4)
    large = _draft(stage, selling.home[2], day, "柔性线五年维保", D("186000.00"), maker=SELLER)
    review = reviews.ask(
        agreement_id=large.pk,
        form=RequirementInput("柔性线维保", "每月一次", f"{day.year + 1} 年起", "主轴精度 0.01", "停机两小时响应"),
        actor=stage.actor(SELLER), at=moment(day, 14),
    )  # fmt: skip
    reviews.start(review_id=review.pk, actor=stage.actor("division_manager"), at=moment(day + timedelta(days=1), 9))


def _signed(stage: Stage, customer: Customer, start: date, *, maker: str = LEADER) -> Agreement:
    made = _draft(stage, customer, start, "数控机床年度维保", D("9800.00"), maker=maker)
    actor = stage.actor(maker)
    agreements.make_ready(agreement_id=made.pk, actor=actor, at=moment(start, 10))
    return agreements.sign(
        agreement_id=made.pk, signature=SignatureInput(start, "陈立新", "客户设备部长"), actor=actor,
        at=moment(start, 16),
    )  # fmt: skip


def _draft(
    stage: Stage, customer: Customer, day: date, product: str, price: Decimal, *, maker: str = LEADER
) -> Agreement:
    says = VersionInput(
        subject=f"{product}协议", start_date=day, end_date=day + timedelta(days=364),
        lines=(LineInput(product, D(12), price, D("0.06"), "次"),), terms="每月一次上门维保，配件另计",
    )  # fmt: skip
    return agreements.draft(agreement=AgreementInput(customer.pk, says), actor=stage.actor(maker), at=moment(day, 9))


def _leads(stage: Stage, today: date) -> None:
    """One at each of the first stages, with its log (CUS-02)."""
    moves = ("qualify", "intend", "choose")
    asked = (
        ("辽东齿轮厂", "六台旧机年度维保"), ("滨海模具", "主轴大修与精度恢复"), ("通达铸造", "备件寄售"),
        ("北方轴承", "驻厂服务"),
    )  # fmt: skip
    for reached, (name, need) in enumerate(asked):
        day = today - timedelta(days=25 - reached * 5)
        actor = stage.actor(SELLER)
        made = leads.record(
            lead=LeadInput(
                name, need, contact="设备科 刘科长", phone="024-88886666", source="展会",
                amount=D(60000 + 40000 * reached), next_step="约现场查看", next_on=today + timedelta(days=3 + reached),
            ),
            actor=actor, at=moment(day, 10),
        )  # fmt: skip
        leads.log(
            lead_id=made.pk, contact=ContactInput(
                day, "PHONE", "有意向，先看现场。", "刘科长", "约现场查看", today + timedelta(days=3 + reached)
            ),
            actor=actor,
            at=moment(day, 11),
        )  # fmt: skip
        for move in moves[:reached]:
            leads.advance(lead_id=made.pk, move=move, given=StageInput(product=need), actor=actor, at=moment(day, 15))


def _served(stage: Stage, customer: Customer, today: date) -> None:
    """One is paid and waits for its day, one was served and asked (CUS-02)."""
    seller, money, leader = stage.actor(SELLER), stage.actor("finance"), stage.actor(LEADER)
    for ago, need, is_served in ((18, "液压站年度维保", False), (120, "两台压机年度维保", True)):
        day = today - timedelta(days=ago)
        lead = leads.record(
            lead=LeadInput(
                customer.name_zh, need, customer.pk, "设备部 陈部长", source="老客户介绍", amount=D(86000),
                delivered_by_id=stage.department("SVC").pk,
            ),
            actor=seller, at=moment(day, 9),
        )  # fmt: skip
        for hours, move, actor, given in (
            (10, "qualify", seller, StageInput()), (11, "intend", seller, StageInput()),
            (13, "choose", seller, StageInput(product=need)), (14, "agree", seller, StageInput()),
            (15, "confirm_payment", money, StageInput(on=day, text="银行回单 20260088")),
        ):  # fmt: skip
            leads.advance(lead_id=lead.pk, move=move, given=given, actor=actor, at=moment(day, hours))
        if not is_served:
            continue
        start = day + timedelta(days=10)
        signed = _signed(stage, customer, day + timedelta(days=1), maker=SELLER)
        for later, move, actor, given in (
            (1, "confirm_start", leader, StageInput(on=start)),
            (2, "tell", seller, StageInput(agreement_id=signed.pk)),
            (10, "begin", seller, StageInput()),
        ):
            on = day + timedelta(days=later)
            leads.advance(lead_id=lead.pk, move=move, given=given, actor=actor, at=moment(on, 17))
        _asked(stage, customer, need, day + timedelta(days=40))


def _asked(stage: Stage, customer: Customer, about: str, day: date) -> None:
    """Customer service asks by telephone; the answer ends the lead (CUS-02, CMP-20)."""
    asker = stage.actor(HANDLER)
    sent = surveys.send(draft=SurveyInput(customer.pk, "SERVICE", about), actor=asker, at=moment(day, 10))
    surveys.enter(survey_id=sent.pk, given=AnswerInput(5, 9, "服务及时。"), actor=asker, at=moment(day, 10, 20))


def _research(stage: Stage, today: date) -> None:
    """One market was looked at, another is being written about (CUS-02)."""
    actor = stage.actor(SELLER)
    for ago, title, region, demand, rivals, advice in (
        (40, "东北机床年度维保市场调研", "辽宁、吉林机床用户",
         "走访的十二家中有八家愿意签年度维保，最看重四小时到场和精度检测报告。",
         "两家本地公司按次收费，每次上门八百元，没有精度检测。", "先推含精度检测的年度套餐，每次一千二百元。"),
        (6, "旧机数控改造需求调研", "华北铸造与锻压企业",
         "五家询问旧机换装数控系统，预算三十万元以内，停机不超过两周。", "", "与数控事业部合作试做一台。"),
    ):  # fmt: skip
        day = today - timedelta(days=ago)
        made = research.draft(
            report=ResearchInput(
                title=title, market=region, since=day - timedelta(days=20), until=day, method="走访、电话与行业展会",
                demand=demand, rivals=rivals, advice=advice,
            ),
            actor=actor, at=moment(day, 10),
        )  # fmt: skip
        if ago == 40:
            research.issue(report_id=made.pk, actor=actor, at=moment(day, 16))
