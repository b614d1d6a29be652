"""How approved money moved: a supplement, a transfer between departments, and a release that waits (BUD-32)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from budgets.choices import AdjustmentKind
from budgets.models import Adjustment
from budgets.selectors import carry_overs
from budgets.services import adjustment_drafts, adjustments
from budgets.services.adjustment_drafts import AdjustmentInput, AdjustmentLineInput
from demo.stage import Stage, attach, moment

D = Decimal


def adjust(stage: Stage, *, today: date) -> None:
    """The adjustments of the last weeks. What is taken comes from the year's last month, which is always open."""
    month, first = today.month, today.replace(day=1)
    asked, moved, waits = (max(today - timedelta(days=ago), first) for ago in (9, 6, 2))
    supplement = _submit(
        stage,
        AdjustmentKind.SUPPLEMENT,
        title="保修索赔追加：主轴批次返修",
        purpose="M2600 主轴批次返修，索赔超出年初估计",
        criteria="预算批准后发生的批量质量问题；部门内各类别余额不足；已向供应商追偿",
        lines=[("SVC", "保修索赔与维修", month, D("120000.00"))],
        day=asked,
        paper=("主轴批次返修索赔清单.csv", "机床编号,预计金额\nM2600-0117,64000.00\nM2600-0121,56000.00\n"),
    )
    stage.decide_all(kind=Adjustment.kind, document_id=supplement.pk, at=moment(asked, 14))
    transfer = _submit(
        stage,
        AdjustmentKind.TRANSFER,
        title="差旅预算调剂：客服中心调入售后服务部",
        purpose="现场返修增加出差，客服中心改为远程支持后有余额",
        criteria="两部门经理已商定；总额不变",
        lines=[("CSD", "出差费用", 12, D("-8000.00")), ("SVC", "出差费用", month, D("8000.00"))],
        day=moved,
        paper=("两部门经理商定纪要.txt", "客服中心改为远程支持，差旅余额 8,000.00 调入售后服务部。双方经理同意。\n"),
    )
    stage.decide_all(kind=Adjustment.kind, document_id=transfer.pk, at=moment(moved, 14))
    release = _submit(
        stage,
        AdjustmentKind.CONTINGENCY_RELEASE,
        title="动用应急预算：返修备件",
        purpose="返修主轴需提前备件",
        criteria="风险已发生；无其他类别可调剂",
        risk="M2600 主轴批次质量风险",
        lines=[("SVC", "应急预算", 12, D("-60000.00")), ("SVC", "备件及更换", month, D("60000.00"))],
        day=waits,
        paper=("返修主轴备件报价.csv", "备件,数量,含税金额\n主轴单元,2,46000.00\n轴承组件,4,14000.00\n"),
    )
    stage.decide_all(kind=Adjustment.kind, document_id=release.pk, at=moment(waits, 14), stop_before="finance_manager")


def _submit(
    stage: Stage,
    kind: AdjustmentKind,
    *,
    title: str,
    purpose: str,
    criteria: str,
    lines: list[tuple[str, str, int, Decimal]],
    day: date,
    risk: str = "",
    into: int = 0,
    paper: tuple[str, str] = ("", ""),
) -> Adjustment:
    """The service department's manager enters it and sends it off with its paper; a carry-over goes `into` another
    year.
    """
    actor = stage.actor("service_manager")
    draft = AdjustmentInput(
        department_id=stage.department("SVC").pk,
        adjustment_kind=kind,
        title=title,
        purpose=purpose,
        criteria=criteria,
        risk=risk,
        lines=tuple(
            AdjustmentLineInput(
                department_id=stage.department(code).pk,
                category_id=stage.category(name).pk,
                period_id=stage.period(into or day.year, month).pk,
                amount=amount,
                from_period_id=stage.period(day.year, 12).pk if into else None,
            )
            for code, name, month, amount in lines
        ),
    )
    made = adjustment_drafts.create_adjustment(draft=draft, actor=actor, at=moment(day, 9))
    if paper[0]:
        attach(stage, made, *paper, username="service_manager", at=moment(day, 9, 10))
    return adjustments.submit_adjustment(adjustment_id=made.pk, actor=actor, at=moment(day, 9, 20))


def carry_over(stage: Stage, *, year: int) -> None:
    """What service did not spend on outside courses goes along into January: they were put off (BUD-35)."""
    name, day = "外训", date(year, 12, 30)
    department = stage.department("SVC")
    left = next(
        one for one in carry_overs.unspent_of(year=stage.year(year), department_ids=[department.pk])
        if one.category.name_zh == name
    )  # fmt: skip
    made = _submit(
        stage,
        AdjustmentKind.CARRY_OVER,
        title=f"{year} 年外训预算结转",
        purpose="两期课程推迟到次年一季度",
        criteria="合同已签，课程未开",
        lines=[("SVC", name, 1, left.unspent.quantize(D(100), ROUND_DOWN))],
        day=day,
        into=year + 1,
    )
    stage.decide_all(kind=Adjustment.kind, document_id=made.pk, at=moment(day, 14))
