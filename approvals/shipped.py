"""The routes an installation starts with, as the source documents say (APR-03, BUD-30, EXP-04).

Finance changes them in the browser.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction

from approvals.choices import StepMode, WhoKind
from approvals.models import Route, RouteStep
from organization.models import Role

DIVISION_FROM = Decimal("50000.00")
"""From this amount the manager above decides on spending too (EXP-04)."""

GENERAL_MANAGER_FROM = Decimal("200000.00")
"""From this amount the general manager decides on spending too (EXP-04)."""

SMALL_TRANSFER_BELOW = Decimal("50000.00")
"""Below this amount a transfer inside one department and one category group ends with finance (BUD-32)."""


@dataclass(frozen=True, slots=True)
class ShippedStep:
    """A step of a shipped route."""

    name_zh: str
    name_en: str
    who: WhoKind
    role: str = ""
    amount_from: Decimal | None = None
    needs_flag: str = ""
    days_allowed: int = 2
    mode: StepMode = StepMode.ANY


MANAGER = ShippedStep("部门经理审批", "Department manager", WhoKind.MANAGER)
ABOVE = ShippedStep("上级经理审批", "Manager above", WhoKind.MANAGER_ABOVE, amount_from=DIVISION_FROM)
OVER_REQUEST = ShippedStep(
    "上级经理审批（超出申请）", "Manager above (over the request)", WhoKind.MANAGER_ABOVE, needs_flag="above_request"
)
FINANCE = ShippedStep("财务审核", "Finance", WhoKind.ROLE_IN_COMPANY, role="finance")
FINANCE_MANAGER = ShippedStep(
    "财务部经理审核", "Finance manager", WhoKind.ROLE_IN_COMPANY, role="finance_manager", days_allowed=3
)
GENERAL_MANAGER = ShippedStep(
    "总经理批准", "General manager", WhoKind.ROLE_IN_COMPANY, role="general_manager", days_allowed=3
)
LARGE = ShippedStep(
    "总经理批准", "General manager", WhoKind.ROLE_IN_COMPANY, role="general_manager", amount_from=GENERAL_MANAGER_FROM
)
ESCALATED = ShippedStep(
    "总经理批准", "General manager", WhoKind.ROLE_IN_COMPANY, role="general_manager", needs_flag="escalated"
)

OTHERS = ShippedStep("相关部门经理会签", "Managers of the other departments", WhoKind.OTHER_MANAGERS, mode=StepMode.ALL)
WIDE = ShippedStep(
    "总经理批准",
    "General manager",
    WhoKind.ROLE_IN_COMPANY,
    role="general_manager",
    needs_flag="changes_totals",
    days_allowed=3,
)
NOT_SMALL = ShippedStep(
    "总经理批准",
    "General manager",
    WhoKind.ROLE_IN_COMPANY,
    role="general_manager",
    amount_from=SMALL_TRANSFER_BELOW,
    days_allowed=3,
)

SALES_MANAGER = ShippedStep(
    "国内销售经理审批", "Domestic sales manager", WhoKind.ROLE_IN_COMPANY, role="domestic_sales_manager", days_allowed=3
)
"""Who grants prices below the floor of the service department's manager, and credit terms (PSL-03, PSL-22)."""

AT_HOME = ShippedStep(
    "部门经理审核", "Department manager reviews", WhoKind.MANAGER, needs_flag="at_home", days_allowed=1
)
ABROAD = ShippedStep(
    "部门副经理确认型号与单价",
    "Deputy manager confirms model and price",
    WhoKind.ROLE_IN_DEPARTMENT,
    role="deputy_manager",
    needs_flag="abroad",
    days_allowed=1,
)
"""What is offered to customers at home and abroad (PSL-11, PSL-40)."""
DISCOUNTS_ABROAD = (
    ShippedStep(
        "部门经理审批（国外折扣）", "Department manager (discount abroad)", WhoKind.MANAGER, needs_flag="within_table"
    ),
    ShippedStep(
        "外贸销售经理审批",
        "Export sales manager",
        WhoKind.ROLE_IN_COMPANY,
        role="export_sales_manager",
        needs_flag="beyond_table",
        days_allowed=3,
    ),
    ShippedStep(
        "总经理批准",
        "General manager",
        WhoKind.ROLE_IN_COMPANY,
        role="general_manager",
        needs_flag="beyond_table",
        days_allowed=3,
    ),
)
"""Within the table the service department's manager, beyond it export sales and the GM (PSL-41)."""

SPENDING = (MANAGER, ABOVE, FINANCE, LARGE, ESCALATED)
ROUTES: dict[str, tuple[ShippedStep, ...]] = {
    "budget": (MANAGER, FINANCE_MANAGER, GENERAL_MANAGER),
    "budget_adjustment": (MANAGER, OTHERS, FINANCE_MANAGER, WIDE, NOT_SMALL),
    "spend_request": SPENDING,
    "expense_claim": (MANAGER, ABOVE, OVER_REQUEST, FINANCE, LARGE, ESCALATED),
    "expense_correction": (OTHERS, FINANCE, ESCALATED),
    "advance": (MANAGER, ABOVE, FINANCE, LARGE),
    "quote": (AT_HOME, ABROAD),
    "price_application": (replace(SALES_MANAGER, needs_flag="at_home"), *DISCOUNTS_ABROAD),
    "credit_term": (SALES_MANAGER,),
    "guarantee": (ShippedStep("部门经理审核", "Department manager reviews", WhoKind.MANAGER, days_allowed=1),),
    "corrective_action": (ShippedStep("专家审批", "Experts", WhoKind.ROLE_IN_COMPANY, role="expert", days_allowed=3),),
    "transfer_slip": (
        ShippedStep(
            "信息管理员审核",
            "Information manager reviews",
            WhoKind.ROLE_IN_COMPANY,
            role="information_manager",
            needs_flag="market_review",
        ),
        ShippedStep(
            "主管副总批准",
            "Vice general manager",
            WhoKind.ROLE_IN_COMPANY,
            role="vice_general_manager",
            needs_flag="market_decide",
            days_allowed=3,
        ),
    ),
    "effect_report": (
        ShippedStep("评审小组确认", "The panel confirms", WhoKind.ROLE_IN_COMPANY, role="expert", days_allowed=3),
    ),
    "liability_report": (
        ShippedStep(
            "合同评审小组确认", "The review panel confirms", WhoKind.ROLE_IN_COMPANY, role="expert", days_allowed=3
        ),
    ),
}


def install() -> None:
    """Install the shipped routes that are missing; a route finance has replaced stays replaced.

    A route waits for its roles: without them it is installed the next time.
    """
    roles = {role.code: role for role in Role.objects.all()}
    for kind, steps in ROUTES.items():
        if all(step.role in roles for step in steps if step.role):
            _install(kind, steps, roles)


def _install(kind: str, steps: tuple[ShippedStep, ...], roles: dict[str, Role]) -> None:
    with transaction.atomic():
        if Route.objects.filter(document_kind=kind, department__isnull=True).exists():
            return
        route = Route.objects.create(document_kind=kind, is_shipped=True)
        RouteStep.objects.bulk_create(
            RouteStep(
                route=route,
                position=position,
                name_zh=step.name_zh,
                name_en=step.name_en,
                who=step.who,
                role=roles[step.role] if step.role else None,
                mode=step.mode,
                amount_from=step.amount_from,
                needs_flag=step.needs_flag,
                days_allowed=step.days_allowed,
            )
            for position, step in enumerate(steps, start=1)
        )
