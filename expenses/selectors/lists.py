"""The lists of requests and claims: filtered, sorted, with their totals, within what the actor sees
(GEN-10, GEN-13).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from core import search
from core.actors import Actor
from core.calendar import midnight
from core.long_lists import MOST_COUNTED, countable
from core.money import ZERO
from core.ordering import ordered
from expenses import policies
from expenses.choices import GIVEN_UP, GRAVE_CHECKS, Flagged
from expenses.models import Claim, ClaimLine, Flag, SpendRequest, SpendRequestLine
from expenses.selectors.visibility import claims_visible_to, requests_visible_to

Document = TypeVar("Document", SpendRequest, Claim)


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """What of a list is asked for."""

    scope: str = "all"
    state: str = ""
    department_id: int | None = None
    category_id: int | None = None
    flagged: str = ""
    since: date | None = None
    until: date | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    words: str = ""
    sort: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the scope narrows the list."""
        return any(
            value not in {"", None}
            for value in (
                self.state, self.flagged, self.department_id, self.category_id, self.since, self.until, self.least,
                self.most, self.words,
            )
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Totals:
    """What stands under a list: how many, what they come to without the `left_out` that are rejected or cancelled, and
    what they hold or have spent. `is_cut`: more than are counted, so `count` is all that is known (QLT-05).
    """

    count: int
    total: Decimal
    held: Decimal
    left_out: int = 0

    @property
    def added(self) -> int:
        """How many are added up."""
        return self.count - self.left_out

    @property
    def is_cut(self) -> bool:
        return self.count > MOST_COUNTED

    @property
    def most(self) -> int:
        """How many are counted at the most."""
        return MOST_COUNTED


NEWEST = ("-created_at", "-pk")
REQUEST_SORTS = {
    "number": "number",
    "title": "title",
    "maker": "created_by__sort_key",
    "department": "department__position",
    "created": "created_at",
    "end": "end_date",
    "amount": "total",
    "state": "state",
}
CLAIM_SORTS = {
    "number": "number",
    "title": "title",
    "maker": "created_by__sort_key",
    "department": "department__position",
    "created": "created_at",
    "amount": "base_total",
    "state": "state",
}


def requests_found(actor: Actor, question: ListQuestion) -> QuerySet[SpendRequest]:
    """The requests of a list, with maker and department and what each still holds."""
    rows = _requests(requests_visible_to(actor), question, actor)
    held = (
        SpendRequestLine.objects.filter(request=OuterRef("pk")).order_by().values("request").annotate(sum=Sum("held"))
    )
    return ordered(
        rows.select_related("department", "created_by").annotate(held=_sum_of(held), **_hints("request")),
        question.sort,
        REQUEST_SORTS,
        usual=NEWEST,
    )


def claims_found(actor: Actor, question: ListQuestion) -> QuerySet[Claim]:
    """The claims of a list, with maker, department and request, and whether a line is of an earlier month (EXP-02b)."""
    rows = _claims(claims_visible_to(actor), question, actor)
    prior = Exists(ClaimLine.objects.filter(claim=OuterRef("pk"), is_prior_period=True))
    rows = rows.select_related("department", "created_by", "request").annotate(is_prior_period=prior, **_hints("claim"))
    return ordered(rows, question.sort, CLAIM_SORTS, usual=NEWEST)


def _requests(rows: QuerySet[SpendRequest], question: ListQuestion, actor: Actor) -> QuerySet[SpendRequest]:
    rows = _narrowed(rows, question, actor, amount="total")
    if question.category_id is None:
        return rows
    return rows.filter(Exists(SpendRequestLine.objects.filter(request=OuterRef("pk"), category=question.category_id)))


def _claims(rows: QuerySet[Claim], question: ListQuestion, actor: Actor) -> QuerySet[Claim]:
    rows = _narrowed(rows, question, actor, amount="base_total")
    if question.category_id is None:
        return rows
    return rows.filter(Exists(ClaimLine.objects.filter(claim=OuterRef("pk"), category=question.category_id)))


def _hints(parent: str) -> dict[str, Exists]:
    """Whether a row has warnings, and whether hints nobody explained."""
    return {"is_warned": is_flagged(Flagged.GRAVE, parent), "is_unexplained": is_flagged(Flagged.UNEXPLAINED, parent)}


MANY = Totals(count=MOST_COUNTED + 1, total=ZERO, held=ZERO)
"""Of a list with more rows than are counted nothing else is told."""


def totals_of_requests(rows: QuerySet[SpendRequest], actor: Actor, question: ListQuestion) -> Totals:
    """Under the list of requests: what was asked for, and what is still held."""
    if _is_long(actor, question, lambda own: _requests(SpendRequest.objects.filter(own), question, actor)):
        return MANY
    found = countable(rows, "total", "state").aggregate(**_sums("total", question))
    if found["count"] > MOST_COUNTED:
        return MANY
    ids = countable(rows).values("pk")
    held = SpendRequestLine.objects.filter(request__in=ids, held__gt=0).aggregate(sum=Sum("held"))["sum"]
    return Totals(
        count=found["count"], total=found["sum"] or ZERO, held=held or ZERO, left_out=found["count"] - found["added"]
    )


def totals_of_claims(rows: QuerySet[Claim], actor: Actor, question: ListQuestion) -> Totals:
    """Under the list of claims, in the base currency."""
    if _is_long(actor, question, lambda own: _claims(Claim.objects.filter(own), question, actor)):
        return MANY
    found = countable(rows, "base_total", "state").aggregate(**_sums("base_total", question))
    return Totals(count=found["count"], total=found["sum"] or ZERO, held=ZERO, left_out=found["count"] - found["added"])


def _sums(amount: str, question: ListQuestion) -> dict[str, Any]:
    """How many there are, and how many are added up to what: not what is rejected or cancelled, unless asked for."""
    counts = Q() if question.state in GIVEN_UP else ~Q(state__in=GIVEN_UP)
    return {
        "count": Count("pk"),
        "added": Count("pk", filter=counts),
        "sum": Sum(amount, filter=counts),
    }


def _is_long(actor: Actor, question: ListQuestion, of_departments: Callable[[Q], QuerySet[Any]]) -> bool:
    """Whether the documents of the departments one sees are more than are counted already: they are found by an index,
    where what one decided on elsewhere is asked of each (QLT-05).
    """
    scope = actor.sight(policies.VIEW)
    if scope.company or not scope.departments or question.words:  # what holds the words is looked up once
        return False
    return countable(of_departments(Q(department__in=scope.departments))).count() > MOST_COUNTED


def _narrowed(rows: QuerySet[Document], question: ListQuestion, actor: Actor, *, amount: str) -> QuerySet[Document]:
    if question.scope == "mine":
        rows = rows.filter(created_by=actor.person_id or 0)
    elif question.scope == "department":
        rows = rows.filter(department__in=actor.own_departments)
    if question.state:
        rows = rows.filter(state=question.state)
    if question.flagged:
        rows = rows.filter(is_flagged(question.flagged, "claim" if rows.model is Claim else "request"))
    if question.department_id is not None:
        rows = rows.filter(department=question.department_id)
    if question.since is not None:
        rows = rows.filter(created_at__gte=midnight(question.since))
    if question.until is not None and question.until < date.max:
        rows = rows.filter(created_at__lt=midnight(question.until + timedelta(days=1)))
    if question.least is not None:
        rows = rows.filter(**{f"{amount}__gte": question.least})
    if question.most is not None:
        rows = rows.filter(**{f"{amount}__lte": question.most})
    if question.words:
        rows = search.fitting(rows, rows.model.kind, question.words)
    return rows


def is_flagged(which: str, parent: str) -> Exists:
    """Whether a document has flags of this sort, whether any of them is not explained (EXP-05)."""
    flags = Flag.objects.filter(**{parent: OuterRef("pk")}, is_current=True)
    if which == Flagged.GRAVE:
        flags = flags.filter(check_code__in=GRAVE_CHECKS)
    elif which == Flagged.UNEXPLAINED:
        flags = flags.filter(explanation="")
    return Exists(flags)


def _sum_of(lines: Any) -> Any:
    return Coalesce(Subquery(lines.values("sum")), ZERO)
