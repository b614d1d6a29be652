"""The company that is filled: departments, people, years and budgets in force, made through the services (QLT-01)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from tests.benchmarks.scale.plan import MONEY_A_MONTH, SEASONS

CATEGORIES = 16
PEOPLE_A_DEPARTMENT = 10
SURNAMES, GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙",
    ("建国", "晓燕", "海涛", "丽萍", "志刚", "文静", "永强", "秀英", "俊杰", "春梅"),
)


@dataclass(slots=True)
class Key:
    """A control key as the filler extends it: where it stands, its budget by month in cents, and its chain."""

    id: int
    year_id: int
    department: int
    category: int
    budget: list[int]
    used: list[int] = field(default_factory=lambda: [0] * 12)
    """Actual by month, in cents."""
    held: list[int] = field(default_factory=lambda: [0] * 12)
    length: int = 0
    head: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """What the rows refer to, by id; small enough to be handed to other processes."""

    years: dict[int, int]
    """Fiscal years by number."""
    periods: dict[tuple[int, int], int]
    departments: dict[int, float]
    """Their share of all documents."""
    categories: dict[int, float]
    codes: dict[int, str]
    people: dict[int, list[int]]
    """Makers by department."""
    names: dict[int, str]
    managers: dict[int, int]
    finance: int
    cashier: int
    routes: dict[str, int]
    keys: dict[tuple[int, int, int], Key]
    """By year number, department, category."""
    source: int
    until: date


def found(*, until: date, years: int = 3) -> World:
    """Make the company in an empty, migrated database; its budgets come into force through the ledger."""
    from demo import founding
    from organization.models import Department

    first = until.year - years + 1
    founding.found(at=datetime(first - 1, 10, 1, 2, tzinfo=UTC))
    _let_sign_in()
    departments = list(Department.objects.order_by("pk"))
    people = {department.pk: _makers(department) for department in departments}
    return read(until=until, years=range(first, until.year + 1), people=people)


def _let_sign_in() -> None:
    """The demo's password as the demo knows it, whatever settings the filler runs with."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    from demo.company import PASSWORD
    from organization.models import Person

    hasher = Argon2PasswordHasher()
    Person.objects.update(password=hasher.encode(PASSWORD, hasher.salt()))


def _makers(department: object) -> list[int]:
    """People who request and claim."""
    from organization.models import Department
    from tests.factories import organization as cast

    assert isinstance(department, Department)
    made = []
    for number in range(PEOPLE_A_DEPARTMENT):
        name = SURNAMES[(department.pk * 5 + number) % len(SURNAMES)] + GIVEN[number % len(GIVEN)]
        given = {"username": f"{department.code.lower()}{number}", "name_en": f"{department.code} maker {number}"}
        made.append(cast.member(department, "employee", name_zh=name, **given).pk)
    return made


def read(*, until: date, years: range, people: dict[int, list[int]]) -> World:
    """Open the years, put a budget of each department in force, and note what the rows refer to."""
    from approvals.models import Route
    from budgets.choices import CategoryKind
    from budgets.models import Category, FiscalYear, Period
    from expenses.models import ImportSource
    from organization.models import Department, Person
    from tests.factories import budgets as make

    groups = Category.objects.exclude(parent=None).values("parent")
    leaves = Category.objects.filter(kind=CategoryKind.COST).exclude(pk__in=groups).order_by("code")[:CATEGORIES]
    categories = {leaf.pk: weight for leaf, weight in zip(leaves, _shares(CATEGORIES), strict=True)}
    departments = dict(zip(sorted(people), _shares(len(people)), strict=True))
    for year in years:
        make.open_year(year)
    world = World(
        years=dict(FiscalYear.objects.values_list("year", "pk")),
        periods={
            (year, month): pk for pk, year, month in Period.objects.values_list("pk", "fiscal_year__year", "month")
        },
        departments=departments,
        categories=categories,
        codes=dict(Category.objects.filter(pk__in=categories).values_list("pk", "code")),
        people=people,
        names={person.pk: person.name_zh for person in Person.objects.all()},
        managers=dict(Department.objects.values_list("pk", "manager")),
        finance=Person.objects.get(username="finance").pk,
        cashier=Person.objects.get(username="cashier").pk,
        routes=dict(Route.objects.filter(department=None, retired_at=None).values_list("document_kind", "pk")),
        keys={},
        source=ImportSource.objects.get_or_create(name="用友 U8")[0].pk,
        until=until,
    )
    for year in years:
        for department in departments:
            _put_in_force(world, year, department)
    return world


def _shares(count: int) -> list[float]:
    """Uneven shares that come to one: the largest four times the smallest."""
    weights = [4 - 3 * place / (count - 1) for place in range(count)]
    return [weight / sum(weights) for weight in weights]


def _put_in_force(world: World, year: int, department: int) -> None:
    """A department's budget of a year with its postings, as its approval makes them."""
    from budgets.choices import EntryKind
    from budgets.models import Budget, BudgetLine, ControlKey
    from budgets.services.ledger import Posting, Source, post
    from core import numbers
    from core.actors import SYSTEM

    at = datetime(year - 1, 12, 20, 2, tzinfo=UTC)
    number = numbers.take("BUD", year)
    author = world.managers[department]
    budget = Budget.objects.create(
        number=number, created_by_id=author, created_at=at, submitted_at=at, submitted_by_id=author,
        department_id=department, fiscal_year_id=world.years[year], state="IN_FORCE", in_force_at=at,
    )  # fmt: skip
    postings, by_category = [], {}
    for place, (category, share) in enumerate(world.categories.items()):
        amounts = [round(MONEY_A_MONTH * world.departments[department] * share * season) for season in SEASONS]
        by_category[category] = amounts
        line = BudgetLine.objects.create(
            budget=budget, category_id=category, rationale="按上年执行与淡旺季测算", position=place,
            amounts=[Decimal(amount) for amount in amounts],
        )  # fmt: skip
        postings += [
            Posting(
                department,
                category,
                None,
                world.periods[year, month],
                EntryKind.APPROPRIATION,
                Decimal(amount),
                line.pk,
            )
            for month, amount in enumerate(amounts, start=1)
        ]
    source = Source(kind="budget", document_id=budget.pk, label=number)
    post(source=source, postings=postings, occasion="version:1", actor=SYSTEM, at=at)
    for key in ControlKey.objects.filter(fiscal_year=world.years[year], department=department):
        cents = [amount * 100 for amount in by_category[key.category_id]]
        world.keys[year, department, key.category_id] = Key(
            id=key.pk, year_id=world.years[year], department=department, category=key.category_id, budget=cents,
            length=key.chain_length, head=key.chain_head,
        )  # fmt: skip
