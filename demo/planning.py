"""Budgets of every year: drafted line by line, reviewed and put in force, in every state for the year to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from approvals.choices import Verdict
from budgets.models import Budget, BudgetLine
from budgets.services import budgets, lines, methods, questions, starts
from core.money import ZERO
from demo import plan
from demo.stage import Stage, moment

AUTHORS = {
    "SVC": "service_deputy_manager",
    "CSD": "cs_manager",
    "COM": "commerce_manager",
    "WHS": "warehouse_manager",
    "CNC": "division_manager",
    "HYD": "hydraulics_manager",
    "AUT": "automation_manager",
    "QLT": "quality_manager",
    "FIN": "finance_assistant",
    "ADM": "admin_manager",
}
METHODS: dict[str, tuple[str, Decimal | None, str]] = {
    "备件及更换": ("服务内勤按工单申领", Decimal(50_000), "工单、送货单、发票"),
    "出差费用": ("调试员、内勤按差旅标准", Decimal(5_000), "行程、住宿发票、交通票据"),
    "运输与物流": ("服务内勤", Decimal(10_000), "运单、月结清单"),
    "办公费": ("部门经理批准后采购", Decimal(2_000), "发票、领用单"),
    "基本工资": ("财务部按在岗名册发放", None, "人事花名册、工资表"),
    "绩效工资": ("部门经理考核后由财务部发放", None, "考核表、工资表"),
    "临时用工": ("部门经理，事先报人事", Decimal(20_000), "用工协议、考勤表、发票"),
    "内训": ("部门经理按年度培训计划", Decimal(5_000), "培训计划、签到表、讲师费单据"),
    "外训": ("部门经理申请，事业部经理批准", Decimal(20_000), "培训通知、发票、结业证明"),
    "客服工具与软件": ("部门经理比价后申请", Decimal(50_000), "合同、验收单、发票"),
    "技术基础设施": ("部门经理比价后申请", Decimal(50_000), "合同、验收单、发票"),
    "场地分摊": ("财务部按面积分摊", None, "分摊表"),
    "水电": ("财务部按抄表数分摊", None, "抄表记录、缴费单"),
    "保险": ("财务部统一投保", None, "保单、发票"),
    "电话费": ("部门内勤按号码结算", Decimal(3_000), "话费清单、发票"),
    "折旧": ("财务部按资产卡片计提", None, "折旧表"),
    "保修索赔与维修": ("服务工程师按保修单，部门经理审核", Decimal(30_000), "保修单、换件清单、客户签字"),
    "设备与工具": ("部门经理申请，三家比价", Decimal(30_000), "比价单、验收单、发票"),
    "外包服务": ("部门经理按合同", Decimal(50_000), "合同、服务确认单、发票"),
    "客户沟通渠道": ("客服经理", Decimal(10_000), "结算单、发票"),
    "库存管理": ("仓库经理", Decimal(20_000), "盘点表、发票"),
    "广告费": ("市场专员申请，事业部经理批准", Decimal(50_000), "合同、样刊、发票"),
    "展会摊位费": ("市场专员申请，事业部经理批准", Decimal(100_000), "参展合同、发票、参展总结"),
    "销售提成": ("财务部按提成办法计发", None, "回款记录、提成计算表"),
    "质量控制与检测": ("质量工程师", Decimal(20_000), "检测报告、发票"),
    "研发": ("项目负责人按立项书", Decimal(50_000), "立项书、领料单、发票"),
    "合规": ("部门经理申请", Decimal(20_000), "合同、证书、发票"),
}
"""By category: who may spend, up to what each time, on what proof (BUD-04)."""


def make_budget(stage: Stage, *, year: int, code: str, at: datetime, age: int = 0) -> Budget:
    """A department's draft with all its lines, contingency and control methods, as its author enters them."""
    actor = stage.actor(AUTHORS[code])
    budget = starts.start_budget(
        department_id=stage.department(code).pk,
        fiscal_year_id=stage.year(year).pk,
        start=starts.Start(),
        actor=actor,
        at=at,
    )
    budget.lines.all().delete()
    costs = ZERO
    for name in (*plan.YEARLY[code], *plan.REVENUE.get(code, {})):
        amount = plan.yearly_amount(code, name, age=age)
        if name not in plan.REVENUE.get(code, {}):
            costs += amount
        _line(stage, budget, name, plan.monthly(name, amount), at=at, author=AUTHORS[code])
    reserve = (costs * plan.CONTINGENCY_SHARE / 1200).quantize(Decimal(1)) * 1200
    _line(stage, budget, plan.CONTINGENCY, [reserve / 12] * 12, at=at, author=AUTHORS[code])
    methods.set_control_methods(
        budget_id=budget.pk,
        methods=[methods.Method(stage.category(name).pk, *METHODS[name]) for name in plan.YEARLY[code]],
        actor=actor,
        at=at,
    )
    return Budget.objects.get(pk=budget.pk)


