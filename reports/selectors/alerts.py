"""Budget alerts one sees, and what they are judged by: sums of balances, in a few statements for all keys (EXP-11)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, QuerySet, Subquery

from budgets.choices import BudgetState, CategoryKind, FiscalYearState, PeriodState
from budgets.models import Budget, Category, ControlKey, FiscalYear, Period
from budgets.selectors.balances import balance_rows
from core import thresholds
from core.actors import Actor
from core.money import ZERO
from core.ordering import ordered
from organization.models import Department, Person
from reports import alert_words, policies
from reports.alerting import MONTHS, KeyYear, Limits
from reports.choices import AlertState
from reports.models import BudgetAlert

SORTS = {
    "found": "found_at",
    "department": "department__position",
    "category": "category__position",
    "kind": "alert_kind",
    "budget": "budget",
    "used": "used",
}
SHOWN = 5


@dataclass(frozen=True, slots=True)
class AlertQuestion:
    """What of the list is asked for."""

    state: str = AlertState.OPEN
    kind: str = ""
    department_id: int | None = None
    year: int | None = None
    words: str = ""
    sort: str = ""


def alerts_visible_to(actor: Actor) -> QuerySet[BudgetAlert]:
    """The alerts of the departments whose figures one reads (GEN-10)."""
    rows = BudgetAlert.objects.all()
    scope = policies.sight(actor)
    return rows if scope.company else rows.filter(department__in=scope.departments)


def alerts_found(actor: Actor, question: AlertQuestion) -> QuerySet[BudgetAlert]:
    """The alerts of a list, with the key each is about."""
    rows = alerts_visible_to(actor)
    if question.state:
        rows = rows.filter(acknowledged_at__isnull=question.state == AlertState.OPEN)
    if question.kind:
        rows = rows.filter(alert_kind=question.kind)
    if question.department_id is not None:
        rows = rows.filter(department=question.department_id)
    if question.year is not None:
        rows = rows.filter(fiscal_year__year=question.year)
    for word in question.words.split()[:6]:
        found = {"name_zh__icontains": word}, {"name_en__icontains": word}
        departments = Department.objects.filter(**found[0]) | Department.objects.filter(**found[1])
        categories = Category.objects.filter(**found[0]) | Category.objects.filter(**found[1])
        rows = rows.filter(department__in=departments) | rows.filter(category__in=categories)
    return ordered(with_key(rows), question.sort, SORTS, usual=("-found_at", "-pk"))


def with_key(rows: QuerySet[BudgetAlert]) -> QuerySet[BudgetAlert]:
    """Alerts with their names and the id of their control key."""
    key = ControlKey.objects.filter(
        fiscal_year=OuterRef("fiscal_year"), department=OuterRef("department"), category=OuterRef("category")
    )
    rows = rows.select_related("fiscal_year", "department", "category", "acknowledged_by")
    return rows.annotate(key_id=Subquery(key.values("pk")[:1]))


def open_alerts(actor: Actor) -> tuple[list[BudgetAlert], int]:
    """The latest open alerts in sight, and how many there are: for start pages."""
    rows = alerts_visible_to(actor).filter(acknowledged_at__isnull=True)
    return list(with_key(rows).order_by("-found_at", "-pk")[:SHOWN]), rows.count()


# --- What is judged --------------------------------------------------------------------------------------------------


def limits(*, on: date) -> tuple[Limits, frozenset[str]]:
    """What is measured against on a day, and whom it is told to: codes of `alert_words`. One statement."""
    to = (alert_words.TO_OWNER, alert_words.TO_MANAGER, alert_words.TO_FINANCE)
    found = thresholds.in_force(alert_words.USED, alert_words.RUN_RATE, alert_words.MONTH, *to, on=on)
    used, rate, month = (found.of(code) for code in (alert_words.USED, alert_words.RUN_RATE, alert_words.MONTH))
    asked = Limits(
        shares=used.several("shares") if used.is_on else None,
        least_months=int(rate.figure("months")) if rate.is_on else None,
        margin=rate.figure("margin"),
        month_amount=month.figure("amount") if month.is_on else None,
        month_share=month.figure("share"),
    )
    return asked, frozenset(code for code in to if found.of(code).is_on)


@dataclass(frozen=True, slots=True)
class YearToJudge:
    """A year that is open: how many of its months have ended, and which of these are looked at: the last one, and those
    that still take postings.
    """

    year: FiscalYear
    ended: int
    months: frozenset[int]


def years_to_judge(*, on: date) -> list[YearToJudge]:
    """The open years that have begun. Two statements."""
    years = {year.pk: year for year in FiscalYear.objects.filter(state=FiscalYearState.OPEN)}
    periods: dict[int, list[Period]] = defaultdict(list)
    for period in Period.objects.filter(fiscal_year__in=years, start_date__lte=on).order_by("start_date"):
        periods[period.fiscal_year_id].append(period)
    found = []
    for pk, begun in periods.items():
        past = [period for period in begun if period.end_date <= on]
        looked_at = {period.month for period in past if period.state == PeriodState.OPEN}
        looked_at |= {past[-1].month} if past else set()
        found.append(YearToJudge(years[pk], len(past), frozenset(looked_at)))
    return found


def keys_of(year: FiscalYear) -> dict[tuple[int, int], KeyYear]:
    """The costs of a year by department and category, month by month. Two statements."""
    costs = set(Category.objects.filter(kind=CategoryKind.COST).values_list("pk", flat=True))
    keys: dict[tuple[int, int], KeyYear] = {}
    for row in balance_rows(fiscal_year_id=year.pk):
        if row.category_id in costs:
            key = keys.setdefault(
                (row.department_id, row.category_id), KeyYear([ZERO] * MONTHS, [ZERO] * MONTHS, [ZERO] * MONTHS)
            )
            for column, amount in (
                (key.appropriated, row.appropriated),
                (key.committed, row.committed),
                (key.actual, row.actual),
            ):
                column[row.month - 1] += amount  # type: ignore[index]
    return keys


@dataclass(frozen=True, slots=True)
class Heads:
    """Who answers for departments: read once for all of them."""

    departments: dict[int, Department]
    makers: dict[tuple[int, int], int]
    """Who made the budget in force, by year and department."""

    def owner(self, year_id: int, department_id: int) -> int | None:
        """Who made the budget in force and still works here, else who leads the department."""
        return self.makers.get((year_id, department_id)) or self._head(department_id)

    def manager(self, department_id: int, owner: int | None) -> int | None:
        """Who leads the department or the nearest one above, other than the owner."""
        step: int | None = department_id
        while step is not None:
            head = self._head(step)
            if head is not None and head != owner:
                return head
            step = self.departments[step].parent_id
        return None

    def _head(self, department_id: int) -> int | None:
        department = self.departments[department_id]
        people: tuple[Person | None, ...] = (department.manager, department.deputy)
        return next((person.pk for person in people if person is not None and person.is_active), None)


def heads() -> Heads:
    """Two statements."""
    departments = {one.pk: one for one in Department.objects.select_related("manager", "deputy")}
    made = Budget.objects.filter(state=BudgetState.IN_FORCE, created_by__is_active=True)
    rows = made.values_list("fiscal_year", "department", F("created_by"))
    return Heads(departments, {(year, department): maker for year, department, maker in rows})
