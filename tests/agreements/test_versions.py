"""Versions of an agreement: exactly one on each day, compared, amended, renewed, ending (CUS-20, CUS-21, CUS-30)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from agreements.choices import AgreementState, AmendmentState, Part, ReviewState
from agreements.errors import AmendmentRunning, NotConfirmed, TakesOverWrong
from agreements.models import AgreementLine, AgreementVersion
from agreements.selectors.agreements import AgreementQuestion as Asked
from agreements.selectors.agreements import agreements_found, in_force
from agreements.selectors.pages import agreement_page, compared
from agreements.services import agreements, amendments, clock, reviews
from agreements.services.inputs import AmendmentInput
from core.errors import InvalidInput, NotAllowed, WrongState
from core.models import Notification
from tests.factories import agreements as making
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CUS-20")]


def now():
    return timezone.now()


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def agreement(clerk, customer):
    return making.signed(clerk, customer)


def sign(amendment, stated, **more):
    return amendments.sign(
        amendment_id=amendment.pk, signature=making.signature(), void_from=stated,
        actor=actor_of(amendment.created_by), at=now(), **more,
    )  # fmt: skip


def at_once(change):
    """A change whose deferred checks are asked for now."""
    change()
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_new_version_takes_over_and_the_old_is_void(agreement, clerk, panel, today):
    stated = today + timedelta(days=30)
    amendment = making.agreed(making.amended(agreement, clerk, stated=stated), panel)

    sign(amendment, stated)

    old, new = agreement.versions.order_by("number")
    assert (old.end_date, new.start_date, new.end_date) == (stated - timedelta(days=1), stated, agreement.end_date)
    assert in_force(agreement, on=stated - timedelta(days=1)) == old
    assert in_force(agreement, on=stated) == new
    assert in_force(agreement, on=agreement.end_date + timedelta(days=1)) is None
    day = agreement.start_date
    while day <= agreement.end_date:
        rows = agreement.versions.filter(signed_on__isnull=False, start_date__lte=day, end_date__gte=day)
        assert rows.count() == 1
        day += timedelta(days=7)


def test_it_is_signed_only_when_both_have_confirmed(agreement, clerk, panel, today):
    stated = today + timedelta(days=30)
    amendment = making.amended(agreement, clerk, stated=stated)
    with pytest.raises(WrongState):
        sign(amendment, stated)
    review = amendment.proposed.reviews.get()
    reviews.start(review_id=review.pk, actor=actor_of(panel.division_manager), at=now())
    assert list(review.answers.values_list("part", flat=True)) == [Part.FINANCE]
    making.concluded(making.answered(making.again(review), panel), panel)
    with pytest.raises(NotConfirmed):
        sign(amendment, stated)
    assert agreement.versions.filter(signed_on__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("days", "works"), [(-10, False), (0, False), (1, True), (364, True), (365, True), (366, False)]
)
def test_the_day_it_takes_over_leaves_no_gap(agreement, clerk, panel, today, days, works):
    stated = today + timedelta(days=days)
    if works:
        making.amended(agreement, clerk, stated=stated, days=400)
        return
    with pytest.raises(TakesOverWrong):
        making.amended(agreement, clerk, stated=stated, days=400)


def test_signed_too_late_for_the_day_it_states(agreement, clerk, panel, today):
    amendment = making.agreed(making.amended(agreement, clerk, stated=today + timedelta(days=1)), panel)

    with pytest.raises(TakesOverWrong):
        amendments.sign(
            amendment_id=amendment.pk, signature=making.signature(today + timedelta(days=2)),
            void_from=today + timedelta(days=1), actor=actor_of(clerk), at=now(),
        )  # fmt: skip


def test_nobody_alone_signs_another_day_than_both_sides_confirmed(agreement, clerk, panel, today):
    stated = today + timedelta(days=30)
    amendment = making.agreed(making.amended(agreement, clerk, stated=stated), panel)
    for other in (stated + timedelta(days=61), stated - timedelta(days=1)):
        with pytest.raises(InvalidInput):
            sign(amendment, other)
    assert agreement.versions.filter(signed_on__isnull=False).count() == 1
    sign(amendment, stated)


def test_the_page_is_about_the_version_that_counts_today(clerk, customer, panel, today):
    """Before it begins the first one, never one that only takes over from it; each says from when it counts."""
    agreement = making.signed(clerk, customer, start=today + timedelta(days=10))
    stated = today + timedelta(days=100)
    sign(making.agreed(making.amended(agreement, clerk, stated=stated), panel), stated)

    def said(on):
        page = agreement_page(making.again(agreement), actor_of(clerk), on=on)
        return page.shown.number, [row.standing.tone for row in page.versions], page.standing.tone

    assert said(today) == (1, ["info", "info"], "info")
    assert said(stated - timedelta(days=1)) == (1, ["ok", "info"], "ok")
    assert said(stated) == (2, ["mute", "ok"], "ok")
    assert said(today + timedelta(days=999)) == (2, ["mute", "mute"], "mute")


@pytest.mark.rule("CUS-21")
def test_a_refusal_keeps_the_old_one_and_says_why(agreement, clerk, panel, today):
    amendment = making.amended(agreement, clerk, stated=today + timedelta(days=30))
    review = amendment.proposed.reviews.get()
    reviews.start(review_id=review.pk, actor=actor_of(panel.division_manager), at=now())
    making.concluded(making.answered(making.again(review), panel, finance="NO"), panel, sign=False)

    kept = making.again(amendment)
    assert (kept.state, kept.refusal, kept.told_how) == (
        AmendmentState.DECLINED, making.TOLD.explanation, making.TOLD.how,
    )  # fmt: skip
    assert making.again(agreement).state == AgreementState.SIGNED
    assert in_force(agreement, on=today + timedelta(days=40)).number == 1


def test_one_change_at_a_time_and_taken_back(agreement, clerk, panel, today):
    first = making.amended(agreement, clerk, stated=today + timedelta(days=30))
    with pytest.raises(AmendmentRunning):
        making.amended(agreement, clerk, stated=today + timedelta(days=60))

    amendments.withdraw(amendment_id=first.pk, reason="客户撤回", actor=actor_of(clerk), at=now())

    assert first.proposed.reviews.get().state == ReviewState.WITHDRAWN
    making.amended(agreement, clerk, stated=today + timedelta(days=60))


def test_who_may_not_make_agreements_changes_none(agreement, outsider, finance_officer, today):
    for person in (outsider, finance_officer):
        with pytest.raises(NotAllowed):
            making.amended(agreement, person, stated=today + timedelta(days=30))


def test_the_database_lets_no_day_have_two_or_none(agreement, clerk, today):
    """The last guard: past the services. Deferred, so it is asked for here before the end of the transaction."""
    version = agreement.versions.get()
    shorter = AgreementVersion.objects.filter(pk=version.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        at_once(lambda: shorter.update(end_date=today + timedelta(days=10)))
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementVersion.objects.create(
            agreement=agreement, number=2, subject="重叠", start_date=today, end_date=today, signed_on=today,
            signed_for_us="李", signed_for_customer="王", created_by=clerk, created_at=now(),
        )  # fmt: skip
    longer = type(agreement).objects.filter(pk=agreement.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        at_once(lambda: longer.update(end_date=agreement.end_date + timedelta(days=1)))


def test_the_database_keeps_what_was_signed(agreement):
    version = agreement.versions.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementVersion.objects.filter(pk=version.pk).update(amount=Decimal("1.00"))
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementLine.objects.filter(version=version).update(amount=Decimal("1.00"))
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementLine.objects.filter(version=version).delete()


def test_versions_stand_side_by_side(agreement, clerk, panel, today):
    stated = today + timedelta(days=30)
    sign(making.agreed(making.amended(agreement, clerk, stated=stated), panel), stated)
    old, new = agreement.versions.order_by("number")

    found = compared(old, new)

    assert [pair.state for pair in found.lines] == ["changed"]
    assert {label for label, _old, _new, other in found.head if other} >= {"生效日", "金额"} or found.changes > 1


def test_the_list_shows_the_amount_in_force(agreement, clerk, panel, today):
    stated = today + timedelta(days=30)
    sign(making.agreed(making.amended(agreement, clerk, stated=stated), panel), stated)

    def amount(on):
        return agreements_found(actor_of(clerk), Asked(), on=on).get().amount

    assert (amount(today), amount(stated)) == (Decimal("120000.00"), Decimal("144000.00"))


@pytest.mark.rule("CUS-30")
def test_owners_are_reminded_twice_and_not_after_the_renewal(clerk, customer, run_jobs, today):
    made = making.signed(clerk, customer, start=today - timedelta(days=300), days=360)

    def told(on):
        moment = timezone.make_aware(datetime.combine(on, time(8)))
        clock.mind_endings(at=moment)
        clock.tell_ending(agreement_id=made.pk, at=moment)
        return Notification.objects.filter(code="agreement.ending", person=clerk).count()

    assert told(made.end_date - timedelta(days=61)) == 0
    assert told(made.end_date - timedelta(days=60)) == 1
    assert told(made.end_date - timedelta(days=40)) == 1
    assert told(made.end_date - timedelta(days=15)) == 2
    renewal = agreements.renew(agreement_id=made.pk, actor=actor_of(clerk), at=now())
    Notification.objects.filter(code="agreement.ending").delete()
    assert told(made.end_date - timedelta(days=14)) == 0
    assert (renewal.renews, renewal.state, renewal.start_date) == (
        made, AgreementState.DRAFT, made.end_date + timedelta(days=1),
    )  # fmt: skip
    assert [one.product for one in renewal.versions.get().lines.all()] == ["数控机床年度维保"]
    with pytest.raises(InvalidInput):
        agreements.renew(agreement_id=made.pk, actor=actor_of(clerk), at=now())


@pytest.mark.parametrize(
    ("more", "needed"),
    [
        ({"price": "10000.00"}, []),
        ({"price": "10000.01"}, [Part.FINANCE]),
        ({"price": "10000.00", "quantity": "13"}, [Part.CONDITIONS, Part.FINANCE]),
        ({"price": "10000.00", "technical": "精度 0.005"}, [Part.TECHNICAL]),
        ({"product": "驻厂服务", "price": "10000.00"}, [Part.TECHNICAL, Part.CONDITIONS, Part.FINANCE]),
    ],
)
def test_no_part_is_left_out_whose_matter_is_changed(agreement, clerk, today, more, needed):
    """Whoever asks for the change cannot keep it from those it concerns."""
    stated = today + timedelta(days=30)
    others = [one for one in Part.values if one not in needed]

    def ask(parts):
        says = making.says(stated, (agreement.end_date - stated).days, lines=(making.line(**more),))
        wanted = AmendmentInput("CUSTOMER", "增加设备", "改动", parts, says)
        return amendments.ask(
            agreement_id=agreement.pk, wanted=wanted, form=making.FORM, actor=actor_of(clerk), at=now()
        )

    if needed:
        with pytest.raises(InvalidInput):
            ask(others)
    made = ask([one.value for one in needed] or [Part.INSPECTION.value])
    assert made.parts == [one.value for one in needed or [Part.INSPECTION]]


@pytest.mark.rule("CUS-10")
def test_what_was_reviewed_is_signed_after_the_review_said_so(clerk, customer, panel, today):
    review = making.started(making.large(clerk, customer), clerk, panel.division_manager)
    making.concluded(making.answered(review, panel), panel)

    def signed(on):
        agreements.sign(
            agreement_id=review.agreement_id, signature=making.signature(on), actor=actor_of(clerk), at=now()
        )

    with pytest.raises(InvalidInput):
        signed(today - timedelta(days=1))
    signed(today)


@pytest.mark.rule("GEN-06")
@pytest.mark.parametrize(
    "room",
    [
        "agreements.views.agreements",
        "complaints.views.complaints",
        "corrective.views.actions",
        "feedback.views.surveys",
    ],
)
def test_a_reason_that_is_needed_is_not_called_optional(room):
    form = import_module(room).ReasonForm({"version": "1", "reason": "  "})

    assert form.fields["reason"].required
    assert "reason" in form.errors
