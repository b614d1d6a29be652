"""Who stands in the matrix: every shipped role once, where such a person sits, and the rights that are lent (QLT-40)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from organization import services as organization
from organization.choices import DepartmentKind
from organization.models import Person, Warehouse
from parts_sales.models import Guarantee, Quote
from tests.factories import approvals as deciding
from tests.factories import organization as cast
from tests.permissions.world import World

Maker = Callable[["House"], Person]
FINANCE = ("finance_officer", "finance_manager", "finance_supervisor")


@dataclass(frozen=True, slots=True)
class Seat:
    """One column: its letter pair, the role's code (empty: no role of their own), who that is."""

    code: str
    role: str
    sits: Maker


class House:
    """The departments beside those of the world: whoever sits there sees service's documents by right alone. Nobody but
    the general manager sits above them all.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        tree = world.tree
        self.goods = cast.department(tree.company, name_zh="仓储部")
        self.quality = cast.department(tree.company, name_zh="质量部")
        self.far = cast.department(tree.company, name_zh="液压事业部", kind=DepartmentKind.DIVISION)
        self.sales = cast.department(self.far, name_zh="液压销售部")
        self.office = cast.department(tree.company, name_zh="综合管理部")
        self.finance = cast.department(tree.company, name_zh="财务部")
        for person in (*(world.people[name] for name in FINANCE), world.cashier):
            person.department = self.finance
            person.save(update_fields=("department",))
        self._seated: dict[str, Person] = {}

    def seat(self, seat: Seat) -> Person:
        """Who sits there; they come the first time somebody asks for them."""
        if seat.code not in self._seated:
            self._seated[seat.code] = seat.sits(self)
        return self._seated[seat.code]


def _world(name: str) -> Maker:
    return lambda house: house.world.people[name]


def _service(role: str) -> Maker:
    return lambda house: cast.member(house.world.tree.service, role)


def _in(place: str, role: str, *, company_wide: bool = False) -> Maker:
    return lambda house: cast.member(getattr(house, place), role, company_wide=company_wide)


def _company(role: str) -> Maker:
    """A right over the whole company, held from a department of its own."""
    return _in("office", role, company_wide=True)


def _keeper(code: str) -> Maker:
    def sits(house: House) -> Person:
        made = cast.member(house.goods, "employee")
        cast.give(made, "warehouse_keeper", Warehouse.objects.get(code=code))
        return made

    return sits


def _far_manager(house: House) -> Person:
    """Leads a department of another division: the rights of service's manager, over other things."""
    made = cast.member(house.sales, "department_manager")
    cast.put_in_charge(house.sales, made)
    return made


def _stands_in(house: House) -> Person:
    """A deputy manager for whom service's manager has decisions on quotes and guarantees made in their place, and on
    nothing else (APR-07b)."""
    made = cast.member(house.world.tree.service, "deputy_manager")
    today = house.world.today
    deciding.stands_in(
        house.world.people["manager"],
        made,
        today,
        today + timedelta(days=7),
        document_kinds=[Quote.kind, Guarantee.kind],
    )
    return made


def _breaks_glass(house: House) -> Person:
    """Commerce, lent the warehouse keeper's rights in an emergency (ORG-06b)."""
    made = cast.member(house.goods, "commerce")
    organization.grant_break_glass(
        person_id=made.pk, role_code="warehouse_keeper", end_date=house.world.today + timedelta(days=1),
        reason="仓管员住院", actor=cast.actor_of(house.world.people["gm"]), at=house.world.now,
    )  # fmt: skip
    return made


GROUPS: tuple[tuple[str, tuple[Seat, ...]], ...] = (
    (
        "service: the department that owns the documents",
        (
            Seat("maker", "employee", _world("employee")),
            Seat("clerk", "service_clerk", lambda house: house.world.clerk),
            Seat("foreign clerk", "foreign_service_clerk", _service("foreign_service_clerk")),
            Seat("engineer", "commissioning_engineer", _service("commissioning_engineer")),
            Seat("deputy", "deputy_manager", _service("deputy_manager")),
            Seat("manager", "department_manager", _world("manager")),
            Seat("parts lead", "parts_lead", _service("parts_lead")),
            Seat("division manager", "division_manager", _world("division_manager")),
        ),
    ),
    (
        "sales, another department of the division or the company",
        (
            Seat("salesperson", "salesperson", lambda house: cast.member(house.world.tree.other, "salesperson")),
            Seat(
                "foreign salesperson",
                "foreign_salesperson",
                lambda house: cast.member(house.world.tree.other, "foreign_salesperson"),
            ),
            Seat("domestic sales manager", "domestic_sales_manager", _company("domestic_sales_manager")),
            Seat("export sales manager", "export_sales_manager", _company("export_sales_manager")),
        ),
    ),
    (
        "commerce and the warehouses",
        (
            Seat("commerce", "commerce", _in("goods", "commerce")),
            Seat("raw materials", "warehouse_keeper", _keeper("raw")),
            Seat("semi-finished", "warehouse_keeper", _keeper("semi")),
        ),
    ),
    (
        "finance",
        (
            Seat("finance", "finance", _world("finance_officer")),
            Seat("cashier", "cashier", lambda house: house.world.cashier),
            Seat("finance supervisor", "finance_supervisor", _world("finance_supervisor")),
            Seat("finance manager", "finance_manager", _world("finance_manager")),
        ),
    ),
    (
        "management",
        (
            Seat("executive", "executive", _company("executive")),
            Seat("vice general manager", "vice_general_manager", _company("vice_general_manager")),
            Seat("general manager", "general_manager", _world("gm")),
        ),
    ),
    (
        "quality and knowledge",
        (
            Seat("customer service", "customer_service", _in("quality", "customer_service")),
            Seat("planning centre", "planning_centre", _company("planning_centre")),
            Seat("expert", "expert", _company("expert")),
            Seat("R&D lead", "rd_lead", _in("quality", "rd_lead")),
            Seat("auditor", "auditor", _company("auditor")),
            Seat("information manager", "information_manager", _company("information_manager")),
        ),
    ),
    (
        "elsewhere",
        (
            Seat("outsider", "employee", _in("sales", "employee")),
            Seat("another manager", "department_manager", _far_manager),
            Seat("without a role", "", lambda house: cast.person(house.world.tree.service)),
        ),
    ),
    (
        "lent rights",
        (
            Seat("in the manager's place", "deputy_manager", _stands_in),
            Seat("glass broken", "commerce", _breaks_glass),
        ),
    ),
)  # fmt: skip

SEATS: tuple[Seat, ...] = tuple(seat for _name, seats in GROUPS for seat in seats)
