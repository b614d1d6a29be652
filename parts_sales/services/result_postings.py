"""Results in the ledger: posted with the document's step, or later where no month, year or budget takes them; never
lost, and never a reason to hold goods back (PSL-52, decision 0138).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from budgets.choices import EntryKind
from budgets.errors import (
    CategoryRetired,
    InsufficientBudget,
    NoPeriod,
    NotALeaf,
    PeriodClosed,
    YearNotOpen,
)
from budgets.models import Category
from budgets.rules.postings import Posting, Source
from budgets.selectors import years
from budgets.services import ledger
from core import jobs, notifications
from core.actors import SYSTEM, Actor
from core.errors import DomainError, NotAllowed
from organization import selectors as organization
from organization.models import Person
from parts_sales import policies_results as policies
from parts_sales.choices import LineKind
from parts_sales.choices_results import Bearing, PostingState, Waiting
from parts_sales.models import ResultLine, ResultPosting

REVENUE = {Bearing.GOODS: "R01", Bearing.WORK: "R02", Bearing.FREE: "R01"}
COST = {Bearing.GOODS: "C01", Bearing.WORK: "C01", Bearing.FREE: "C07"}
"""The categories of the result by their codes (BUD-03). Work costs nothing here: its expenses come as claims."""
FREIGHT = "C08"
"""Freight paid in advance: what the customer pays of it stands against the claim for it (PSL-52, decision 0223)."""
WHY: dict[type[DomainError], Waiting] = {
    NoPeriod: Waiting.NO_YEAR,
    PeriodClosed: Waiting.CLOSED,
    YearNotOpen: Waiting.CLOSED,
    InsufficientBudget: Waiting.BUDGET,
    CategoryRetired: Waiting.CATEGORY,
    NotALeaf: Waiting.CATEGORY,
}
JOB = "parts_sales.post_results"
AT_ONCE = 100
AGAIN = timedelta(seconds=1)


def try_post(posting: ResultPosting, *, actor: Actor, at: datetime) -> bool:
    """Post a result its caller holds; where the ledger refuses, it waits and says why. True if it stands there now."""
    posting.tried_at = at
    try:
        with transaction.atomic():
            _post(posting, actor=actor, at=at)
    except tuple(WHY) as refusal:
        posting.why = next(why for kind, why in WHY.items() if isinstance(refusal, kind))
    else:
        posting.state, posting.why, posting.posted_at = PostingState.POSTED, "", at
    posting.save(update_fields=("state", "why", "tried_at", "posted_at"))
    return posting.state == PostingState.POSTED


def post_waiting(*, at: datetime, after: int = 0, most: int = AT_ONCE) -> tuple[int, int]:
    """Try what waits again, in the order it came, each by itself; results another run holds are left to it. How many
    were posted, and after which to go on (0: that was all). Safe to repeat.
    """
    ids = list(
        ResultPosting.objects.filter(state=PostingState.WAITING, pk__gt=after)
        .order_by("pk")
        .values_list("pk", flat=True)[:most]
    )
    posted = sum(_post_one(pk, at=at) for pk in ids)
    return posted, ids[-1] if len(ids) == most else 0


@jobs.handler(JOB)
def post_all(*, at: datetime, after: int = 0, **_later: object) -> None:
    """Try all that waits, a part in each job. Safe to run late and twice."""
    _posted, last = post_waiting(at=at, after=after)
    if last:
        jobs.after_commit(JOB, after=last, delay=AGAIN)


@transaction.atomic
def ask_to_post(*, actor: Actor) -> None:
    """Finance asks for what waits to be tried now. Raises NotAllowed."""
    if not policies.can_post_results(actor):
        raise NotAllowed(document="")
    jobs.after_commit(JOB)


def mind_waiting(*, at: datetime) -> int:
    """The daily run: try what waits again, then tell finance of what still does, once a day. How many wait."""
    after = -1
    while after:
        _posted, after = post_waiting(at=at, after=max(after, 0))
    return _tell_of_waiting(at=at)


@transaction.atomic
def _tell_of_waiting(*, at: datetime) -> int:
    waiting = ResultPosting.objects.filter(state=PostingState.WAITING)
    latest = waiting.select_related("note", "sales_return").order_by("-pk").first()
    if latest is None:
        return 0
    count, day = waiting.count(), timezone.localdate(at)
    people = Person.objects.filter(is_active=True, assignments__role__permissions__contains=[policies.POST])
    actors = organization.actors_for(people=people.distinct(), on=day)
    notifications.notify(
        [pk for pk, actor in actors.items() if policies.can_post_results(actor)],
        code="result.waits",
        kind=latest.document.kind,
        document_id=latest.document.pk,
        label=str(latest.document),
        key=f"result.waits:{day}",
        at=at,
        facts={"count": count},
    )
    return count


@transaction.atomic
def _post_one(posting_id: int, *, at: datetime) -> bool:
    rows = ResultPosting.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    posting = rows.filter(pk=posting_id, state=PostingState.WAITING).first()
    return posting is not None and try_post(posting, actor=SYSTEM, at=at)


def _post(posting: ResultPosting, *, actor: Actor, at: datetime) -> None:
    document = posting.document
    period = years.posting_period(on=posting.day)
    codes = {*REVENUE.values(), *COST.values(), FREIGHT}
    ids = dict(Category.objects.filter(code__in=codes).values_list("code", "pk"))
    postings = []
    for line in posting.lines.select_related("order_line"):
        for code, amount, line_id in _sides(line):
            if amount:
                if code not in ids:
                    raise CategoryRetired(category=code)
                postings.append(_posting(posting.department_id, ids[code], period.pk, amount, line_id))
    ledger.post(
        source=Source(document.kind, document.pk, str(document)),
        postings=postings,
        occasion=posting.occasion.lower(),
        actor=actor,
        at=at,
    )


def _sides(line: ResultLine) -> tuple[tuple[str, Decimal, int], ...]:
    """What a line posts: category, amount, and the number the ledger knows it by."""
    if line.order_line.kind == LineKind.FREIGHT:
        return ((FREIGHT, -line.revenue, 2 * line.pk),)
    bearing = Bearing(line.bearing)
    return (REVENUE[bearing], line.revenue, 2 * line.pk), (COST[bearing], line.cost, 2 * line.pk + 1)


def _posting(department_id: int, category_id: int, period_id: int, amount: Decimal, line_id: int) -> Posting:
    kind = EntryKind.ACTUAL if amount > 0 else EntryKind.ACTUAL_REVERSAL
    return Posting(department_id, category_id, None, period_id, kind, amount, line_id)
