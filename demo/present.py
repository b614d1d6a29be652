"""What is on people's desks today: documents that wait, were sent back, were refused, or are only begun."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from approvals.choices import Verdict
from demo.spending import Spending
from demo.stage import Stage, moment

D = Decimal


def desks(stage: Stage, spending: Spending, *, today: date) -> None:
    """The documents of the last days, in every state."""
    _requests(stage, spending, today)
    _claims(stage, spending, today)


def _requests(stage: Stage, spending: Spending, today: date) -> None:
    soon = min(today + timedelta(days=12), date(today.year, 12, 31))
    day = today - timedelta(days=3)
    spending.request(
        "SVC",
        title="主轴检具采购",
        lines=[("备件及更换", D("38600.00"))],
        expected=soon,
        at=moment(day, 9),
        maker="sun_yang",
    )
    spending.request(
        "SVC",
        title="外训：液压故障诊断 4 人",
        lines=[("外训", D("24000.00"))],
        expected=soon,
        at=moment(day, 10),
        maker="service_clerk",
    )
    spending.request(
        "CNC",
        title="客户现场演示差旅",
        lines=[("出差费用", D("12600.00"))],
        expected=soon,
        at=moment(day, 11),
        maker="salesperson",
    )
    held = [
        ("SVC", "备件及更换", "M2600 轴承组备货", D("186400.00"), "service_clerk"),
        ("SVC", "运输与物流", "返修件空运预留", D("42800.00"), "foreign_service_clerk"),
        ("WHS", "库存管理", "年终盘点外包", D("36500.00"), "warehouse_raw"),
        ("HYD", "保修索赔与维修", "比例阀批次返修", D("28800.00"), "outsider"),
        ("AUT", "研发", "AGV 控制器样机", D("96000.00"), "rd_lead"),
    ]
    for code, name, title, amount, maker in held:
        request = spending.request(
            code, title=title, lines=[(name, amount)], expected=soon, at=moment(day, 13), maker=maker
        )
        stage.decide_all(kind="spend_request", document_id=request.pk, at=moment(day, 14))
    waiting = spending.request(
        "AUT",
        title="新品推介会场地",
        lines=[("广告费", D("26000.00"))],
        expected=soon,
        at=moment(day, 15),
        maker="rd_lead",
    )
    stage.decide(
        kind="spend_request",
        document_id=waiting.pk,
        verdict=Verdict.RETURN,
        reason="请附三家报价，并说明与 8 月推介会的区别。",
        at=moment(day, 16),
    )
    spending.request(
        "SVC",
        title="冬季劳保与工具",
        lines=[("办公费", D("5800.00"))],
        expected=soon,
        at=moment(today, 8),
        maker="commissioning_engineer",
        submit=False,
    )


def _claims(stage: Stage, spending: Spending, today: date) -> None:
    first = today.replace(day=1)
    day = max(today - timedelta(days=2), first)
    trip = [
        *spending.lines("出差费用", D("4494.00"), day=day, parts=3),
        *spending.lines("运输与物流", D("1386.00"), day=day, parts=1),
        *spending.lines("备件及更换", D("3980.00"), day=day, parts=1),
    ]
    claim = spending.submit(
        "SVC",
        title="沈阳差旅与现场采购",
        purpose="M2600 主轴返修，现场停机",
        lines=trip,
        at=moment(day, 8, 42),
        maker="commissioning_engineer",
    )
    stage.decide_all(kind="expense_claim", document_id=claim.pk, at=moment(day, 16), stop_before="finance")
    small = [
        ("CSD", "客户服务中心办公用品", "办公费", D("1264.50"), "customer_service"),
        ("CNC", "长春客户回访差旅", "出差费用", D("3418.00"), "salesperson"),
        ("QLT", "量具送检", "质量控制与检测", D("8640.00"), "quality_inspector"),
        ("WHS", "叉车电池充电用电", "水电", D("2218.60"), "warehouse_semi"),
    ]
    for code, title, name, amount, maker in small:
        lines = spending.lines(name, amount, day=day, parts=1)
        spending.submit(code, title=title, lines=lines, at=moment(day, 10), maker=maker)
    freight = spending.lines("运输与物流", D("16318.20"), day=day, parts=4)
    month_end = spending.submit(
        "WHS", title="顺丰速运月结", lines=freight, at=moment(day, 11), maker="warehouse_raw", kind="INVOICE"
    )
    stage.decide_all(kind="expense_claim", document_id=month_end.pk, at=moment(day, 15), stop_before="finance")
    wrong = spending.submit(
        "HYD",
        title="展会餐费",
        lines=spending.lines("出差费用", D("1960.00"), day=day, parts=1),
        at=moment(day, 9),
        maker="outsider",
    )
    stage.decide(
        kind="expense_claim",
        document_id=wrong.pk,
        verdict=Verdict.REJECT,
        reason="发票抬头不是本公司，请换开后重新提交。",
        at=moment(day, 17),
    )
    back = spending.submit(
        "SVC",
        title="现场停机加急空运",
        lines=spending.lines("运输与物流", D("6880.00"), day=day, parts=2),
        at=moment(day, 9),
        maker="sun_yang",
    )
    stage.decide(
        kind="expense_claim",
        document_id=back.pk,
        verdict=Verdict.RETURN,
        reason="请补运单号，并注明对应的投诉。",
        at=moment(day, 17),
    )
