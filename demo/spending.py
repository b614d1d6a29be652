"""What the company spends: month by month, claims with their lines, requests and claims on them."""

from __future__ import annotations

import calendar
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction

from budgets.errors import InsufficientBudget
from core.money import split_amount
from demo import plan
from demo.stage import Stage, moment
from expenses.choices import ClaimKind
from expenses.models import Claim, SpendRequest
from expenses.services import claims, requests
from expenses.services.inputs import ClaimInput, ClaimLineInput, RequestInput, RequestLineInput

Entered = TypeVar("Entered", Claim, SpendRequest)

MAKERS: dict[str, tuple[str, ...]] = {
    "SVC": (
        "service_clerk", "commissioning_engineer", "sun_yang", "foreign_service_clerk", "zhang_lei", "liu_bo",
        "wang_jun", "xu_feng", "yang_fan", "zhao_peng", "he_jing",
    ),
    "CSD": ("customer_service", "luo_qian", "shi_yun", "cheng_lu"),
    "COM": ("commerce", "pan_hong"),
    "WHS": ("warehouse_raw", "warehouse_semi", "jin_hai", "bai_yu"),
    "CNC": ("salesperson", "domestic_sales_manager", "foreign_salesperson", "cui_ming", "lu_jia"),
    "HYD": ("outsider", "yu_hang", "dong_li", "wei_gang"),
    "AUT": ("rd_lead", "fan_wei", "jia_nan"),
    "QLT": ("quality_inspector", "ren_jie"),
    "FIN": ("finance_assistant",),
    "ADM": ("employee", "planning_centre", "xia_yu", "qin_fen"),
}  # fmt: skip

TRAVEL = ("出差费用", "办公费", "电话费")
WITH_REQUEST = ("设备与工具", "展会摊位费")
BY_STATEMENT = ("备件及更换", "保修索赔与维修", "运输与物流", "研发", "质量控制与检测", "库存管理")
"""What suppliers bill by a statement at the end of the month."""
LEAVES = Decimal("0.6")
"""Of what is left of a budget, the most one document of the story takes where it would not do."""
MOST_LINES = 40
"""On one claim; a month's statement with more is handed in by several people."""

SUPPLIERS: dict[str, tuple[str, ...]] = {
    "备件及更换": ("沈阳恒力密封件", "洛阳精密轴承", "苏州主轴科技", "无锡液压件厂", "上海海德编码器"),
    "保修索赔与维修": ("苏州主轴科技", "大连机床维修", "常州电机维修"),
    "运输与物流": ("顺丰速运", "德邦物流", "中远海运空运"),
    "设备与工具": ("上海量具刃具", "杭州叉车", "深圳测试仪器"),
    "外包服务": ("前程人力", "华东电气设计院"),
    "展会摊位费": ("上海工博会组委会", "汉诺威米兰展览"),
    "广告费": ("机床商务网", "新华传媒"),
    "外训": ("西门子培训中心", "发那科学院"),
    "研发": ("江苏机械研究院",),
    "质量控制与检测": ("计量检测院", "赛宝实验室"),
}

PURPOSES: dict[str, tuple[str, ...]] = {
    "备件及更换": ("密封圈 DN80", "主轴轴承组", "编码器套件", "伺服阀", "滤芯与油封", "导轨滑块", "接触器"),
    "保修索赔与维修": ("主轴箱返修", "电机绕组维修", "刀库机械手维修", "液压站检修"),
    "运输与物流": ("备件发货运费", "加急空运", "返修件回运", "仓间调拨运费"),
    "出差费用": ("现场调试差旅", "客户回访差旅", "返修现场差旅", "培训往返差旅"),
    "基本工资": ("当月基本工资",),
    "绩效工资": ("当月绩效工资",),
    "临时用工": ("旺季临时用工",),
    "办公费": ("办公用品", "打印耗材"),
    "设备与工具": ("检具采购", "扭矩扳手更新", "叉车保养"),
    "展会摊位费": ("展位租金", "展台搭建"),
    "广告费": ("行业网站投放", "样本印刷"),
    "外训": ("液压故障诊断培训", "数控系统维修培训"),
}


