"""Control keys as pages show them: what is left, month by month, who holds it, what was posted (LED-02, LED-05,
LED-09).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from budgets import confidential, policies
from budgets.models import BudgetBalance, ControlKey, ControlOverride, ControlPolicy, LedgerEntry, Period
from budgets.rules import control
from budgets.rules.control import Figures
from budgets.rules.postings import HeldBy
from budgets.selectors import ledger
from budgets.selectors.balances import balance_rows
from core.actors import Actor
from core.money import ZERO
from core.ordering import ordered

KEY_ORDER = ("department__position", "department__code", "category__position", "category__code")
KEY_SORTS = {
    "category": "category__position",
    "department": "department__position",
    "appropriated": "appropriated",
    "committed": "committed",
    "actual": "actual",
    "left": "left",
}
ENTRY_SORTS = {"number": "sequence", "posted": "posted_at", "month": "month", "kind": "kind", "amount": "amount"}


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a key. `left` is of the month alone; `available` is what may still be spent in it by the key's
    scope.
    """

    period: Period
    appropriated: Decimal
    committed: Decimal
    actual: Decimal
    left: Decimal
    available: Decimal

    @property
    def is_over(self) -> bool:
        """Whether nothing may be spent in it any more and something is missing."""
        return self.available < 0


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A key's year: months, totals, what is open, which overrides stand."""

    months: tuple[Month, ...]
    totals: Month
    held_by: tuple[HeldBy, ...]
    overrides: tuple[ControlOverride, ...]
    own_policy: ControlPolicy | None


def keys_visible_to(actor: Actor) -> QuerySet[ControlKey]:
    """The control keys of one's own departments and of those where one may see budgets (GEN-10)."""
    keys = ControlKey.objects.select_related("department", "category", "fiscal_year")
    scope = actor.sight(policies.VIEW)
    return keys if scope.company else keys.filter(department__in=scope.departments)


def key_list(
    actor: Actor,
    *,
    fiscal_year_id: int | None,
    department_id: int | None = None,
    words: str = "",
    only: str = "",
    sort: str = "",
) -> QuerySet[ControlKey]:
    """Keys of a year with what is left; `only` is over, near (less than a tenth left) or stop."""
    keys = (
        keys_visible_to(actor)
        .filter(fiscal_year=fiscal_year_id)
        .annotate(left=F("appropriated") - F("committed") - F("actual"))
    )
    if department_id is not None:
        keys = keys.filter(department=department_id)
    if words:
        keys = keys.filter(
            Q(category__name_zh__icontains=words)
            | Q(category__name_en__icontains=words)
            | Q(category__code__istartswith=words)
        )
    if only == "over":
        keys = keys.filter(left__lt=0)
    elif only == "near":
        keys = keys.filter(left__gte=0, appropriated__gt=0, left__lt=F("appropriated") / 10)
    return ordered(keys.exclude(category__kind="REVENUE"), sort, KEY_SORTS, usual=KEY_ORDER)


def key_figures(key: ControlKey, *, actor: Actor, at: datetime) -> KeyFigures:
    """The figures of one key in a constant number of statements. What holds it is named where the actor sees it."""
    state = ledger.key_states([key.pk], at=at)[key.pk]
    policy = control.Policy(key.scope, key.action, key.tolerance_amount, key.tolerance_share)
    periods = list(Period.objects.filter(fiscal_year=key.fiscal_year_id).order_by("month"))
    months = tuple(_month(period, state.months, state.given_back, policy) for period in periods)
    return KeyFigures(
        months=months,
        totals=_totals(periods[-1], state.months),
        held_by=ledger.held_by(key_id=key.pk, actor=actor, limit=10, year=key.fiscal_year.year),
        overrides=tuple(ControlOverride.objects.filter(key=key).select_related("granted_by")),
        own_policy=ControlPolicy.objects.filter(category=key.category_id, department=key.department_id).first(),
    )


def _month(period: Period, figures: Figures, given_back: list[Decimal], policy: control.Policy) -> Month:
    place, month = period.month - 1, period.month
    first, _last = control.window(policy.scope, month)
    judged = figures.plus(Figures(committed=given_back))
    return Month(
        period=period,
        appropriated=figures.appropriated[place],
        committed=figures.committed[place],
        actual=figures.actual[place],
        left=figures.left(month, month),
        available=min(judged.left(first, through) for through in control.checkpoints(policy.scope, month)),
    )


def _totals(last: Period, figures: Figures) -> Month:
    left = figures.left(1, 12)
    return Month(
        period=last,
        appropriated=sum(figures.appropriated, ZERO),
        committed=sum(figures.committed, ZERO),
        actual=sum(figures.actual, ZERO),
        left=left,
        available=left,
    )


