"""The lists of requests and claims: filtered, sorted, with their totals, within what the actor sees
(GEN-10, GEN-13).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from core.actors import Actor
from core.calendar import midnight
from core.money import ZERO
from core.ordering import ordered
from expenses import rules
from expenses.models import Claim, ClaimLine, SpendRequest, SpendRequestLine
from expenses.selectors.visibility import claims_visible_to, requests_visible_to

Document = TypeVar("Document", SpendRequest, Claim)


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """What of a list is asked for."""

    scope: str = "all"
    state: str = ""
    department_id: int | None = None
    category_id: int | None = None
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
                self.state, self.department_id, self.category_id, self.since, self.until, self.least, self.most,
                self.words,
            )
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Totals:
    """What stands under a list: how many, what they come to, and what they hold or have spent."""

    count: int
    total: Decimal
    held: Decimal


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
    rows = _narrowed(requests_visible_to(actor), question, actor, amount="total")
    if question.category_id is not None:
        rows = rows.filter(_has_line(SpendRequestLine.objects, "request", category=question.category_id))
    if question.words:
        rows = rows.filter(_words(question.words, _has_line(SpendRequestLine.objects, "request"), "supplier"))
    held = (
        SpendRequestLine.objects.filter(request=OuterRef("pk")).order_by().values("request").annotate(sum=Sum("held"))
    )
    return ordered(
        rows.select_related("department", "created_by").annotate(held=_sum_of(held)),
        question.sort,
        REQUEST_SORTS,
        usual=NEWEST,
    )


def claims_found(actor: Actor, question: ListQuestion) -> QuerySet[Claim]:
    """The claims of a list, with maker, department and request, and whether a line is of an earlier month (EXP-02b)."""
    rows = _narrowed(claims_visible_to(actor), question, actor, amount="base_total")
    if question.category_id is not None:
        rows = rows.filter(_has_line(ClaimLine.objects, "claim", category=question.category_id))
    if question.words:
        rows = rows.filter(_words(question.words, _has_line(ClaimLine.objects, "claim"), "request__number"))
    prior = Exists(ClaimLine.objects.filter(claim=OuterRef("pk"), is_prior_period=True))
    rows = rows.select_related("department", "created_by", "request").annotate(is_prior_period=prior)
    return ordered(rows, question.sort, CLAIM_SORTS, usual=NEWEST)


def totals_of_requests(rows: QuerySet[SpendRequest]) -> Totals:
    """Under the list of requests: what was asked for, and what is still held."""
    ids = rows.order_by().values("pk")
    found = SpendRequest.objects.filter(pk__in=ids).aggregate(count=Count("pk"), total=Sum("total"))
    held = SpendRequestLine.objects.filter(request__in=ids).aggregate(sum=Sum("held"))["sum"]
    return Totals(count=found["count"], total=found["total"] or ZERO, held=held or ZERO)


def totals_of_claims(rows: QuerySet[Claim]) -> Totals:
    """Under the list of claims, in the base currency."""
    ids = rows.order_by().values("pk")
    found = Claim.objects.filter(pk__in=ids).aggregate(count=Count("pk"), total=Sum("base_total"))
    return Totals(count=found["count"], total=found["total"] or ZERO, held=ZERO)


def _narrowed(rows: QuerySet[Document], question: ListQuestion, actor: Actor, *, amount: str) -> QuerySet[Document]:
    if question.scope == "mine":
        rows = rows.filter(created_by=actor.person_id or 0)
    elif question.scope == "department":
        rows = rows.filter(department__in=actor.own_departments)
    if question.state:
        rows = rows.filter(state=question.state)
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
    return rows


def _words(words: str, of_lines: Any, *fields: str) -> Q:
    """Every word has to be found in number, title, maker, one of the fields, or a line."""
    found = Q()
    for word in words.split()[:6]:
        one = Q(number__icontains=word) | Q(title__icontains=word)
        one |= Q(created_by__name_zh__icontains=word) | Q(created_by__initials__icontains=word)
        one |= Q(created_by__name_en__icontains=word)
        for field in fields:
            one |= Q(**{f"{field}__icontains": word})
        found &= one | Q(of_lines(word))
    return found


def _has_line(lines: Any, parent: str, **fixed: Any) -> Any:
    """A line of the document that has these values; called with a word, a line that holds it."""
    of_document = lines.filter(**{parent: OuterRef("pk")})
    if fixed:
        return Exists(of_document.filter(**fixed))

    def holding(word: str) -> Exists:
        wanted = Q(description__icontains=word)
        if lines.model is ClaimLine:
            wanted |= Q(supplier__icontains=word) | Q(invoice_number__icontains=word)
            if key := rules.plain(word):
                wanted |= Q(invoice_number_key__icontains=key)
        return Exists(of_document.filter(wanted))

    return holding


def _sum_of(lines: Any) -> Any:
    return Coalesce(Subquery(lines.values("sum")), ZERO)
