"""What the company plans: yearly amounts by department and category, in seasons, and where spending leaves the plan."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.money import split_amount

THOUSAND = 1000

YEARLY: dict[str, dict[str, int]] = {
    # Thousand CNY of the year that runs; categories by the Chinese names of the shipped tree.
    "SVC": {
        "备件及更换": 5200, "基本工资": 4310, "绩效工资": 1515, "临时用工": 275, "内训": 90, "外训": 150,
        "客服工具与软件": 360, "场地分摊": 384, "水电": 136, "办公费": 130, "折旧": 230, "保修索赔与维修": 2400,
        "运输与物流": 960, "设备与工具": 600, "出差费用": 1320, "外包服务": 480,
    },
    "CSD": {
        "基本工资": 1960, "绩效工资": 420, "外训": 60, "客服工具与软件": 340, "客户沟通渠道": 280, "电话费": 120,
        "办公费": 70, "场地分摊": 120, "出差费用": 140,
    },
    "COM": {"基本工资": 980, "绩效工资": 210, "运输与物流": 260, "保险": 60, "办公费": 70, "出差费用": 150},
    "WHS": {
        "基本工资": 1180, "临时用工": 260, "库存管理": 520, "运输与物流": 420, "设备与工具": 280, "水电": 170,
        "保险": 90, "外包服务": 160,
    },
    "CNC": {
        "备件及更换": 980, "基本工资": 2150, "绩效工资": 620, "外训": 180, "广告费": 320, "展会摊位费": 460,
        "出差费用": 720, "销售提成": 540, "质量控制与检测": 150, "办公费": 100,
    },
    "HYD": {
        "备件及更换": 860, "基本工资": 1870, "绩效工资": 510, "外训": 150, "保修索赔与维修": 320, "展会摊位费": 260,
        "出差费用": 610, "销售提成": 420, "设备与工具": 190,
    },
    "AUT": {
        "备件及更换": 620, "基本工资": 1720, "绩效工资": 430, "外训": 210, "客服工具与软件": 180, "研发": 760,
        "广告费": 240, "出差费用": 480, "外包服务": 260,
    },
    "QLT": {"基本工资": 860, "质量控制与检测": 620, "合规": 180, "设备与工具": 220, "外训": 90, "出差费用": 90},
    "FIN": {"基本工资": 720, "客服工具与软件": 90, "办公费": 60, "合规": 60, "外训": 30},
    "ADM": {
        "基本工资": 540, "场地分摊": 90, "水电": 70, "办公费": 110, "电话费": 40, "技术基础设施": 180, "出差费用": 60,
    },
}  # fmt: skip

REVENUE: dict[str, dict[str, int]] = {"SVC": {"备件销售": 5600, "有偿服务": 15300}}
"""Parts are sold at their cost and a small margin; what carries the department is the work."""
BOUGHT: dict[tuple[str, str], Decimal] = {("SVC", "备件及更换"): Decimal("0.14")}
"""What of a category is spent by claims, where the rest is the cost of the parts sold (PSL-52)."""
CONTINGENCY = "应急预算"
CONTINGENCY_SHARE = Decimal("0.11")
SHARE_BY_AGE = (Decimal(1), Decimal("0.94"), Decimal("0.88"))
"""What a year's budgets were of this year's, by how many years ago it was."""

SEASONS: dict[str, tuple[int, ...]] = {
    "flat": (1,) * 12,
    "service": (78, 60, 92, 90, 91, 97, 100, 99, 95, 90, 94, 98),
    "fairs": (10, 5, 40, 60, 90, 70, 20, 10, 120, 90, 60, 10),
    "heating": (137, 126, 114, 91, 91, 114, 149, 148, 114, 91, 91, 114),
    "courses": (4, 12, 50, 12, 50, 20, 4, 10, 50, 50, 12, 12),
}
SEASON_OF: dict[str, str] = {
    "备件及更换": "service", "保修索赔与维修": "service", "运输与物流": "service", "出差费用": "service",
    "绩效工资": "service", "销售提成": "service", "备件销售": "service", "有偿服务": "service", "外训": "courses",
    "内训": "courses", "展会摊位费": "fairs", "广告费": "fairs", "水电": "heating",
}  # fmt: skip

WAGES = ("基本工资", "绩效工资", "临时用工", "销售提成")
STEADY = (*WAGES, "场地分摊", "折旧", "保险", "技术基础设施")
"""Categories that come as planned: one line a month, close to the budget."""

LINES: dict[str, int] = {
    "备件及更换": 56, "保修索赔与维修": 30, "运输与物流": 36, "出差费用": 36, "办公费": 12, "电话费": 6, "研发": 10,
    "质量控制与检测": 12, "库存管理": 8, "外包服务": 4,
}  # fmt: skip
FEW = 2
"""How many lines a department's month has in a category; others have a few, steady ones one."""


