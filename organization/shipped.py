"""What an installation starts with: roles, incompatible pairs, warehouses (ORG-04, ORG-05, ORG-08).

Only what is missing is added, so an installation's own changes stay. Why: docs/rules/segregation-of-duties.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from organization.models import IncompatiblePair, Role, Warehouse

EMPLOYEE = ("expenses.request", "expenses.claim")
_READS = ("budgets.view", "expenses.view", "reports.view")
_PANEL = ("complaints.confirm_liability", "complaints.verify", *EMPLOYEE)
VIEWS = (
    *_READS, "agreements.view", "approvals.view_all", "complaints.view", "customers.view_all", "leads.view",
    "parts.view", "parts.view_costs",
)  # fmt: skip
_LEADS = (
    "agreements.view", "budgets.make", "budgets.review", "complaints.judge_liability", "complaints.plan_measures",
    "expenses.review",
    "leads.confirm_start", "leads.view", "market.answer", *_READS, *EMPLOYEE,
)  # fmt: skip
_AGREES = ("agreements.make", "agreements.view", "leads.edit", "leads.view")
_FINANCE = (*_READS, "expenses.release", "budgets.verify_ledger")
_WEIGHS = ("agreements.answer_finance", "agreements.view", "leads.confirm_payment", "leads.view")
_TRAVELS = ("parts.sell", "parts.view", "customers.edit", *_AGREES, *EMPLOYEE)
_SELLS = (
    "parts.make_quote",
    "parts.make_delivery_note",
    "parts.sell",
    "parts.view",
    "parts.edit",
    "credit.use",
    "customers.view_all",
    "customers.edit",
    *_AGREES,
    *EMPLOYEE,
)

TRANSACTING = (
    "budgets.make",
    "budgets.review",
    "budgets.approve",
    "budgets.grant_override",
    "expenses.request",
    "expenses.claim",
    "expenses.review",
    "expenses.approve",
    "expenses.pay",
    "expenses.import",
    "parts.make_quote",
    "parts.approve_price",
    "parts.set_prices",
    "parts.make_delivery_note",
    "parts.review_delivery_note",
    "parts.sign_delivery_note",
    "parts.sell",
    "parts.ship",
    "parts.keep_warehouse",
    "parts.record_receipt",
    "parts.guarantee",
    "credit.set",
    "credit.use",
    "complaints.handle",
    "complaints.plan_measures",
    "complaints.verify",
    "complaints.judge_liability",
    "complaints.confirm_liability",
    "agreements.make",
    "agreements.start_review",
    "agreements.answer_technical",
    "agreements.answer_resources",
    "agreements.answer_conditions",
    "agreements.answer_inspection",
    "agreements.answer_finance",
    "agreements.overrule",
    "leads.edit",
    "leads.confirm_payment",
    "leads.confirm_start",
    "market.answer",
    "market.decide",
    "market.review",
    "market.screen",
    "surveys.manage",
)
"""Permissions to make or decide on a document: whoever grants roles holds none of them (ORG-05)."""

PAIRS: tuple[tuple[str, str], ...] = (
    ("parts.make_delivery_note", "parts.review_delivery_note"),
    ("parts.make_delivery_note", "parts.sign_delivery_note"),
    ("parts.make_quote", "parts.approve_price"),
    ("parts.set_prices", "parts.approve_price"),
    ("parts.set_prices", "parts.make_quote"),
    ("parts.sell", "parts.ship"),
    ("parts.ship", "parts.keep_warehouse"),
    ("parts.sell", "parts.record_receipt"),
    ("parts.ship", "parts.record_receipt"),
    ("parts.guarantee", "parts.make_quote"),
    ("parts.guarantee", "parts.approve_price"),
    ("parts.guarantee", "parts.record_receipt"),
    ("credit.set", "credit.use"),
    ("budgets.make", "budgets.approve"),
    ("budgets.approve", "expenses.request"),
    ("budgets.approve", "expenses.claim"),
    ("expenses.claim", "expenses.approve"),
    ("expenses.approve", "expenses.pay"),
    ("expenses.claim", "expenses.pay"),
    ("expenses.claim", "expenses.import"),
    ("expenses.pay", "expenses.import"),
    ("complaints.handle", "complaints.verify"),
    ("complaints.judge_liability", "complaints.confirm_liability"),
    ("agreements.make", "agreements.answer_finance"),
    ("agreements.make", "agreements.overrule"),
    ("leads.edit", "leads.confirm_payment"),
    ("organization.break_glass", "organization.grant_roles"),
    ("organization.break_glass", "organization.review_break_glass"),
    *(("organization.grant_roles", permission) for permission in TRANSACTING),
)

NOTHING_ALONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class ShippedRole:
    """A role as it is shipped. `alone` is what it approves alone in the base currency (None: no limit)."""

    code: str
    zh: str
    en: str
    permissions: tuple[str, ...]
    alone: Decimal | None = NOTHING_ALONE
    discount: Decimal | None = None


ROLES: tuple[ShippedRole, ...] = (
    ShippedRole("employee", "员工", "Employee", EMPLOYEE),
    ShippedRole(
        "department_manager",
        "部门经理",
        "Department manager",
        (
            *_LEADS,
            "parts.approve_price",
            "parts.review_delivery_note",
            "parts.sign_delivery_note",
            "parts.view",
            "parts.edit",
            "credit.set",
            "customers.edit",
            "customers.merge",
            "agreements.answer_conditions",
            *_AGREES,
        ),
        Decimal(50_000),
        Decimal("0.05"),
    ),
    ShippedRole(
        "deputy_manager",
        "部门副经理",
        "Deputy manager",
        (
            *_LEADS,
            "parts.review_delivery_note",
            "parts.view",
            "parts.edit",
            "customers.edit",
            *_AGREES,
        ),
        Decimal(20_000),
        Decimal("0.02"),
    ),
    ShippedRole(
        "division_manager",
        "事业部经理",
        "Division manager",
        (*_LEADS, "agreements.start_review", "parts.view"),
        Decimal(200_000),
    ),
    ShippedRole("service_clerk", "服务内勤", "Service clerk", _SELLS, discount=Decimal(0)),
    ShippedRole(
        "foreign_service_clerk",
        "外贸服务内勤",
        "Foreign service clerk",
        (*_SELLS, "parts.quote_abroad"),
        discount=Decimal(0),
    ),
    ShippedRole("salesperson", "业务员", "Salesperson", (*_TRAVELS, "parts.guarantee"), discount=Decimal(0)),
    ShippedRole("foreign_salesperson", "外贸业务员", "Foreign salesperson", _TRAVELS, discount=Decimal(0)),
    ShippedRole(
        "commissioning_engineer", "调试员", "Commissioning engineer", ("parts.guarantee", "parts.view", *EMPLOYEE)
    ),
    ShippedRole(
        "domestic_sales_manager",
        "国内销售经理",
        "Domestic sales manager",
        (
            "agreements.answer_conditions",
            "parts.approve_price",
            "parts.view",
            "parts.view_costs",
            "customers.view_all",
            "customers.edit",
            *_AGREES,
            *EMPLOYEE,
        ),
    ),
    ShippedRole("commerce", "商务", "Commerce", ("parts.ship", "parts.view", "customers.view_all", *EMPLOYEE)),
    ShippedRole(
        "warehouse_keeper", "仓库管理员", "Warehouse keeper", ("parts.keep_warehouse", "parts.view", *EMPLOYEE)
    ),
    ShippedRole(
        "finance",
        "财务",
        "Finance",
        (
            "expenses.approve",
            "expenses.import",
            *_FINANCE,
            *_WEIGHS,
            "budgets.close_periods",
            "budgets.edit_categories",
            "budgets.keep_rates",
            "budgets.set_ceilings",
            "complaints.view",
            "core.keep_calendar",
            "core.keep_thresholds",
            "customers.view_all",
            "parts.record_receipt",
            "parts.view",
            "parts.view_costs",
            "parts.set_prices",
        ),
        Decimal(200_000),
    ),
    ShippedRole("cashier", "出纳", "Cashier", ("expenses.pay", "expenses.view")),
    ShippedRole(
        "finance_supervisor",
        "财务主管",
        "Finance supervisor",
        (
            "organization.view",
            "organization.edit",
            "organization.grant_roles",
            "organization.edit_roles",
            "approvals.edit_routes",
            "core.watch_jobs",
            *VIEWS,
        ),
    ),
    ShippedRole(
        "finance_manager",
        "财务部经理",
        "Finance manager",
        (
            "budgets.approve",
            "expenses.reverse_import",
            *_FINANCE,
            *_WEIGHS,
            "approvals.view_all",
            "complaints.view",
            "customers.view_all",
            "parts.view",
            "parts.view_costs",
            "parts.set_prices",
            "budgets.reopen_periods",
            "budgets.run_years",
            "budgets.edit_categories",
            "budgets.keep_rates",
            "budgets.set_ceilings",
            "core.keep_calendar",
            "core.keep_thresholds",
            "budgets.grant_override",
            "approvals.edit_routes",
            "organization.view",
            "organization.review_break_glass",
            "core.watch_jobs",
            "credit.set",
        ),
        Decimal(1_000_000),
    ),
    ShippedRole(
        "executive", "公司高层", "Executive", (*VIEWS, "expenses.review", "parts.decide_violation"), Decimal(500_000)
    ),
    ShippedRole(
        "vice_general_manager",
        "主管副总",
        "Vice general manager",
        (*VIEWS, "organization.view", "expenses.review", "market.decide", "parts.decide_violation"),
        Decimal(500_000),
    ),
    ShippedRole(
        "general_manager",
        "总经理",
        "General manager",
        (
            "budgets.approve",
            "expenses.approve",
            *VIEWS,
            "organization.view",
            "organization.break_glass",
            "budgets.grant_override",
            "agreements.overrule",
            "parts.decide_violation",
        ),
        None,
    ),
    ShippedRole(
        "customer_service",
        "客户服务人员",
        "Customer service",
        ("complaints.handle", "surveys.manage", "customers.view_all", *EMPLOYEE),
    ),
    ShippedRole("planning_centre", "企划中心", "Planning centre", ("agreements.answer_resources", *_PANEL)),
    ShippedRole("expert", "专家", "Expert", _PANEL),
    ShippedRole("rd_lead", "研发部主管", "R&D lead", ("agreements.answer_technical", *EMPLOYEE)),
    ShippedRole(
        "auditor",
        "稽核人员",
        "Auditor",
        (
            *VIEWS,
            "agreements.answer_inspection",
            "organization.view",
            "organization.review_break_glass",
            "budgets.verify_ledger",
        ),
    ),
    ShippedRole(
        "information_manager",
        "信息管理员",
        "Information manager",
        (
            "organization.view",
            "organization.edit",
            "core.watch_jobs",
            "core.keep_calendar",
            "core.keep_webhooks",
            "market.review",
            "market.screen",
            *EMPLOYEE,
        ),
    ),
    ShippedRole(
        "export_sales_manager",
        "外贸销售经理",
        "Export sales manager",
        (
            "agreements.answer_conditions",
            "parts.approve_price",
            "parts.view",
            "parts.view_costs",
            "customers.view_all",
            "customers.edit",
            *_AGREES,
            *EMPLOYEE,
        ),
    ),
    ShippedRole("parts_lead", "备件业务负责人", "Parts business lead", ("parts.view_costs",)),
)

WAREHOUSES = (
    ("raw", "原材料仓库", "Raw materials"),
    ("semi", "半成品仓库", "Semi-finished goods"),
)


@transaction.atomic
def install() -> None:
    """Add the shipped roles, pairs and warehouses that are missing; what is there is left alone."""
    Role.objects.bulk_create(
        [
            Role(
                code=role.code,
                name_zh=role.zh,
                name_en=role.en,
                permissions=sorted(role.permissions),
                approve_limit=role.alone,
                discount_limit_share=role.discount,
                is_shipped=True,
                position=position,
            )
            for position, role in enumerate(ROLES, start=1)
        ],
        ignore_conflicts=True,
    )
    IncompatiblePair.objects.bulk_create(
        [IncompatiblePair(first=first, second=second, is_shipped=True) for first, second in map(sorted, PAIRS)],
        ignore_conflicts=True,
    )
    Warehouse.objects.bulk_create(
        [Warehouse(code=code, name_zh=zh, name_en=en) for code, zh, en in WAREHOUSES], ignore_conflicts=True
    )
