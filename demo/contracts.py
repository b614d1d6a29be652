"""What became of agreements: one amended, one refused by finance, a change being reviewed (QLT-55)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from agreements.choices import Answer, CostKind, Part, Risk, Side
from agreements.models import Agreement, AgreementReview
from agreements.services import agreements, amendments, reviews
from agreements.services.inputs import (
    AgreementInput,
    AmendmentInput,
    AnswerInput,
    CostInput,
    LineInput,
    RequirementInput,
    SignatureInput,
    TellingInput,
    VersionInput,
)
from customers.models import Customer
from customers.selectors.customers import customers_visible_to
from demo.selling import Selling
from demo.stage import Stage, moment

D = Decimal
SELLER, CONCLUDES = "salesperson", "division_manager"
ANSWERS_FOR = {
    Part.TECHNICAL: ("rd_lead", "现有技术可满足，无需开发。"),
    Part.RESOURCES: ("planning_centre", "专家两名可排期。"),
    Part.CONDITIONS: ("domestic_sales_manager", "人员、设备与服务日期可以保证。"),
    Part.INSPECTION: ("auditor", "检测手段齐备，投诉渠道已告知客户。"),
    Part.FINANCE: ("finance_manager", "资金与信用正常，毛利达标。"),
}
SAYS = {
    "ability": "现有技术满足", "development_time": "无需开发", "experts": "两名专家可排期",
    "conditions": "场地与接口具备", "people": "四人轮班", "equipment": "检测设备齐备", "capacity": "月可用 60 人天",
    "service_date": "可按期开始", "means": "激光干涉仪、球杆仪", "complaint_channel": "客服热线，首次响应四小时",
    "funding": "自有资金", "credit": "两年无逾期",
}  # fmt: skip
"""What is said on each point of the requirement form."""
FEE, TAX = D("9800.00"), D("0.06")


@dataclass(frozen=True, slots=True)
class Service:
    """What is agreed on: how often in a year, and what one visit costs, tax included."""

    subject: str
    visits: int
    fee: Decimal = FEE
    terms: str = "每月一次上门维保，配件另计"

    def from_until(self, start: date, end: date) -> VersionInput:
        line = LineInput("数控机床年度维保", D(self.visits), self.fee, TAX, "次")
        return VersionInput(subject=self.subject, start_date=start, end_date=end, lines=(line,), terms=self.terms)


def agree(stage: Stage, selling: Selling, *, today: date) -> None:
    """All of it, up to this morning (CUS-10, CUS-20, CUS-21)."""
    seen = set(customers_visible_to(stage.actor(SELLER)).values_list("pk", flat=True))
    first, second, third = [customer for customer in selling.home if customer.pk in seen][-3:]
    _amended(stage, first, today)
    _refused(stage, second, today)
    _asked(stage, third, today)


def _amended(stage: Stage, customer: Customer, today: date) -> None:
    """Twice as many visits from a day on: two versions, each in force in its time."""
    signed = _signed(stage, customer, today - timedelta(days=210), "机加工车间维保协议")
    day, void = today - timedelta(days=70), today - timedelta(days=45)
    wanted = Service("机加工车间维保协议（加密）", 24, D("8600.00"), "每月两次上门维保，配件另计")
    amendment = amendments.ask(
        agreement_id=signed.pk,
        wanted=AmendmentInput(
            Side.CUSTOMER, "两班改三班，设备负荷增加", "上门由每月一次改为每月两次，单次费用下调",
            (Part.RESOURCES, Part.CONDITIONS, Part.FINANCE), wanted.from_until(void, signed.end_date),
        ),
        form=RequirementInput("数控机床年度维保", "每月两次", f"{void:%Y-%m-%d} 起"),
        actor=stage.actor(SELLER), at=moment(day, 9),
    )  # fmt: skip
    review = _answered(stage, amendment.proposed_id, day, amendment.parts)
    reviews.conclude_sign(
        review_id=review.pk, conclusion="各部门均可满足，同意变更。", actor=stage.actor(CONCLUDES),
        at=moment(day + timedelta(days=4), 16),
    )  # fmt: skip
    on = day + timedelta(days=8)
    for side, name in ((Side.US, "蒋志远"), (Side.CUSTOMER, "客户生产部长")):
        amendments.confirm(
            amendment_id=amendment.pk, side=side, name=name, on=on, actor=stage.actor(SELLER), at=moment(on, 11)
        )
    signature = SignatureInput(on + timedelta(days=5), "蒋志远", "客户总经理")
    amendments.sign(
        amendment_id=amendment.pk, signature=signature, void_from=void, actor=stage.actor(SELLER),
        at=moment(signature.signed_on, 15),
    )  # fmt: skip


def _refused(stage: Stage, customer: Customer, today: date) -> None:
    """Finance says no to a price below cost; the customer gets the reason and another proposal."""
    day = today - timedelta(days=95)
    service = Service("锻压线三年全包维保协议", 36, D("6200.00"), "三年全包，配件含在内，停机四小时到场")
    made = _draft(stage, customer, day, service, years=3)
    reviews.ask(
        agreement_id=made.pk, form=RequirementInput("锻压线全包维保", "每月一次，配件全包", f"{day.year + 1} 年起"),
        actor=stage.actor(SELLER), at=moment(day, 14),
    )  # fmt: skip
    review = _answered(stage, made.versions.get().pk, day, Part.values, refused=True)
    reviews.conclude_decline(
        review_id=review.pk, conclusion="毛利低于要求，风险高，不签。",
        told=TellingInput(
            "按现价无法保证服务质量，敬请谅解。", "改为配件另计的年度维保，单次 9,800 元。", how="当面说明并递交书面函"
        ),
        actor=stage.actor(CONCLUDES), at=moment(day + timedelta(days=4), 16),
    )  # fmt: skip


def _asked(stage: Stage, customer: Customer, today: date) -> None:
    """A change asked for lately, which some have answered."""
    signed = _signed(stage, customer, today - timedelta(days=120), "装配车间维保协议")
    day, void = today - timedelta(days=3), today + timedelta(days=20)
    wanted = Service("装配车间维保协议（含精度检测）", 12, D("11200.00"), "每月一次上门维保，每季一次精度检测")
    amendments.ask(
        agreement_id=signed.pk,
        wanted=AmendmentInput(
            Side.US, "客户多次要求精度检测，逐次收费不便", "增加每季一次精度检测，单次费用上调",
            (Part.INSPECTION, Part.FINANCE), wanted.from_until(void, signed.end_date),
        ),
        form=RequirementInput("数控机床年度维保", "每月一次", f"{void:%Y-%m-%d} 起"),
        actor=stage.actor(SELLER), at=moment(day, 9),
    )  # fmt: skip


def _answered(stage: Stage, version_id: int, day: date, parts: list[str], *, refused: bool = False) -> AgreementReview:
    """The review of what is proposed, with every answer; finance's says what it costs (CUS-11)."""
    review = AgreementReview.objects.get(of_id=version_id)
    reviews.start(review_id=review.pk, actor=stage.actor(CONCLUDES), at=moment(day + timedelta(days=1), 9))
    for hours, part in enumerate(parts):
        who, reason = ANSWERS_FOR[Part(part)]
        given = AnswerInput(Answer.YES, reason, points=SAYS)
        if part == Part.FINANCE:
            given = _weighed(review, refused=refused)
        reviews.answer(
            review_id=review.pk, part=part, given=given, actor=stage.actor(who),
            at=moment(day + timedelta(days=2), 9 + hours),
        )  # fmt: skip
    return AgreementReview.objects.get(pk=review.pk)