class Spending:
    """A month's spending of every department, the same every time: amounts come from a seeded generator."""

    def __init__(self, stage: Stage, *, invoices_from: int = 26310000) -> None:
        self.stage = stage
        self.dice = random.Random(20260101)  # noqa: S311 — a story, not a secret
        self.invoice = invoices_from
        self.codes = {category.pk: category.code for category in stage.categories.values()}

    def month(self, *, year: int, month: int, age: int, until: date | None = None) -> None:
        """All departments' spending of a month of a year that was `age` years ago; `until` cuts one under way."""
        last = calendar.monthrange(year, month)[1] if until is None else max(until.day - 1, 1)
        for code in plan.YEARLY:
            amounts = self.amounts(code, year=year, month=month, age=age, until=until)
            self._bought(code, year, month, last, amounts)
            self._travelled(code, year, month, last, amounts)
            if code == "SVC":
                self._on_request(code, year, month, last, amounts)
            elif month % 2 == 0:  # smaller departments buy what they need for two months
                before = self.amounts(code, year=year, month=month - 1, age=age)
                self._on_request(code, year, month, last, {name: before[name] + amounts[name] for name in amounts})

    def amounts(self, code: str, *, year: int, month: int, age: int, until: date | None = None) -> dict[str, Decimal]:
        """What a department spends in a month, by category. Earlier years stayed within their budgets."""
        share = Decimal(1)
        if until is not None:
            share = Decimal(until.day) / calendar.monthrange(year, month)[1] * Decimal("0.8")
        return {name: self._amount(code, name, month=month, age=age, share=share) for name in plan.YEARLY[code]}

    def _amount(self, code: str, name: str, *, month: int, age: int, share: Decimal) -> Decimal:
        budget = plan.monthly(name, plan.yearly_amount(code, name, age=age))[month - 1]
        wobble = Decimal(1) if name in plan.STEADY else Decimal(self.dice.randint(960, 1035)) / 1000
        factor = plan.factor(code, name, month) if not age else min(plan.factor(code, name, month), Decimal(1))
        share *= plan.BOUGHT.get((code, name), Decimal(1))
        exact = budget * min(factor * wobble, factor if factor <= 1 else factor * Decimal("1.02")) * share
        return exact.quantize(Decimal("0.01"))

    def _bought(self, code: str, year: int, month: int, last: int, amounts: dict[str, Decimal]) -> None:
        """Wages and services on one claim, what suppliers bill by statement on others."""
        other = [name for name in amounts if name not in (*TRAVEL, *WITH_REQUEST, *BY_STATEMENT)]
        billed = [name for name in BY_STATEMENT if name in amounts]
        day = date(year, month, min(18, last))
        self._claims(code, other, amounts, day=day, title=f"{month} 月工资与服务结算")
        self._claims(code, billed, amounts, day=day, title=f"{month} 月采购与服务月结")

    def _travelled(self, code: str, year: int, month: int, last: int, amounts: dict[str, Decimal]) -> None:
        """Travel and office, handed in by those who travelled."""
        names = [name for name in amounts if name in TRAVEL]
        day = date(year, month, min(24, last))
        self._claims(code, names, amounts, day=day, title=f"{month} 月差旅与办公报销", kind=ClaimKind.EXPENSE)

    def _on_request(self, code: str, year: int, month: int, last: int, amounts: dict[str, Decimal]) -> None:
        """Categories that need a request: asked for first, claimed a little below, the rest released."""
        for name in WITH_REQUEST:
            amount = amounts.get(name, Decimal(0))
            if amount <= 0:
                continue
            day = date(year, month, min(8, last))
            request = self.request(
                code,
                title=f"{self._purpose(name)} {year}-{month:02d}",
                lines=[(name, amount)],
                expected=day,
                at=moment(day, 9),
            )
            self.stage.decide_all(kind="spend_request", document_id=request.pk, at=moment(day, 11))
            claimed = (amount * Decimal("0.96")).quantize(Decimal("0.01"))
            day = date(year, month, min(20, last))
            self._claims(
                code,
                [name],
                {name: claimed},
                day=day,
                title=f"{self._purpose(name)}结算",
                request=request,
            )

    def _claims(
        self,
        code: str,
        names: Iterable[str],
        amounts: dict[str, Decimal],
        *,
        day: date,
        title: str,
        kind: str = ClaimKind.INVOICE,
        request: SpendRequest | None = None,
    ) -> None:
        """Everything of these categories, on as few claims as it takes."""
        names = list(names)
        lines = [line for name in names for line in self.lines(name, amounts[name], day=day)]
        whys = dict.fromkeys(why for name in names if (why := plan.reason(code, name, day.month)))
        count = -(-len(lines) // MOST_LINES)
        for number in range(count):
            part = lines[number * len(lines) // count : (number + 1) * len(lines) // count]
            claim = self.submit(
                code,
                title=f"{title}（{number + 1}/{count}）" if count > 1 else title,
                purpose="；".join(whys),
                lines=part,
                at=moment(day, 14, number),
                kind=kind,
                request=request,
            )
            self.stage.decide_all(kind="expense_claim", document_id=claim.pk, at=moment(day, 15, number))

    def lines(self, name: str, amount: Decimal, *, day: date, parts: int | None = None) -> list[ClaimLineInput]:
        """An amount as lines of uneven size that add up to it."""
        if amount <= 0:
            return []
        count = parts or plan.lines_of(name)
        category = self.stage.category(name)
        shares = split_amount(amount, [self.dice.randint(20, 100) for _ in range(count)])
        return [
            ClaimLineInput(
                category_id=category.pk,
                description=self._purpose(name),
                expense_date=day - timedelta(days=self.dice.randint(0, min(day.day - 1, 9))),
                amount=share,
                tax_rate=category.default_tax_rate,
                supplier=self.dice.choice(SUPPLIERS[name]) if name in SUPPLIERS else "",
                invoice_number=self._invoice(name),
            )
            for share in shares
            if share > 0
        ]

    def submit(
        self,
        code: str,
        *,
        title: str,
        lines: list[ClaimLineInput],
        at: datetime,
        purpose: str = "",
        kind: str = ClaimKind.EXPENSE,
        request: SpendRequest | None = None,
        maker: str = "",
        currency: str = "",
        complaint: str = "",
    ) -> Claim:
        """A claim entered and submitted by somebody of the department (the request's maker, where there is one)."""
        actor = self.stage.actor(maker or (self._maker_of(request) if request else self.dice.choice(MAKERS[code])))
        draft = ClaimInput(
            department_id=self.stage.department(code).pk,
            title=title,
            claim_kind=kind,
            purpose=purpose,
            request_id=request.pk if request else None,
            currency=currency,
            complaint=complaint,
            lines=tuple(lines),
        )

        def enter(entered: ClaimInput) -> Claim:
            claim = claims.create_claim(draft=entered, actor=actor, at=at)
            return claims.submit_claim(claim_id=claim.pk, actor=actor, at=at + timedelta(minutes=9))

        return _as_far_as_it_goes(enter, draft, self.codes)

    def request(
        self,
        code: str,
        *,
        title: str,
        lines: list[tuple[str, Decimal]],
        expected: date,
        at: datetime,
        maker: str = "",
        submit: bool = True,
        complaint: str = "",
    ) -> SpendRequest:
        """A spend request entered by somebody of the department."""
        actor = self.stage.actor(maker or self.dice.choice(MAKERS[code]))
        draft = RequestInput(
            department_id=self.stage.department(code).pk,
            title=title,
            expected_date=expected,
            end_date=expected + timedelta(days=45),
            purpose=plan.reason(code, lines[0][0], expected.month) or "按年度预算执行",
            supplier=self.dice.choice(SUPPLIERS.get(lines[0][0], ("",))),
            single_use=True,
            complaint=complaint,
            lines=tuple(RequestLineInput(self.stage.category(n).pk, self._purpose(n), a) for n, a in lines),
        )

        def enter(entered: RequestInput) -> SpendRequest:
            request = requests.create_request(draft=entered, actor=actor, at=at)
            if submit:
                request = requests.submit_request(request_id=request.pk, actor=actor, at=at + timedelta(minutes=6))
            return request

        return _as_far_as_it_goes(enter, draft, self.codes)

    def _maker_of(self, request: SpendRequest) -> str:
        return self.stage.by_id[request.created_by_id].username

    def _purpose(self, name: str) -> str:
        return self.dice.choice(PURPOSES.get(name, (name,)))

    def _invoice(self, name: str) -> str:
        if name in plan.WAGES or name == "折旧":
            return ""
        self.invoice += self.dice.randint(3, 97)
        return f"{self.invoice:08d}{self.dice.randint(0, 999999999999):012d}"


def _as_far_as_it_goes(enter: Callable[[Any], Entered], draft: Any, codes: Mapping[int, str]) -> Entered:
    """Enter a draft; where the budget does not reach that far on this day of the year, for part of what is left."""
    for _attempt in range(4):
        try:
            with transaction.atomic():
                return enter(draft)
        except InsufficientBudget as refusal:
            draft = _smaller(draft, refusal, codes)
    return enter(draft)


def _smaller(draft: Any, refusal: InsufficientBudget, codes: Mapping[int, str]) -> Any:
    shares = {
        short["category_code"]: max(Decimal(short["available"]), Decimal(0)) / Decimal(short["asked"]) * LEAVES
        for short in refusal.params["all_short"]
    }

    def fitting(line: Any) -> Any:
        own = codes[line.category_id]
        share = next((share for code, share in shares.items() if own == code or own.startswith(f"{code}-")), Decimal(1))
        return replace(line, amount=max((line.amount * share).quantize(Decimal("0.01")), Decimal("0.01")))

    return replace(draft, lines=tuple(map(fitting, draft.lines)))
