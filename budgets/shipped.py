"""The categories an installation starts with (BUD-03). Only what is missing is added, so its own changes stay."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from budgets.choices import CategoryKind, CostNature
from budgets.models import Category

FIXED, VARIABLE = CostNature.FIXED, CostNature.VARIABLE
COST, REVENUE, CONTINGENCY = CategoryKind.COST, CategoryKind.REVENUE, CategoryKind.CONTINGENCY
NO_TAX, SERVICES, FREIGHT, GOODS = Decimal(0), Decimal("0.06"), Decimal("0.09"), Decimal("0.13")


@dataclass(frozen=True, slots=True)
class Shipped:
    """A category as it is shipped; those whose code begins with another's code and a dash stand below it."""

    code: str
    zh: str
    en: str
    nature: CostNature = VARIABLE
    tax: Decimal = NO_TAX
    kind: CategoryKind = COST
    needs_request: bool = False


CATEGORIES: tuple[Shipped, ...] = (
    Shipped("C01", "备件及更换", "Spare parts and replacements", tax=GOODS),
    Shipped("C02", "服务人工", "Service labour", FIXED),
    Shipped("C02-1", "基本工资", "Base wages", FIXED),
    Shipped("C02-2", "绩效工资", "Performance pay"),
    Shipped("C02-3", "临时用工", "Temporary staff", tax=SERVICES),
    Shipped("C03", "培训与发展", "Training and development"),
    Shipped("C03-1", "内训", "Internal training"),
    Shipped("C03-2", "外训", "External training", tax=SERVICES),
    Shipped("C04", "客服工具与软件", "Support tools and software", FIXED, SERVICES),
    Shipped("C05", "技术基础设施", "Technology infrastructure", FIXED, GOODS),
    Shipped("C06", "间接费用", "Overhead", FIXED),
    Shipped("C06-1", "场地分摊", "Rent share", FIXED, FREIGHT),
    Shipped("C06-2", "水电", "Utilities", tax=GOODS),
    Shipped("C06-3", "保险", "Insurance", FIXED, SERVICES),
    Shipped("C06-4", "办公费", "Office", tax=GOODS),
    Shipped("C06-5", "电话费", "Telephone", tax=SERVICES),
    Shipped("C06-6", "折旧", "Depreciation", FIXED),
    Shipped("C07", "保修索赔与维修", "Warranty claims and repairs", tax=GOODS),
    Shipped("C08", "运输与物流", "Transport and logistics", tax=FREIGHT),
    Shipped("C09", "设备与工具", "Equipment and tools", tax=GOODS, needs_request=True),
    Shipped("C10", "客户沟通渠道", "Customer communication channels", tax=SERVICES),
    Shipped("C11", "质量控制与检测", "Quality control and testing", tax=SERVICES),
    Shipped("C12", "库存管理", "Inventory management", tax=SERVICES),
    Shipped("C13", "市场推广", "Marketing and promotion"),
    Shipped("C13-1", "广告费", "Advertising", tax=SERVICES),
    Shipped("C13-2", "展会摊位费", "Exhibition booths", tax=SERVICES, needs_request=True),
    Shipped("C14", "外包服务", "Third-party services", tax=SERVICES),
    Shipped("C15", "研发", "Research and development", tax=SERVICES),
    Shipped("C16", "合规", "Compliance and regulation", tax=SERVICES),
    Shipped("C17", "出差费用", "Travel", tax=SERVICES),
    Shipped("C18", "销售提成", "Sales commission"),
    Shipped("C90", "应急预算", "Contingency", kind=CONTINGENCY),
    Shipped("R01", "备件销售", "Parts sales", tax=GOODS, kind=REVENUE),
    Shipped("R02", "有偿服务", "Paid service", tax=SERVICES, kind=REVENUE),
)


@transaction.atomic
def install() -> None:
    """Add the shipped categories that are missing; what is there is left alone. Default control: year to date, stop
    (LED-05).
    """
    ids = dict(Category.objects.values_list("code", "pk"))
    for position, shipped in enumerate(CATEGORIES, start=1):
        if shipped.code in ids:
            continue
        group, _dash, own = shipped.code.partition("-")
        made, _created = Category.objects.get_or_create(
            code=shipped.code,
            defaults={
                "name_zh": shipped.zh,
                "name_en": shipped.en,
                "parent_id": ids.get(group) if own else None,
                "kind": shipped.kind,
                "nature": shipped.nature,
                "default_tax_rate": shipped.tax,
                "needs_request": shipped.needs_request,
                "position": position * 10,
                "is_shipped": True,
            },
        )
        ids[shipped.code] = made.pk