def lines_of(category: str) -> int:
    """How many lines a department's month has in a category."""
    return 1 if category in STEADY else LINES.get(category, FEW)


@dataclass(frozen=True, slots=True)
class Deviation:
    """Spending that leaves the plan: how far, in which months, and what was said of it on the documents."""

    department: str
    category: str
    factor: Decimal
    months: range
    why: str


DEVIATIONS = (
    Deviation("SVC", "备件及更换", Decimal("1.16"), range(6, 10), "M2600 主轴批次返修，7–8 月换件集中"),
    Deviation("SVC", "保修索赔与维修", Decimal("1.14"), range(3, 12), "同一批次索赔，已向供应商追偿"),
    Deviation("SVC", "运输与物流", Decimal("1.09"), range(6, 11), "加急空运随主轴返修"),
    Deviation("SVC", "出差费用", Decimal("1.07"), range(4, 12), "现场返修增加出差"),
    Deviation("SVC", "外训", Decimal("0.78"), range(1, 13), "两期课程推迟"),
    Deviation("CSD", "出差费用", Decimal("0.84"), range(1, 13), "远程支持代替上门"),
    Deviation("WHS", "外包服务", Decimal("1.10"), range(5, 12), "盘点外包加期"),
    Deviation("WHS", "设备与工具", Decimal("0.82"), range(1, 13), "叉车大修推迟到明年"),
    Deviation("AUT", "外训", Decimal("1.15"), range(3, 10), "新产线调试培训"),
    Deviation("AUT", "广告费", Decimal("1.12"), range(7, 10), "新品推介会提前到 8 月"),
    Deviation("AUT", "外包服务", Decimal("1.16"), range(4, 12), "电气设计外包"),
    Deviation("HYD", "展会摊位费", Decimal("0.90"), range(1, 13), "上海展位缩小"),
    Deviation("QLT", "质量控制与检测", Decimal("0.93"), range(1, 13), "检测设备自校"),
)

LENIENT = (
    ("SVC", "备件及更换", "WARN", "返修期间不停供，超出提示"),
    ("SVC", "保修索赔与维修", "ESCALATE", "索赔先修后追，超出须总经理同意"),
    ("SVC", "运输与物流", "WARN", "加急空运随返修"),
    ("SVC", "出差费用", "WARN", "现场停机优先处理"),
    ("WHS", "外包服务", "WARN", "盘点不能中断"),
    ("AUT", "外训", "WARN", "培训跟随产线进度"),
    ("AUT", "广告费", "WARN", "推介会日期由客户定"),
    ("AUT", "外包服务", "ESCALATE", "设计外包超出须总经理同意"),
)
"""Departments' own control of a category: where the plan is exceeded, it goes through with a flag (LED-05)."""


def monthly(category: str, yearly: Decimal) -> list[Decimal]:
    """The year's amount over the months in the category's season, exact to the cent (BUD-14)."""
    return split_amount(yearly, SEASONS[SEASON_OF.get(category, "flat")], unit=Decimal(100))


def yearly_amount(department: str, category: str, *, age: int = 0) -> Decimal:
    """The planned amount of a year that was `age` years ago, in whole hundreds."""
    thousands = YEARLY[department].get(category) or REVENUE.get(department, {}).get(category, 0)
    return (thousands * THOUSAND * SHARE_BY_AGE[age] / 100).quantize(Decimal(1)) * 100


def factor(department: str, category: str, month: int) -> Decimal:
    """How much of the month's budget is really spent."""
    for deviation in DEVIATIONS:
        if (deviation.department, deviation.category) == (department, category) and month in deviation.months:
            return deviation.factor
    return Decimal("0.997") if category in STEADY else Decimal("0.965")


def reason(department: str, category: str, month: int) -> str:
    """What the documents of that month say of the deviation; empty where all goes to plan."""
    for deviation in DEVIATIONS:
        if (deviation.department, deviation.category) == (department, category) and month in deviation.months:
            return deviation.why
    return ""
