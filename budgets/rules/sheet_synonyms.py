"""What people call the same cost in everyday words (BUD-22): each group means one thing, whichever of its words the
installation's category bears. Words chosen in earlier imports come on top of these.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.sheets.headings import squeezed

GROUPS: tuple[tuple[str, ...], ...] = (
    (
        "出差费用",
        "出差费",
        "差旅费",
        "差旅费用",
        "差旅",
        "旅差费",
        "国内差旅费",
        "travel",
        "travel expenses",
        "travel costs",
    ),
    ("备件及更换", "备件", "备件费", "备品备件", "配件费", "零配件", "spare parts", "parts"),
    ("基本工资", "工资", "薪资", "薪酬", "固定工资", "人员工资", "base wages", "wages", "salaries"),
    ("绩效工资", "绩效", "奖金", "绩效奖金", "performance pay", "bonus"),
    ("临时用工", "临时工", "劳务费", "劳务用工", "temporary staff", "temporary labour"),
    ("内训", "内部培训", "internal training"),
    ("外训", "外部培训", "培训费", "外派培训", "external training"),
    ("场地分摊", "房租", "租金", "房租分摊", "场地费", "租赁费", "rent", "rent share"),
    ("水电", "水电费", "水电气", "能源费", "utilities"),
    ("保险", "保险费", "insurance"),
    ("办公费", "办公费用", "办公用品", "办公用品费", "office", "office supplies"),
    ("电话费", "通讯费", "通信费", "话费", "telephone"),
    ("折旧", "折旧费", "固定资产折旧", "depreciation"),
    ("运输与物流", "运费", "运输费", "物流费", "快递费", "transport", "freight", "logistics"),
    ("设备与工具", "工具费", "工器具", "设备工具", "equipment", "tools"),
    ("保修索赔与维修", "三包费", "三包费用", "保修费", "维修费", "索赔费", "warranty", "warranty claims"),
    ("外包服务", "外包费", "委外服务", "外协费", "third-party services", "outsourcing"),
    ("质量控制与检测", "检测费", "检验费", "质检费", "quality control", "testing"),
    ("广告费", "广告宣传费", "宣传费", "advertising"),
    ("展会摊位费", "展会费", "参展费", "展览费", "exhibition", "exhibitions"),
    ("研发", "研发费", "研发费用", "研究开发费", "r&d", "research and development"),
    ("销售提成", "提成", "佣金", "销售佣金", "commission", "sales commission"),
    ("应急预算", "预备费", "不可预见费", "机动费用", "contingency", "reserve"),
)


def same_thing() -> Mapping[str, tuple[str, ...]]:
    """By word, as it is compared: the words that mean the same."""
    found: dict[str, tuple[str, ...]] = {}
    for group in GROUPS:
        words = tuple(squeezed(word) for word in group)
        found.update(dict.fromkeys(words, words))
    return found
