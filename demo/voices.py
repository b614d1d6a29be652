"""What customers say and ask for: a year's complaints, word from the market, surveys, leads, agreements (QLT-55)."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from agreements.models import Agreement
from agreements.services import agreements, leads, plans, reviews
from agreements.services.inputs import (
    AgreementInput,
    ContactInput,
    LeadInput,
    LineInput,
    PlanInput,
    RequirementInput,
    SignatureInput,
    StageInput,
    VersionInput,
)
from complaints.choices import Disposition, Liable
from complaints.models import Complaint, LiabilityReport
from complaints.services import closing, complaints, intakes, liability, settling
from complaints.services.inputs import ComplaintInput, IntakeInput, LiabilityInput, NonConformanceInput
from customers.models import Customer
from demo.selling import Selling
from demo.stage import Stage, moment
from feedback.models import TransferSlip
from feedback.services import market, sheets, slips, surveys
from feedback.services.inputs import AnswerInput, InfoInput, ScreenInput, SheetInput, SlipInput, SurveyInput

D = Decimal
HANDLER, LEADER, SELLER = "customer_service", "service_manager", "salesperson"
JUDGED, EXPLAINED, SETTLED, MEASURES = "judged", "explained", "settled", "measures"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A complaint as it is told: how many days ago, about which family of parts, and how far it went."""

    ago: int
    title: str
    happened: str
    family: str
    severity: str
    cause: str
    end: str


TROUBLES = (
    Trouble(331, "主轴异响", "开机十分钟后主轴发出尖锐声音。", "20-44", "MAJOR", "轴承缺油", SETTLED),
    Trouble(298, "密封圈渗油", "换装一周后油缸端盖渗油。", "31-00", "MINOR", "安装不当", EXPLAINED),
    Trouble(262, "编码器报警", "快速移动时随机报警停机。", "20-48", "MAJOR", "电缆屏蔽破损", EXPLAINED),
    Trouble(214, "轴承寿命短", "三个月内两次更换轴承。", "20-44", "CRITICAL", "轴承缺油", SETTLED),
    Trouble(176, "面板按键失灵", "急停键卡滞，误停两次。", "22-19", "MAJOR", "面板受潮", EXPLAINED),
    Trouble(139, "阀芯卡滞", "冷机启动时换向阀不动作。", "31-04", "MINOR", "油液不洁", SETTLED),
    Trouble(88, "丝杠间隙大", "反向间隙超过 0.03 mm。", "20-51", "MAJOR", "预紧力不足", MEASURES),
    Trouble(41, "密封包批次渗漏", "同批七套渗漏，油温 60 °C。", "31-00", "CRITICAL", "材质变更", MEASURES),
    Trouble(17, "到货少件", "清单 12 件，实到 11 件。", "22-15", "MINOR", "拣货差错", JUDGED),
    Trouble(6, "主轴异响", "新机运行两周后出现异响。", "20-44", "MAJOR", "", ""),
    Trouble(1, "驱动器烧毁", "上电即跳闸，驱动器有焦味。", "22-13", "CRITICAL", "", ""),
)


def speak(stage: Stage, selling: Selling, *, today: date) -> None:
    """All of it, up to this morning."""
    _complaints(stage, selling, today)
    _market(stage, today)
    _surveys(stage, selling, today)
    _agreements(stage, selling, today)
    _leads(stage, today)


