"""Agreements, reviews and amendments for tests, made the way the application makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from agreements.choices import Part
from agreements.models import Agreement, AgreementReview, Amendment, ResearchReport
from agreements.rules.reviews import POINTS
from agreements.services import agreements, amendments, research, reviews
from agreements.services.inputs import (
    AgreementInput,
    AmendmentInput,
    AnswerInput,
    CostInput,
    LineInput,
    RequirementInput,
    ResearchInput,
    SignatureInput,
    TellingInput,
    VersionInput,
)
from customers.models import Customer
from organization.models import Person
from tests.factories import organization as cast
from tests.factories.organization import actor_of

FORM = RequirementInput("年度维保服务", "12 次", "2026 年 12 月起", "主轴精度 0.01", "")


@dataclass(frozen=True, slots=True)
class Panel:
    """Who answers the parts of a review, and who concludes."""

    division_manager: Person
    answers: dict[str, Person]
    gm: Person


def panel(company: cast.Tree, division_manager: Person, gm: Person) -> Panel:
    """One person for each part, for the whole company."""
    roles = {
        Part.TECHNICAL: "rd_lead", Part.RESOURCES: "planning_centre", Part.CONDITIONS: "domestic_sales_manager",
        Part.INSPECTION: "auditor", Part.FINANCE: "finance",
    }  # fmt: skip
    names = ("郑工", "沈浩", "何平", "吴敏", "王静")
    people = {
        part.value: cast.member(company.company, role, company_wide=True, name_zh=name)
        for (part, role), name in zip(roles.items(), names, strict=True)
    }
    return Panel(division_manager, people, gm)


def line(product: str = "数控机床年度维保", price: str = "10000.00", quantity: str = "12", **more: Any) -> LineInput:
    given: dict[str, Any] = {"unit": "次", "tax_rate": Decimal("0.06")} | more
    return LineInput(product, Decimal(quantity), Decimal(price), **given)


def says(start: date | None = None, days: int = 364, *, lines: Sequence[LineInput] = (), **more: Any) -> VersionInput:
    """What a version says: a year of maintenance for 120,000 unless told otherwise."""
    first = start or timezone.localdate()
    given: dict[str, Any] = {"subject": "年度维保协议", "terms": "每月一次上门维保"} | more
    return VersionInput(
        start_date=first, end_date=first + timedelta(days=days), lines=tuple(lines) or (line(),), **given
    )


def drafted(maker: Person, customer: Customer, *, at: datetime | None = None, **more: Any) -> Agreement:
    """A draft."""
    given = AgreementInput(customer.pk, says(**more), "CNY")
    return agreements.draft(agreement=given, actor=actor_of(maker), at=at or timezone.now())


def large(maker: Person, customer: Customer) -> Agreement:
    """A draft that needs a review for its amount: 12 × 50,000."""
    return drafted(maker, customer, lines=(line(price="50000.00"),))


def signed(maker: Person, customer: Customer, *, start: date | None = None, days: int = 364, **more: Any) -> Agreement:
    """In force, without a review."""
    made = drafted(maker, customer, start=start, days=days, **more)
    agreements.make_ready(agreement_id=made.pk, actor=actor_of(maker), at=timezone.now())
    return agreements.sign(agreement_id=made.pk, signature=signature(), actor=actor_of(maker), at=timezone.now())


def signature(on: date | None = None) -> SignatureInput:
    return SignatureInput(on or timezone.localdate(), "李敏", "客户王总")


def asked(agreement: Agreement, maker: Person) -> AgreementReview:
    """Handed in with its requirement form."""
    return reviews.ask(agreement_id=agreement.pk, form=FORM, actor=actor_of(maker), at=timezone.now())


def started(agreement: Agreement, maker: Person, division_manager: Person) -> AgreementReview:
    """Being answered."""
    review = asked(agreement, maker)
    return reviews.start(review_id=review.pk, actor=actor_of(division_manager), at=timezone.now())


def given(part: str, answer: str = "YES", cost: str = "1000.00", **more: Any) -> AnswerInput:
    """An answer to everything a part is asked about."""
    points = dict.fromkeys(POINTS[part], "有能力")
    money: dict[str, Any] = {}
    if part == Part.FINANCE:
        money = {"risk": "LOW", "costs": (CostInput("LABOUR", Decimal(cost), "人工"),)}
    condition = "预付百分之三十" if answer == "YES_IF" else ""
    return AnswerInput(answer, more.pop("reason", "已核对"), condition, points, **(money | more))


def answer(review: AgreementReview, part: str, person: Person, answer: str = "YES", **more: Any) -> None:
    reviews.answer(
        review_id=review.pk, part=part, given=given(part, answer, **more), actor=actor_of(person), at=timezone.now()
    )


def answered(review: AgreementReview, people: Panel, *, finance: str = "YES", **more: Any) -> AgreementReview:
    """Every part answered that is asked."""
    for row in review.answers.all():
        is_money = row.part == Part.FINANCE
        answer(review, row.part, people.answers[row.part], finance if is_money else "YES", **(more if is_money else {}))
    return again(review)


TOLD = TellingInput("产能不足，无法按期交付。", "建议分两期执行。", how="马国强电话告知")


def concluded(review: AgreementReview, people: Panel, *, sign: bool = True) -> AgreementReview:
    actor, at = actor_of(people.division_manager), timezone.now()
    if sign:
        return reviews.conclude_sign(review_id=review.pk, conclusion="同意签订", actor=actor, at=at)
    return reviews.conclude_decline(review_id=review.pk, conclusion="不同意签订", told=TOLD, actor=actor, at=at)


def amended(
    agreement: Agreement, maker: Person, *, stated: date, parts: Sequence[str] = (Part.FINANCE,), **more: Any
) -> Amendment:
    """A change asked for: dearer from a day on, until the day it ends."""
    days = (agreement.end_date - stated).days
    wanted = AmendmentInput(
        "CUSTOMER", "设备增加两台", "每次价格调整为一万二", list(parts),
        says(stated, more.pop("days", days), lines=(line(price="12000.00"),), **more),
    )  # fmt: skip
    return amendments.ask(agreement_id=agreement.pk, wanted=wanted, form=FORM, actor=actor_of(maker), at=timezone.now())


def agreed(amendment: Amendment, people: Panel) -> Amendment:
    """Reviewed with yes, confirmed by both sides."""
    review = amendment.proposed.reviews.get()
    reviews.start(review_id=review.pk, actor=actor_of(people.division_manager), at=timezone.now())
    concluded(answered(again(review), people), people)
    for side, name in (("US", "李敏"), ("CUSTOMER", "客户王总")):
        amendments.confirm(
            amendment_id=amendment.pk, side=side, name=name, on=timezone.localdate(),
            actor=actor_of(amendment.created_by), at=timezone.now(),
        )  # fmt: skip
    return Amendment.objects.get(pk=amendment.pk)


def researched(maker: Person, **more: Any) -> ResearchReport:
    """A draft of a market research report."""
    today = timezone.localdate()
    given: dict[str, Any] = {
        "title": "东北地区机床维保市场调研", "market": "辽宁、吉林机床用户", "since": today - timedelta(days=20), "until": today,
        "method": "走访十二家客户，参加沈阳机床展", "demand": "八家愿意签年度维保；最看重四小时到场。",
        "rivals": "两家本地公司，每次上门八百元。", "advice": "先推精度检测套餐，每次一千二百元。",
    }  # fmt: skip
    made = ResearchInput(**(given | more))
    return research.draft(report=made, actor=actor_of(maker), at=timezone.now())


def again(row: Any) -> Any:
    """Freshly read."""
    return type(row).objects.get(pk=row.pk)