@dataclass(frozen=True, slots=True)
class KeyBalance:
    """A key's months and year, now or as of a past moment; of one project alone where one is named."""

    key: ControlKey
    months: tuple[Month, ...]
    totals: Month
    project_id: int | None
    as_of: datetime | None


def balances_of(
    keys: Sequence[ControlKey], *, project_id: int | None = None, as_of: datetime | None = None
) -> list[KeyBalance]:
    """The balances of these keys, in their order: a statement for each fiscal year, one for its months, one for
    what other windows gave back (LED-02).

    `as_of` asks for a past moment (LED-07). What is available follows the control the key has today.
    """
    periods: defaultdict[int, list[Period]] = defaultdict(list)
    for period in Period.objects.filter(fiscal_year__in={key.fiscal_year_id for key in keys}).order_by("month"):
        periods[period.fiscal_year_id].append(period)
    figures: defaultdict[tuple[int, int, int], Figures] = defaultdict(Figures)
    for year_id in sorted(periods):
        of_year = [key for key in keys if key.fiscal_year_id == year_id]
        rows = balance_rows(
            fiscal_year_id=year_id,
            department_ids={key.department_id for key in of_year},
            category_ids={key.category_id for key in of_year},
            as_of=as_of,
        )
        for row in rows:
            if project_id is None or row.project_id == project_id:
                months = figures[year_id, row.department_id, row.category_id]
                months.appropriated[row.month - 1] += row.appropriated
                months.committed[row.month - 1] += row.committed
                months.actual[row.month - 1] += row.actual
    given_back = ledger.given_back([key.pk for key in keys], as_of=as_of)
    return [
        _balance(
            key,
            figures[key.fiscal_year_id, key.department_id, key.category_id],
            given_back[key.pk],
            periods,
            project_id,
            as_of,
        )
        for key in keys
    ]


def _balance(
    key: ControlKey,
    figures: Figures,
    given_back: list[Decimal],
    periods: Mapping[int, Sequence[Period]],
    project_id: int | None,
    as_of: datetime | None,
) -> KeyBalance:
    policy = control.Policy(key.scope, key.action, key.tolerance_amount, key.tolerance_share)
    own = periods[key.fiscal_year_id]
    return KeyBalance(
        key=key,
        months=tuple(_month(period, figures, given_back, policy) for period in own),
        totals=_totals(own[-1], figures),
        project_id=project_id,
        as_of=as_of,
    )


def keys_with_project(keys: QuerySet[ControlKey], project_id: int) -> QuerySet[ControlKey]:
    """Those of the keys on which something was granted, held or spent for a project."""
    return keys.filter(pk__in=BudgetBalance.objects.filter(project=project_id).values("key"))


def overrides_visible_to(actor: Actor) -> QuerySet[ControlOverride]:
    """The overrides of the keys one sees (GEN-10)."""
    overrides = ControlOverride.objects.select_related("key__fiscal_year", "granted_by")
    return overrides.filter(key__in=keys_visible_to(actor).values("pk"))


def entries_visible_to(actor: Actor) -> QuerySet[LedgerEntry]:
    """The entries of the keys one sees, without single costs one may not read (GEN-10)."""
    scope = actor.sight(policies.VIEW)
    entries = confidential.told_to(actor, LedgerEntry.objects.all())
    return entries if scope.company else entries.filter(department__in=scope.departments)


def has_withheld(key: ControlKey, actor: Actor) -> bool:
    """Whether some entries of a key are left out for somebody."""
    entries = LedgerEntry.objects.filter(year=key.fiscal_year.year, key=key)
    return confidential.any_withheld(entries, confidential.withheld_from(actor))


def entries_of(
    key: ControlKey, *, actor: Actor, month: int | None = None, kind: str = "", words: str = "", sort: str = ""
) -> QuerySet[LedgerEntry]:
    """The entries of a key that somebody reads, the newest first where nothing else was asked (LED-01)."""
    entries = LedgerEntry.objects.filter(year=key.fiscal_year.year, key=key).select_related("posted_by", "project")
    entries = confidential.told_to(actor, entries)
    if month is not None:
        entries = entries.filter(month=month)
    if kind:
        entries = entries.filter(kind__in=(kind, f"{kind}_REVERSAL"))
    if words:
        entries = entries.filter(Q(source_label__icontains=words) | Q(reason__icontains=words))
    return ordered(entries, sort, ENTRY_SORTS, usual=("-sequence",))