def _weighed(review: AgreementReview, *, refused: bool) -> AnswerInput:
    net = review.of.net_amount
    labour, parts = (D("0.62"), D("0.45")) if refused else (D("0.52"), D("0.18"))
    costs = (
        CostInput(CostKind.LABOUR, (net * labour).quantize(D("0.01")), "上门工时"),
        CostInput(CostKind.PARTS, (net * parts).quantize(D("0.01")), "易损件"),
    )
    if refused:
        return AnswerInput(Answer.NO, "配件全包后成本高于售价。", points=SAYS, risk=Risk.HIGH, costs=costs)
    return AnswerInput(Answer.YES, ANSWERS_FOR[Part.FINANCE][1], points=SAYS, risk=Risk.LOW, costs=costs)


def _signed(stage: Stage, customer: Customer, start: date, subject: str) -> Agreement:
    made = _draft(stage, customer, start, Service(subject, 12))
    actor = stage.actor(SELLER)
    agreements.make_ready(agreement_id=made.pk, actor=actor, at=moment(start, 10))
    signature = SignatureInput(start, "唐宁", "客户设备部长")
    return agreements.sign(agreement_id=made.pk, signature=signature, actor=actor, at=moment(start, 16))


def _draft(stage: Stage, customer: Customer, day: date, service: Service, *, years: int = 1) -> Agreement:
    says = service.from_until(day, day + timedelta(days=365 * years - 1))
    return agreements.draft(agreement=AgreementInput(customer.pk, says), actor=stage.actor(SELLER), at=moment(day, 9))
