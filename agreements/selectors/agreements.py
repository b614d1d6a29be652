"""Agreements as lists, pages and other documents find them (GEN-10, CUS-10, CUS-20, CUS-30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from agreements import policies
from agreements.choices import AgreementState, AmendmentState, ReviewState
from agreements.models import Agreement, AgreementReview, AgreementVersion, Amendment
from core import search
from core.actors import Actor, Scope
from core.money import AmountField
from core.ordering import ordered

SORTS = {
    "number": "number", "subject": "subject", "customer": "customer__name_zh", "owner": "owner__sort_key",
    "state": "state", "start": "start_date", "end": "end_date", "amount": "base_amount", "created": "created_at",
}  # fmt: skip
IN_FORCE, ENDING, EXPIRED, MINE = "in_force", "ending", "expired", "mine"
SOON = timedelta(days=60)
OPEN_AMENDMENTS = (AmendmentState.IN_REVIEW, AmendmentState.RETURNED, AmendmentState.READY)


@dataclass(frozen=True, slots=True)
class AgreementQuestion:
    """What of the agreements is asked for."""

    words: str = ""
    state: str = ""
    only: str = ""
    department: int | None = None
    since: date | None = None
    until: date | None = None
    sort: str = ""


def scope_of(actor: Actor) -> Scope:
    """The departments whose agreements one sees by a right (GEN-10)."""
    scope = Scope()
    for permission in policies.SEEING:
        scope |= actor.scope_of(permission)
    return scope


def agreements_visible_to(actor: Actor) -> QuerySet[Agreement]:
    """Those of the departments one's rights reach, and one's own."""
    scope = scope_of(actor)
    if scope.company:
        return Agreement.objects.all()
    if actor.person_id is None:
        return Agreement.objects.none()
    own = Q(created_by=actor.person_id) | Q(owner=actor.person_id)
    return Agreement.objects.filter(own | Q(department__in=scope.departments))


def reviews_visible_to(actor: Actor) -> QuerySet[AgreementReview]:
    """The reviews of agreements one sees."""
    rows = AgreementReview.objects.all()
    if scope_of(actor).company:
        return rows
    return rows.filter(agreement__in=agreements_visible_to(actor).values("pk"))


def amendments_visible_to(actor: Actor) -> QuerySet[Amendment]:
    """The amendments of agreements one sees."""
    rows = Amendment.objects.all()
    if scope_of(actor).company:
        return rows
    return rows.filter(agreement__in=agreements_visible_to(actor).values("pk"))


def with_amount(rows: QuerySet[Agreement], *, on: date) -> QuerySet[Agreement]:
    """With the amount of the version in force on a day; before the first, of that one."""
    versions = AgreementVersion.objects.filter(agreement=OuterRef("pk"))
    signed = versions.filter(signed_on__isnull=False, start_date__lte=on).order_by("-start_date")
    first = versions.order_by(F("number").asc(nulls_last=True))
    return rows.annotate(
        amount=Coalesce(
            Subquery(signed.values("amount")[:1]), Subquery(first.values("amount")[:1]), output_field=AmountField()
        ),
        base_amount=Coalesce(
            Subquery(signed.values("base_amount")[:1]),
            Subquery(first.values("base_amount")[:1]),
            output_field=AmountField(),
        ),
    )


def agreements_found(actor: Actor, asked: AgreementQuestion, *, on: date) -> QuerySet[Agreement]:
    """The agreements of a list, the newest first unless sorted otherwise."""
    rows = agreements_visible_to(actor).select_related("customer", "department", "owner")
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.department:
        rows = rows.filter(department=asked.department)
    if asked.since:
        rows = rows.filter(end_date__gte=asked.since)
    if asked.until:
        rows = rows.filter(end_date__lte=asked.until)
    rows = rows.filter(only(asked.only, person_id=actor.person_id, on=on))
    if asked.words:
        rows = search.fitting(rows, Agreement.kind, asked.words)
    return ordered(with_amount(rows, on=on), asked.sort, SORTS, usual=("-created_at", "-pk"))


def only(what: str, *, person_id: int | None, on: date) -> Q:
    """The condition of one of the short filters."""
    signed = Q(state=AgreementState.SIGNED)
    return {
        IN_FORCE: signed & Q(start_date__lte=on, end_date__gte=on),
        ENDING: signed & Q(end_date__gte=on, end_date__lte=on + SOON),
        EXPIRED: signed & Q(end_date__lt=on),
        MINE: Q(owner=person_id or 0),
    }.get(what, Q())


def total_of(rows: QuerySet[Agreement]) -> tuple[int, object]:
    """How many there are, and what their versions in force are worth in the base currency."""
    found = rows.order_by().aggregate(count=Count("pk"), total=Sum("base_amount"))
    return found["count"], found["total"]


def in_force(agreement: Agreement, *, on: date) -> AgreementVersion | None:
    """The one version in force on a day; none outside its time or before it is signed."""
    rows = AgreementVersion.objects.filter(agreement=agreement, signed_on__isnull=False)
    return rows.filter(start_date__lte=on, end_date__gte=on).first()


def last_signed(agreement: Agreement) -> AgreementVersion | None:
    """The signed version that runs last."""
    return agreement.versions.filter(signed_on__isnull=False).order_by("-start_date").first()


def first_version(agreement: Agreement) -> AgreementVersion:
    """The version it began with."""
    return agreement.versions.get(number=1)


def running_review(version: AgreementVersion) -> AgreementReview | None:
    """The review of a version that is not concluded."""
    return version.reviews.filter(state__in=(ReviewState.ASKED, ReviewState.RUNNING)).first()


def open_amendment(agreement: Agreement) -> Amendment | None:
    """The change that is being decided on."""
    return agreement.amendments.filter(state__in=OPEN_AMENDMENTS).first()


def ending(*, on: date, within: int) -> QuerySet[Agreement]:
    """Signed agreements whose last day comes within so many days, and which nothing renews yet (CUS-30)."""
    renewed = Agreement.objects.filter(renews=OuterRef("pk")).exclude(
        state__in=(AgreementState.CANCELLED, AgreementState.DECLINED)
    )
    rows = Agreement.objects.filter(state=AgreementState.SIGNED, end_date__gte=on)
    rows = rows.filter(end_date__lte=on + timedelta(days=within))
    return rows.annotate(renewal=Subquery(renewed.values("pk")[:1], output_field=IntegerField())).filter(
        renewal__isnull=True
    )
