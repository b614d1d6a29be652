"""Break-glass rights: given in an emergency, marked wherever they were needed, reviewed by somebody else (ORG-06b)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from core import audit
from core.actors import Actor, Emergency, Scope
from core.errors import NotAllowed, ReasonMissing, StaleDocument
from core.models import AuditEvent, Job, Notification
from organization import glass_words, hooks, selectors, services
from organization.choices import GlassState, ScopeKind
from organization.errors import (
    AlreadyHeld,
    EndBeforeStart,
    IncompatibleRights,
    OwnRights,
    PersonLeft,
    RightInThePast,
    ScopeIncomplete,
)
from organization.glass_errors import (
    BreakGlassEnded,
    BreakGlassNotNeeded,
    BreakGlassTooLong,
    NobodyToReview,
    NothingToReview,
    OwnReview,
    ReviewTooEarly,
)
from organization.models import BreakGlass, BreakGlassUse, Role
from tests.factories import organization as cast
from tests.organization.unchanged import nothing_changes

pytestmark = pytest.mark.rule("ORG-06b")

AT = datetime(2026, 9, 22, 1, 0, tzinfo=UTC)
TODAY = date(2026, 9, 22)
"""A Tuesday; Friday the 25th is a holiday."""
LIST = reverse("organization:break_glass")


@pytest.fixture
def grant(gm, auditor, finance_manager, actor_of):
    """Breaks the glass as the general manager: cashier, company-wide, for two days."""

    def act(person, role_code="cashier", **more):
        given = {
            "end_date": TODAY + timedelta(days=2),
            "reason": "出纳住院，供应商货款今日到期",
            "actor": actor_of(gm, on=TODAY),
            "at": AT,
        }
        return services.grant_break_glass(person_id=person.pk, role_code=role_code, **(given | more))

    return act


def url(name, right):
    return reverse(f"organization:break_glass_{name}", kwargs={"right_id": right.pk})


# --- Granting


def test_the_gm_lets_somebody_do_what_a_pair_forbids_and_the_pair_stays(
    grant, owner, actor_of, finance_supervisor, finance_manager, auditor, gm
):
    right = grant(owner)

    assert actor_of(owner, on=TODAY).can("expenses.pay")
    assert actor_of(owner, on=TODAY + timedelta(days=1)).can("expenses.pay")
    assert not actor_of(owner, on=TODAY + timedelta(days=2)).can("expenses.pay")
    assert right.number == "BGR-2026-0001"
    assert right.crosses == [{"own": "expenses.claim", "own_role": "员工", "given": "expenses.pay"}]
    assert right.review_due_date == date(2026, 9, 30)
    event = AuditEvent.objects.get(code="break_glass.grant")
    assert (event.actor_id, event.reason) == (gm.pk, "出纳住院，供应商货款今日到期")
    assert set(Notification.objects.filter(code="break_glass.granted").values_list("person_id", flat=True)) == {
        owner.pk, finance_manager.pk, auditor.pk
    }  # fmt: skip
    with pytest.raises(IncompatibleRights) as refusal:
        services.grant_role(
            person_id=owner.pk, role_code="cashier", reason="临时", actor=actor_of(finance_supervisor), at=AT
        )
    assert {refusal.value.params["first"], refusal.value.params["second"]} == {"expenses.claim", "expenses.pay"}


@pytest.mark.parametrize("who", ["owner", "manager", "finance_officer", "finance_manager", "finance_supervisor"])
def test_nobody_else_breaks_the_glass(who, grant, outsider, actor_of, request):
    actor = actor_of(request.getfixturevalue(who), on=TODAY)

    with nothing_changes(), pytest.raises(NotAllowed):
        grant(outsider, actor=actor)


def test_the_gm_does_not_break_it_for_themselves(grant, gm):
    with nothing_changes(), pytest.raises(OwnRights):
        grant(gm)
    right = grant(cast.member(gm.department, "employee"))
    with pytest.raises(IntegrityError, match="never_own"), transaction.atomic():
        BreakGlass.objects.filter(pk=right.pk).update(person=gm)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"reason": "  "}, ReasonMissing),
        ({"start_date": TODAY - timedelta(days=1)}, RightInThePast),
        ({"end_date": TODAY}, EndBeforeStart),
        ({"end_date": TODAY + timedelta(days=8)}, BreakGlassTooLong),
        ({"scope_kind": ScopeKind.DEPARTMENT}, ScopeIncomplete),
    ],
    ids=["no reason", "yesterday", "no day", "too long", "no department"],
)
def test_what_is_not_whole_is_refused(more, refusal, grant, owner):
    with nothing_changes(), pytest.raises(refusal):
        grant(owner, **more)


@pytest.mark.rule("GEN-11")
def test_the_role_gone_past_is_told_in_the_readers_language(grant, owner):
    right = grant(owner)
    role = Role.objects.get(code="employee")

    with translation.override("en"):
        told = glass_words.crossings(right, [role])

    assert [name for _own, name, _given in told] == [role.name_en]
    assert right.crosses[0]["own_role"] == role.name_zh


def test_seven_days_are_the_longest(grant, owner):
    assert grant(owner, end_date=TODAY + timedelta(days=7)).end_date == date(2026, 9, 29)


def test_what_no_pair_forbids_is_granted_as_usual(grant, owner):
    with nothing_changes(), pytest.raises(BreakGlassNotNeeded):
        grant(owner, "auditor")


def test_who_leaves_before_it_ends_gets_none(grant, company):
    leaving = cast.member(company.service, "employee", left_date=TODAY + timedelta(days=1))

    with nothing_changes(), pytest.raises(PersonLeft):
        grant(leaving)


def test_the_same_right_is_not_held_twice_at_once(grant, owner):
    grant(owner)

    with nothing_changes(), pytest.raises(AlreadyHeld):
        grant(owner, start_date=TODAY + timedelta(days=1), end_date=TODAY + timedelta(days=3))
    assert grant(owner, start_date=TODAY + timedelta(days=2), end_date=TODAY + timedelta(days=3))


def test_without_anybody_to_review_it_is_refused(company, owner, gm, actor_of):
    auditor = cast.member(company.company, "auditor", company_wide=True)
    cast.give(auditor, "employee")
    given = {"role_code": "cashier", "end_date": TODAY + timedelta(days=1), "reason": "急", "at": AT}

    with nothing_changes(), pytest.raises(NobodyToReview):
        services.grant_break_glass(person_id=auditor.pk, actor=actor_of(gm, on=TODAY), **given)
    assert services.grant_break_glass(person_id=owner.pk, actor=actor_of(gm, on=TODAY), **given)


def test_rights_over_rights_are_never_given(grant, owner, actor_of):
    grant(owner, "finance_manager")

    held = actor_of(owner, on=TODAY)
    assert held.can("budgets.approve")
    assert not held.can_somewhere("organization.review_break_glass")
    assert not set(BreakGlass.objects.get().permissions) & {
        "organization.grant_roles", "organization.edit_roles", "organization.break_glass",
        "organization.review_break_glass",
    }  # fmt: skip


def test_a_role_that_grows_or_shrinks_meanwhile_never_widens_the_right(grant, owner, actor_of):
    grant(owner)
    role = Role.objects.get(code="cashier")

    role.permissions = ["expenses.view", "budgets.run_years"]
    role.save(update_fields=("permissions",))

    held = actor_of(owner, on=TODAY)
    assert held.scope_of("expenses.view").company
    assert not held.can_somewhere("budgets.run_years")
    assert not held.can_somewhere("expenses.pay")


# --- Its end


def test_it_ends_by_itself_and_what_waits_moves_on(grant, owner, monkeypatch):
    lost: list[int] = []
    monkeypatch.setattr(hooks, "_rights_lost", [lambda *, person_id, **_: lost.append(person_id)])
    right = grant(owner)

    job = Job.objects.get(name="organization.rights_end")
    assert job.run_after - job.created_at > timedelta(hours=38)
    services.tell_rights_lost(person_id=owner.pk, at=AT + timedelta(days=2))

    assert lost == [owner.pk]
    assert right.state_on(TODAY + timedelta(days=2)) == GlassState.TO_REVIEW


@pytest.mark.parametrize("who", ["gm", "owner"])
def test_the_gm_or_the_holder_ends_it_early(who, grant, owner, actor_of, request):
    right = grant(owner)
    actor = actor_of(request.getfixturevalue(who), on=TODAY)

    ended = services.end_break_glass(right_id=right.pk, reason="货款已付", actor=actor, at=AT + timedelta(hours=2))

    assert not actor_of(owner, on=TODAY).can("expenses.pay")
    assert (ended.state_on(TODAY), ended.review_due_date) == (GlassState.TO_REVIEW, date(2026, 9, 28))
    assert AuditEvent.objects.filter(code="break_glass.end", reason="货款已付").exists()
    with nothing_changes(), pytest.raises(BreakGlassEnded):
        services.end_break_glass(right_id=right.pk, reason="再次", actor=actor, at=AT + timedelta(hours=3))


def test_nobody_else_ends_it_and_not_without_a_reason(grant, owner, auditor, gm, actor_of):
    right = grant(owner)

    with nothing_changes(), pytest.raises(NotAllowed):
        services.end_break_glass(right_id=right.pk, reason="x", actor=actor_of(auditor, on=TODAY), at=AT)
    with nothing_changes(), pytest.raises(ReasonMissing):
        services.end_break_glass(right_id=right.pk, reason=" ", actor=actor_of(gm, on=TODAY), at=AT)


def test_one_called_off_before_it_began_needs_no_review(grant, owner, gm, actor_of, auditor):
    right = grant(owner, start_date=TODAY + timedelta(days=1))

    off = services.end_break_glass(right_id=right.pk, reason="不需要了", actor=actor_of(gm, on=TODAY), at=AT)

    assert off.state_on(TODAY) == GlassState.CALLED_OFF
    with nothing_changes(), pytest.raises(NothingToReview):
        review(right, auditor, actor_of)


@pytest.mark.parametrize("how", ["leaves", "moves"])
def test_who_leaves_or_moves_has_it_no_longer(how, grant, owner, company, finance_supervisor, actor_of):
    right = grant(owner)
    supervisor = actor_of(finance_supervisor, on=TODAY)

    if how == "leaves":
        services.leave(person_id=owner.pk, left_date=TODAY, reason="离职", actor=supervisor, at=AT)
    else:
        services.move_person(person_id=owner.pk, department_id=company.other.pk, reason="调动", actor=supervisor, at=AT)

    right.refresh_from_db()
    assert (right.ended_at, right.end_reason) == (AT, "离职" if how == "leaves" else "调动")
    assert not actor_of(owner, on=TODAY).can("expenses.pay")


# --- What is done under it


def actor(**more):
    return Actor(
        person_id=7,
        name="甲",
        grants={"expenses.claim": Scope(departments=frozenset({1}))},
        emergencies=(
            Emergency("BGR-2026-0001", {"expenses.pay": Scope(company=True), "expenses.claim": Scope(company=True)}),
        ),
        **more,
    )


def test_only_what_no_role_allows_counts_as_a_use():
    somebody = actor()

    assert somebody.can("expenses.claim", 1)
    assert not somebody.can("budgets.approve")
    assert somebody.used == set()
    assert somebody.can("expenses.claim", 2)
    assert somebody.used == {"BGR-2026-0001"}


def test_seeing_is_no_use():
    somebody = actor()

    assert somebody.scope_of("expenses.pay").company
    assert somebody.sight("expenses.pay").company
    assert somebody.used == set()


@pytest.mark.django_db
def test_each_event_of_a_use_names_the_right_and_stands_beside_it(grant, owner, actor_of, auditor):
    right = grant(owner)
    somebody = actor_of(owner, on=TODAY)
    about = {"kind": "person", "document_id": owner.pk, "label": "甲", "code": "person.change", "at": AT}

    audit.record(**about, actor=somebody)
    assert somebody.can("expenses.pay", owner.department_id)
    marked = audit.record(**about, actor=somebody, facts={"label": "x"})

    assert marked.facts == {"label": "x", "break_glass": right.number}
    assert list(BreakGlassUse.objects.values_list("right_id", "event_id")) == [(right.pk, marked.pk)]
    assert selectors.break_glass_list(actor=actor_of(auditor), on=TODAY).get().times_used == 1


# --- The review


def review(right, person, actor_of, *, at=AT + timedelta(days=3), **more):
    given = {"verdict": "JUSTIFIED", "finding": "核对付款三笔，均有批准单据", "at": at}
    return services.review_break_glass(
        right_id=right.pk, actor=actor_of(person, on=timezone.localdate(at)), **(given | more)
    )


def test_somebody_else_reviews_it_once_and_everybody_hears(grant, owner, gm, auditor, finance_manager, actor_of):
    right = grant(owner)

    done = review(right, auditor, actor_of, version=1)

    assert (done.verdict, done.reviewed_by_id, done.state_on(TODAY)) == ("JUSTIFIED", auditor.pk, GlassState.REVIEWED)
    told = set(Notification.objects.filter(code="break_glass.justified").values_list("person_id", flat=True))
    assert told == {owner.pk, gm.pk, finance_manager.pk}
    with nothing_changes(), pytest.raises(NothingToReview):
        review(right, finance_manager, actor_of)


def test_it_is_reviewed_when_it_is_over_with_words_by_who_may(grant, owner, gm, manager, auditor, actor_of):
    right = grant(owner)

    with nothing_changes(), pytest.raises(ReviewTooEarly):
        review(right, auditor, actor_of, at=AT)
    with nothing_changes(), pytest.raises(ReasonMissing):
        review(right, auditor, actor_of, finding=" ")
    with nothing_changes(), pytest.raises(StaleDocument):
        review(right, auditor, actor_of, version=9)
    for other in (gm, manager, owner):
        with nothing_changes(), pytest.raises(NotAllowed):
            review(right, other, actor_of)


def test_neither_holder_nor_granter_reviews_it_whatever_they_hold(grant, gm, company, actor_of):
    held = cast.member(company.company, "auditor", company_wide=True)
    cast.give(held, "employee")
    cast.give(gm, "auditor")
    right = grant(held)

    for one in (held, gm):
        with nothing_changes(), pytest.raises(OwnReview):
            review(right, one, actor_of)
        with pytest.raises(IntegrityError, match="reviewed_by_another"), transaction.atomic():
            BreakGlass.objects.filter(pk=right.pk).update(
                reviewed_by=one, reviewed_at=AT, verdict="JUSTIFIED", finding="x"
            )


def test_overdue_reviews_are_reminded_once_a_day_until_they_are_done(grant, owner, auditor, finance_manager, actor_of):
    right = grant(owner)
    due = datetime(2026, 9, 30, 1, 0, tzinfo=UTC)

    assert services.remind_of_reviews(at=due) == 0
    for at in (due + timedelta(days=1), due + timedelta(days=1, hours=3), due + timedelta(days=2)):
        assert services.remind_of_reviews(at=at) == 1
    reminded = Notification.objects.filter(code="break_glass.overdue")
    assert {row.person_id for row in reminded} == {auditor.pk, finance_manager.pk}
    assert reminded.count() == 4

    review(right, auditor, actor_of, at=due + timedelta(days=2))
    assert services.remind_of_reviews(at=due + timedelta(days=3)) == 0


def test_where_no_reviewer_is_left_who_granted_it_is_reminded(grant, owner, gm, auditor, finance_manager):
    grant(owner)
    for one in (auditor, finance_manager):
        one.is_active = False
        one.save(update_fields=("is_active",))

    services.remind_of_reviews(at=AT + timedelta(days=20))

    assert Notification.objects.get(code="break_glass.overdue").person_id == gm.pk


@pytest.mark.parametrize(
    ("changes", "on", "state"),
    [
        ({}, TODAY - timedelta(days=1), "COMING"),
        ({}, TODAY, "HOLDS"),
        ({}, TODAY + timedelta(days=2), "TO_REVIEW"),
        ({}, date(2026, 10, 1), "OVERDUE"),
        ({"ended_at": AT}, TODAY, "TO_REVIEW"),
        ({"ended_at": AT, "review_due_date": None}, TODAY, "CALLED_OFF"),
    ],
)
def test_the_database_and_the_row_agree_on_the_state(changes, on, state, grant, owner, auditor, actor_of):
    right = grant(owner)
    BreakGlass.objects.filter(pk=right.pk).update(**changes)

    fitting = [
        code
        for code in GlassState.values
        if selectors.break_glass_list(actor=actor_of(auditor), on=on, status=code).exists()
    ]

    assert fitting == [state]
    assert BreakGlass.objects.get().state_on(on) == state


# --- Pages, report, API


@pytest.fixture
def now_granted(gm, auditor, finance_manager, owner, actor_of):
    """A right of the employee that holds today."""
    return services.grant_break_glass(
        person_id=owner.pk, role_code="cashier", end_date=timezone.localdate() + timedelta(days=2), reason="出纳住院",
        actor=actor_of(gm), at=timezone.now(),
    )  # fmt: skip


def test_the_page_grants_ends_and_reviews(client, signed_in, gm, auditor, finance_manager, owner):
    today = timezone.localdate()
    typed = {
        "person_id": owner.pk, "role_code": "cashier", "scope_kind": "COMPANY", "start_date": today.isoformat(),
        "end_date": (today + timedelta(days=1)).isoformat(), "reason": "出纳住院",
    }  # fmt: skip

    page = signed_in(client, gm).post(reverse("organization:break_glass_grant"), typed, follow=True)
    right = BreakGlass.objects.get()
    assert f"{right.number}：陈志强" in page.content.decode()
    refused = client.post(reverse("organization:break_glass_grant"), typed)
    assert (refused.status_code, BreakGlass.objects.count()) == (422, 1)
    client.post(url("end", right), {"reason": "已付"})
    signed_in(client, auditor)
    assert "复核" in client.get(url("detail", right)).content.decode()
    client.post(url("review", right), {"verdict": "NOT_JUSTIFIED", "finding": "未附批准单据", "version": "2"})

    right.refresh_from_db()
    assert (right.verdict, right.finding) == ("NOT_JUSTIFIED", "未附批准单据")
    assert "未附批准单据" in client.get(url("detail", right)).content.decode()


def test_only_the_gm_is_shown_the_way(client, signed_in, gm, finance_supervisor, auditor, finance_manager, owner):
    way = reverse("organization:break_glass_grant")
    person = reverse("organization:person_detail", kwargs={"person_id": owner.pk})

    for page in (LIST, person):
        assert way in signed_in(client, gm).get(page).content.decode()
        for other in (finance_supervisor, auditor, finance_manager):
            assert way not in signed_in(client, other).get(page).content.decode()


def test_the_holder_sees_their_own_and_nobody_elses(client, signed_in, owner, outsider, now_granted):
    assert now_granted.number in signed_in(client, owner).get(LIST).content.decode()
    assert client.get(url("detail", now_granted)).status_code == 200
    assert now_granted.number not in signed_in(client, outsider).get(LIST).content.decode()
    assert client.get(url("detail", now_granted)).status_code == 404


def test_it_stands_on_the_report_page_and_file(client, signed_in, auditor, now_granted):
    report = reverse("organization:duties")

    page = signed_in(client, auditor).get(report).content.decode()
    book = openpyxl.load_workbook(BytesIO(client.get(report, {"format": "xlsx"}).getvalue()))

    assert now_granted.number in page
    rows = list(book["紧急授权"].iter_rows(values_only=True))
    assert (rows[1][0], rows[1][1], rows[1][9]) == (now_granted.number, "陈志强", "出纳住院")


def test_the_list_asks_as_often_for_many_as_for_one(client, signed_in, gm, auditor, company, now_granted, actor_of):
    def cost() -> int:
        with CaptureQueriesContext(connection) as statements:
            assert signed_in(client, auditor).get(LIST).status_code == 200
        return len(statements)

    cost()
    one = cost()
    for _ in range(4):
        services.grant_break_glass(
            person_id=cast.member(company.service, "employee").pk, role_code="cashier",
            end_date=timezone.localdate() + timedelta(days=1), reason="急", actor=actor_of(gm), at=timezone.now(),
        )  # fmt: skip

    assert cost() == one


def test_the_api_grants_ends_and_reviews(client, signed_in, gm, auditor, finance_manager, owner):
    today, base = timezone.localdate(), "/api/v1/break-glass-rights/"
    body = {"person": owner.pk, "role": "cashier", "scope_kind": "COMPANY", "reason": "急"}

    made = signed_in(client, gm).post(
        base, {**body, "end_date": (today + timedelta(days=1)).isoformat()}, content_type="application/json"
    )
    assert (made.status_code, made.json()["state"]) == (201, "HOLDS")
    assert made.json()["crosses"] == [{"own": "expenses.claim", "own_role": "员工", "given": "expenses.pay"}]
    one = f"{base}{made.json()['id']}/"
    long = client.post(
        base, {**body, "end_date": (today + timedelta(days=9)).isoformat()}, content_type="application/json"
    )
    assert (long.status_code, long.json()["code"]) == (400, "break_glass_too_long")
    assert client.post(f"{one}end/", {"reason": "已付"}, content_type="application/json").status_code == 200
    found = signed_in(client, auditor).post(
        f"{one}review/", {"verdict": "JUSTIFIED", "finding": "已核对"}, content_type="application/json"
    )
    assert (found.status_code, found.json()["state"]) == (200, "REVIEWED")
    assert client.get(base, {"q": "陈志强"}).json()["results"][0]["verdict"] == "JUSTIFIED"