def _line(
    stage: Stage, budget: Budget, category: str, amounts: Iterable[Decimal], *, at: datetime, author: str
) -> None:
    lines.add_line(
        budget_id=budget.pk,
        category_id=stage.category(category).pk,
        rationale="按上年执行与淡旺季测算" if category != plan.CONTINGENCY else "其他成本的 11%",
        amounts=list(amounts),
        actor=stage.actor(author),
        at=at,
    )


def approve_year(stage: Stage, *, year: int, age: int) -> None:
    """All departments' budgets of a year, drafted in November and in force before it begins."""
    begin = date(year - 1, 11, 12)
    for number, code in enumerate(AUTHORS):
        at = moment(begin + timedelta(days=number % 5), 9 + number % 7)
        budget = make_budget(stage, year=year, code=code, at=at, age=age)
        budgets.submit_budget(budget_id=budget.pk, actor=stage.actor(AUTHORS[code]), at=at + timedelta(hours=3))
        stage.decide_all(kind="budget", document_id=budget.pk, at=moment(date(year - 1, 12, 18), 9, number))


def next_year(stage: Stage, *, year: int, today: date) -> None:
    """The year to come, with a budget in every state: in force, in review, returned, rejected, draft, none yet."""
    start = moment(today - timedelta(days=12), 9)

    def submitted(code: str) -> Budget:
        budget = make_budget(stage, year=year, code=code, at=start)
        return budgets.submit_budget(
            budget_id=budget.pk, actor=stage.actor(AUTHORS[code]), at=start + timedelta(days=2)
        )

    later = start + timedelta(days=4)
    make_budget(stage, year=year, code="SVC", at=start)
    stage.decide_all(kind="budget", document_id=submitted("FIN").pk, at=later)
    submitted("CSD")
    stage.decide_all(kind="budget", document_id=submitted("WHS").pk, at=later, stop_before="finance_manager")
    _question(stage, submitted("CNC"), at=later)
    stage.decide_all(kind="budget", document_id=submitted("QLT").pk, at=later, stop_before="general_manager")
    returned = submitted("HYD")
    stage.decide_all(kind="budget", document_id=returned.pk, at=later, stop_before="finance_manager")
    stage.decide(
        kind="budget",
        document_id=returned.pk,
        verdict=Verdict.RETURN,
        reason="展会摊位费比上年高 6%，请说明展位面积；差旅按季度重新分摊。",
        at=later + timedelta(hours=5),
    )
    rejected = submitted("COM")
    stage.decide(
        kind="budget",
        document_id=rejected.pk,
        verdict=Verdict.REJECT,
        reason="商务部明年并入服务运营中心统一编制，请重新起草。",
        at=later,
    )
    make_budget(stage, year=year, code="AUT", at=start + timedelta(days=1))


def _question(stage: Stage, budget: Budget, *, at: datetime) -> None:
    stage.decide_all(kind="budget", document_id=budget.pk, at=at, stop_before="finance_manager")
    line = BudgetLine.objects.get(budget=budget, category=stage.category("展会摊位费"))
    questions.ask(
        budget_id=budget.pk,
        line_id=line.pk,
        question="9 月与 5 月各一个展，哪一个可以合并参展？",
        actor=stage.actor("finance_manager"),
        at=at + timedelta(hours=4),
    )