def _complaints(stage: Stage, selling: Selling, today: date) -> None:
    """Recorded, judged, explained or put right; one came by the public form and waits (CMP-01 to CMP-06)."""
    for place, trouble in enumerate(TROUBLES):
        day, customer = today - timedelta(days=trouble.ago), selling.home[(place * 5) % 12]
        part = next(one for one in selling.parts if one.number.startswith(trouble.family))
        made = complaints.record(
            draft=ComplaintInput(
                "PHONE", trouble.severity, customer.pk, trouble.title, trouble.happened, "尽快派人处理",
                part_number=part.number, salesperson_id=stage.people[SELLER].pk,
            ),
            actor=stage.actor(HANDLER), at=moment(day, 9, 15),
        )  # fmt: skip
        if trouble.end:
            complaints.talk(
                complaint_id=made.pk, text="已电话联系客户，安排工程师上门查看。", actor=stage.actor(HANDLER),
                at=moment(day, 10, 30),
            )  # fmt: skip
            _judge(stage, made, trouble, day + timedelta(days=1))
    intakes.receive(
        draft=IntakeInput(
            "宏远机械厂", "周工", "M2600 加工中心主轴温升高，夜班停机两小时。", "希望三天内派人", phone="13800004521",
            machine="M2600 26-0417",
        ),
        at=moment(today, 8, 5),
    )  # fmt: skip


def _judge(stage: Stage, made: Complaint, trouble: Trouble, day: date) -> None:
    is_ours = trouble.end != EXPLAINED
    report = liability.report(
        complaint_id=made.pk,
        draft=LiabilityInput(
            Liable.OURS if is_ours else Liable.CUSTOMER, trouble.cause, "现场拆检，核对装配与使用记录。",
            "属我方责任。" if is_ours else "属使用与维护不当。",
            stage.department("QLT").pk if is_ours else None,
        ),
        actor=stage.actor(LEADER), at=moment(day, 15),
    )  # fmt: skip
    if trouble.end == JUDGED:
        return
    stage.decide_all(kind=LiabilityReport.kind, document_id=report.pk, at=moment(day + timedelta(days=1), 10))
    after = day + timedelta(days=2)
    if not is_ours:
        settling.explain(
            complaint_id=made.pk, text="说明拆检结果与保养要求。", understood=True, answer="同意，今后按手册保养。",
            actor=stage.actor(SELLER), at=moment(after, 11),
        )  # fmt: skip
        return
    closing.issue(
        complaint_id=made.pk,
        draft=NonConformanceInput(
            trouble.title, "符合图样与装配规范", trouble.happened, Disposition.REPLACE, stage.people["expert"].pk
        ),
        actor=stage.actor(HANDLER), at=moment(after, 10),
    )  # fmt: skip


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
            draft=InfoInput(title, content, kind, "OUTSIDE", "展会与客户拜访", "B"), actor=stage.actor(SELLER),
            at=moment(day, 9),
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
                actor=stage.actor(stage.by_id[sheet.department.manager_id].username),
                at=moment(day + timedelta(days=5), 15),
            )  # fmt: skip


def _surveys(stage: Stage, selling: Selling, today: date) -> None:
    """Two a month were answered; one bad score waits for a call (CMP-20)."""
    dice = random.Random(20260103)  # noqa: S311 — a story, not a secret
    asker = stage.actor(HANDLER)
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
    running = _signed(stage, selling.home[1], today - timedelta(days=160), today)
    _signed(stage, selling.home[4], today - timedelta(days=330), today)
    for months, text in ((5, "春季精度检测"), (1, "秋季精度检测"), (-2, "冬季保养与换油")):
        day = max(today - timedelta(days=30 * months), running.start_date)
        who = stage.people["sun_yang"].pk
        item = plans.add(
            agreement_id=running.pk,
            line=PlanInput(text, stage.department("SVC").pk, day, day + timedelta(days=10), who),
            actor=stage.actor(LEADER), at=moment(min(day, today), 9),
        )  # fmt: skip
        if day < today:
            plans.deliver(
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


def _signed(stage: Stage, customer: Customer, start: date, today: date) -> Agreement:
    made = _draft(stage, customer, start, "数控机床年度维保", D("9800.00"))
    actor = stage.actor(LEADER)
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
            lead_id=made.pk, contact=ContactInput(day, "PHONE", "有意向，先看现场。", "刘科长"), actor=actor,
            at=moment(day, 11),
        )  # fmt: skip
        for move in moves[:reached]:
            leads.advance(lead_id=made.pk, move=move, given=StageInput(product=need), actor=actor, at=moment(day, 15))
