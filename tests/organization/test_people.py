"""Joining, moving, leaving (ORG-02, ORG-05)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from core.errors import InvalidInput, NotAllowed, ReasonMissing, StaleDocument
from core.models import AuditEvent, Job, Notification
from organization import hooks, selectors, services
from organization.choices import SignInOutcome
from organization.errors import DepartmentClosed, OwnRights, PersonLeft, UserNameTaken, WeakPassword
from organization.models import ApiToken, Person, RoleAssignment, SignIn, Warehouse
from tests.factories import organization as cast
from tests.organization.unchanged import nothing_changes

AT = datetime(2026, 9, 22, 1, 0, tzinfo=UTC)
TODAY = date(2026, 9, 22)
TEMPORARY, OWN_PASSWORD = "trucks-and-cranes-26", "/profile/password/own/"


@pytest.fixture
def editor(finance_supervisor, actor_of):
    return actor_of(finance_supervisor)


@pytest.fixture
def told(monkeypatch):
    people: list[int] = []
    monkeypatch.setattr(hooks, "_rights_lost", [lambda *, person_id, **_: people.append(person_id)])
    return people


def join(company, editor, **more):
    given = {"username": "Li.Na", "name_zh": "李娜", "department_id": company.service.pk, "actor": editor, "at": AT}
    return services.create_person(**(given | more))


@pytest.mark.rule("ORG-02")
def test_a_new_person_has_no_right_and_a_user_name_in_lower_case(company, editor, actor_of):
    person = join(company, editor)

    assert person.username == "li.na"
    assert person.joined_date == TODAY
    assert not person.has_usable_password()
    assert actor_of(person).grants == {}
    event = AuditEvent.objects.get(subject_kind="person", subject_id=person.pk)
    assert (event.code, event.facts["username"]) == ("person.create", "li.na")


@pytest.mark.rule("GEN-12")
def test_a_person_is_found_by_characters_pinyin_initials_and_user_name(company, editor):
    person = join(company, editor)

    for words in ("李娜", "lina", "ln", "li.na", "娜 li"):
        assert list(selectors.matching(Person.objects.all(), words=words)) == [person], words


@pytest.mark.rule("ORG-02")
def test_a_user_name_is_taken_once_whatever_its_case(company, editor):
    join(company, editor)

    with nothing_changes(), pytest.raises(UserNameTaken):
        join(company, editor, username="LI.NA")


@pytest.mark.rule("QLT-41")
@pytest.mark.parametrize("password", ["short", "password1234", "112233445566"])
def test_a_weak_first_password_is_refused(password, company, editor):
    with nothing_changes(), pytest.raises(WeakPassword):
        join(company, editor, password=password)


@pytest.mark.rule("ORG-09")
@pytest.mark.parametrize("password", ["zhaoweihua2026", "weihua-zhao-1"])
def test_a_password_like_ones_own_name_is_refused(password, company, editor):
    with nothing_changes(), pytest.raises(WeakPassword):
        join(company, editor, username="u0042", name_zh="赵卫华", name_en="Zhao Weihua", password=password)


@pytest.mark.rule("ORG-02")
def test_nobody_joins_a_closed_department(company, editor):
    closed = cast.department(company.division, status="CLOSED")

    with nothing_changes(), pytest.raises(DepartmentClosed):
        join(company, editor, department_id=closed.pk)


@pytest.mark.rule("ORG-02")
@pytest.mark.parametrize("who", ["owner", "manager", "finance_officer", "gm"])
def test_people_are_kept_by_those_who_may(who, company, owner, actor_of, request):
    actor = actor_of(request.getfixturevalue(who))

    with nothing_changes(), pytest.raises(NotAllowed):
        join(company, actor)
    with nothing_changes(), pytest.raises(NotAllowed):
        services.change_person(person_id=owner.pk, name_zh="别人", actor=actor, at=AT)
    with nothing_changes(), pytest.raises(NotAllowed):
        services.leave(person_id=owner.pk, left_date=TODAY, reason="离职", actor=actor, at=AT)


@pytest.mark.rule("GEN-04")
def test_a_change_on_an_older_reading_is_refused(owner, editor):
    services.change_person(person_id=owner.pk, name_zh="陈志刚", version=owner.version, actor=editor, at=AT)

    with nothing_changes(), pytest.raises(StaleDocument):
        services.change_person(person_id=owner.pk, name_zh="陈志伟", version=owner.version, actor=editor, at=AT)
    changed = Person.objects.get(pk=owner.pk)
    assert (changed.name_zh, changed.initials) == ("陈志刚", "czg")
    event = AuditEvent.objects.get(subject_kind="person", subject_id=owner.pk)
    assert event.facts["changes"]["name_zh"] == ["陈志强", "陈志刚"]


@pytest.mark.rule("ORG-02")
def test_leaving_takes_away_every_right_and_tells_those_who_keep_tasks(company, manager, editor, actor_of, told):
    token, _key = services.create_token(
        label="报表", scopes=["read"], expires_date=TODAY + timedelta(days=30), actor=actor_of(manager), at=AT
    )

    services.leave(person_id=manager.pk, left_date=TODAY, reason="离职", actor=editor, at=AT)

    gone = Person.objects.get(pk=manager.pk)
    assert (gone.is_active, gone.left_date) == (False, TODAY)
    assert actor_of(gone, on=TODAY).person_id is None
    assert RoleAssignment.objects.get(person=manager).end_date == TODAY
    assert ApiToken.objects.get(pk=token.pk).revoked_at == AT
    company.service.refresh_from_db()
    assert company.service.manager_id is None
    assert told == [manager.pk]
    assert AuditEvent.objects.filter(code="person.leave", subject_id=manager.pk, reason="离职").count() == 1
    assert AuditEvent.objects.filter(code="role_assignment.end").count() == 1


@pytest.mark.rule("ORG-02")
def test_who_leaves_later_works_until_that_day(company, owner, editor, actor_of, told, run_jobs):
    at = timezone.now()
    day = timezone.localdate(at) + timedelta(days=5)

    services.leave(person_id=owner.pk, left_date=day, reason="离职", actor=editor, at=at)

    assert actor_of(owner).can("expenses.claim", company.service.pk)
    assert not actor_of(owner, on=day).can("expenses.claim", company.service.pk)
    assert run_jobs() == 0
    assert told == []
    Person.objects.filter(pk=owner.pk).update(left_date=timezone.localdate(at))
    Job.objects.update(run_after=at)
    assert run_jobs() == 1
    assert told == [owner.pk]
    assert not Person.objects.get(pk=owner.pk).is_active


@pytest.mark.rule("ORG-02")
def test_leaving_needs_a_reason_and_happens_once(owner, editor):
    with nothing_changes(), pytest.raises(ReasonMissing):
        services.leave(person_id=owner.pk, left_date=TODAY, reason="", actor=editor, at=AT)
    services.leave(person_id=owner.pk, left_date=TODAY, reason="离职", actor=editor, at=AT)
    with nothing_changes(), pytest.raises(PersonLeft):
        services.leave(person_id=owner.pk, left_date=TODAY, reason="离职", actor=editor, at=AT)


@pytest.mark.rule("ORG-03")
def test_nobody_moves_or_lets_themselves_go(finance_supervisor, editor, company):
    with nothing_changes(), pytest.raises(OwnRights):
        services.leave(person_id=finance_supervisor.pk, left_date=TODAY, reason="离职", actor=editor, at=AT)
    with nothing_changes(), pytest.raises(OwnRights):
        services.move_person(
            person_id=finance_supervisor.pk, department_id=company.other.pk, reason="调动", actor=editor, at=AT
        )


@pytest.mark.rule("ORG-05")
def test_rights_that_no_longer_fit_end_on_the_day_of_the_move(company, manager, editor, actor_of, told):
    cast.give(manager, "auditor", None)
    cast.give(manager, "employee", company.division)
    cast.give(manager, "warehouse_keeper", Warehouse.objects.get(code="raw"))

    services.move_person(person_id=manager.pk, department_id=company.other.pk, reason="调动", actor=editor, at=AT)

    moved = actor_of(Person.objects.get(pk=manager.pk), on=TODAY)
    assert moved.roles == {"auditor", "employee"}
    assert moved.department_id == company.other.pk
    assert actor_of(manager, on=TODAY - timedelta(days=1)).roles == {
        "auditor", "employee", "warehouse_keeper", "department_manager",
    }  # fmt: skip
    company.service.refresh_from_db()
    assert company.service.manager_id is None
    assert told == [manager.pk]
    event = AuditEvent.objects.get(code="person.move")
    assert (event.reason, sorted(event.facts["ended"])) == ("调动", ["department_manager", "warehouse_keeper"])


@pytest.mark.rule("ORG-05")
def test_a_move_within_the_scope_keeps_the_right(company, owner, editor, actor_of):
    services.move_person(person_id=owner.pk, department_id=company.team.pk, reason="调动", actor=editor, at=AT)

    assert actor_of(owner, on=TODAY).can("expenses.claim", company.team.pk)


@pytest.mark.rule("ORG-02")
def test_a_password_set_anew_ends_tokens_and_tells_the_person(owner, editor, db):
    token = ApiToken.objects.create(
        person=owner, label="导出", digest="0" * 64, scopes=["read"], created_at=AT, expires_at=AT + timedelta(days=9)
    )

    services.reset_password(person_id=owner.pk, password="trucks-and-cranes-26", actor=editor, at=AT)

    assert ApiToken.objects.get(pk=token.pk).revoked_at == AT
    assert Notification.objects.get(person=owner).code == "person.password_reset"


@pytest.fixture
def reset(owner, editor):
    """The owner's password, just set by the one who grants roles."""
    services.reset_password(person_id=owner.pk, password=TEMPORARY, actor=editor, at=timezone.now())
    return owner


@pytest.mark.rule("ORG-05")
def test_a_password_set_by_somebody_else_opens_only_the_page_for_ones_own(client, reset):
    signed = client.post("/sign-in/", {"username": reset.username, "password": TEMPORARY})

    assert signed.status_code == 302
    for path in ("/", "/expenses/claims/", "/profile/", "/profile/security/"):
        assert client.get(path).headers.get("Location") == OWN_PASSWORD, path
    refused = client.get("/api/v1/expense-claims/")
    assert (refused.status_code, refused.json()["code"]) == (403, "temporary_password")
    assert client.get(OWN_PASSWORD).status_code == 200

    same = client.post(OWN_PASSWORD, {"present": TEMPORARY, "password": TEMPORARY})
    assert (same.status_code, Person.objects.get(pk=reset.pk).has_temporary_password) == (422, True)
    changed = client.post(OWN_PASSWORD, {"present": TEMPORARY, "password": "kranwagen-und-loewen-9"})
    assert (changed.status_code, Person.objects.get(pk=reset.pk).password_until) == (302, None)
    assert client.get("/profile/").status_code == 200
    assert client.get(OWN_PASSWORD).headers["Location"] == "/profile/"


@pytest.mark.rule("ORG-05")
@pytest.mark.rule("QLT-41")
def test_a_password_set_by_somebody_else_gives_no_token(client, reset):
    body = {"username": reset.username, "password": TEMPORARY, "label": "导出"}

    refused = client.post("/api/v1/tokens/", body, content_type="application/json")

    assert (refused.status_code, refused.json()["code"]) == (403, "temporary_password")
    assert not ApiToken.objects.exists()


@pytest.mark.rule("ORG-05")
def test_a_password_set_by_somebody_else_holds_for_a_day(client, reset):
    Person.objects.filter(pk=reset.pk).update(password_until=timezone.now())

    page = client.post("/sign-in/", {"username": reset.username, "password": TEMPORARY})

    assert page.status_code == 422
    assert "_auth_user_id" not in client.session
    assert SignIn.objects.filter(person=reset).values_list("outcome", flat=True)[0] == SignInOutcome.EXPIRED


@pytest.mark.rule("ORG-05")
@pytest.mark.rule("GEN-05")
def test_a_password_set_by_somebody_else_is_told_with_who_did_it(reset, editor):
    until = Person.objects.get(pk=reset.pk).password_until
    event, notice = AuditEvent.objects.get(code="person.password_reset"), Notification.objects.get(person=reset)
    line = SignIn.objects.get(person=reset)

    assert timedelta(hours=23, minutes=59) < until - timezone.now() <= timedelta(hours=24)
    assert (event.actor_id, event.subject_id) == (editor.person_id, reset.pk)
    assert notice.facts == {"by": editor.name}
    assert (line.outcome, line.agent) == (SignInOutcome.RESET, editor.name)
    assert not selectors.sign_in_list(actor=editor, outcome="FAILED").exists()


@pytest.mark.rule("ORG-03")
def test_who_keeps_accounts_does_not_take_over_those_who_grant_rights(company, finance_supervisor, editor, actor_of):
    clerk = actor_of(cast.member(company.company, "information_manager", company_wide=True))
    with nothing_changes(), pytest.raises(NotAllowed):
        services.reset_password(
            person_id=finance_supervisor.pk, password="trucks-and-cranes-26", actor=clerk, at=timezone.now()
        )

    other = cast.member(company.company, "finance_supervisor", company_wide=True)
    services.reset_password(person_id=other.pk, password="trucks-and-cranes-26", actor=editor, at=timezone.now())

    assert Person.objects.get(pk=other.pk).check_password("trucks-and-cranes-26")


@pytest.mark.rule("GEN-05")
def test_a_department_tells_when_its_head_leaves(company, manager, editor):
    services.leave(person_id=manager.pk, left_date=TODAY, reason="退休", actor=editor, at=AT)

    event = AuditEvent.objects.get(code="department.change")
    assert event.facts["changes"] == {"manager_id": [manager.pk, None]}
    assert event.reason == "退休"


def test_a_password_set_anew_is_strong_and_recorded_without_being_told(owner, editor):
    with nothing_changes(), pytest.raises(WeakPassword):
        services.reset_password(person_id=owner.pk, password="123", actor=editor, at=AT)

    services.reset_password(person_id=owner.pk, password="trucks-and-cranes-26", actor=editor, at=AT)

    assert Person.objects.get(pk=owner.pk).check_password("trucks-and-cranes-26")
    assert AuditEvent.objects.get(code="person.password_reset").facts == {}


@pytest.mark.rule("ORG-02")
def test_who_stays_after_all_keeps_the_roles_with_their_former_ends(company, editor, actor_of):
    clerk = cast.member(company.service, "employee")
    until = cast.give(clerk, "service_clerk", company.service, end=TODAY + timedelta(days=90))
    services.leave(person_id=clerk.pk, left_date=TODAY + timedelta(days=9), reason="离职", actor=editor, at=AT)

    services.leave(person_id=clerk.pk, left_date=None, reason="撤回辞呈", actor=editor, at=AT + timedelta(days=1))

    clerk.refresh_from_db()
    until.refresh_from_db()
    assert (clerk.left_date, clerk.is_active) == (None, True)
    assert (until.end_date, until.ended_at, until.end_reason) == (TODAY + timedelta(days=90), None, "")
    assert clerk.assignments.get(role__code="employee").end_date is None
    assert AuditEvent.objects.filter(code="role_assignment.go_on").count() == 2
    assert AuditEvent.objects.get(code="person.stay").reason == "撤回辞呈"
    services.take_leave_into_effect(person_id=clerk.pk, at=AT + timedelta(days=9))  # the job of the day that was noted
    assert actor_of(clerk, on=TODAY + timedelta(days=9)).roles == {"employee", "service_clerk"}


@pytest.mark.rule("ORG-02")
def test_a_later_day_of_leaving_carries_the_roles_to_that_day(company, editor):
    clerk = cast.member(company.service, "employee")
    cast.give(clerk, "service_clerk", company.service)
    for days in (3, 30, 20):
        services.leave(
            person_id=clerk.pk,
            left_date=TODAY + timedelta(days=days),
            reason="离职",
            actor=editor,
            at=AT + timedelta(minutes=days),
        )

    assert set(clerk.assignments.values_list("end_date", flat=True)) == {TODAY + timedelta(days=20)}


@pytest.mark.rule("ORG-03")
def test_what_was_ended_meanwhile_stays_ended_when_somebody_stays(company, editor):
    clerk = cast.member(company.service, "employee")
    taken = cast.give(clerk, "service_clerk", company.service)
    services.leave(person_id=clerk.pk, left_date=TODAY + timedelta(days=9), reason="离职", actor=editor, at=AT)
    later = AT + timedelta(hours=1)
    services.end_assignment(assignment_id=taken.pk, reason="交接完毕", actor=editor, at=later)

    services.leave(person_id=clerk.pk, left_date=None, reason="撤回辞呈", actor=editor, at=AT + timedelta(hours=2))

    taken.refresh_from_db()
    assert (taken.end_date, taken.end_reason) == (TODAY, "交接完毕")


@pytest.mark.rule("ORG-02")
def test_nobody_stays_who_was_not_about_to_leave(company, editor, manager):
    with nothing_changes(), pytest.raises(InvalidInput):
        services.leave(person_id=manager.pk, left_date=None, reason="撤回", actor=editor, at=AT)


@pytest.mark.rule("ORG-02")
def test_the_page_changes_the_day_or_calls_it_off(client, company, finance_supervisor, signed_in):
    clerk = cast.member(company.service, "employee", name_zh="李娜")
    signed_in(client, finance_supervisor)
    page, change = f"/settings/people/{clerk.pk}/", f"/settings/people/{clerk.pk}/leave/"
    day = timezone.localdate() + timedelta(days=5)
    assert client.post(change, {"left_date": "", "reason": "离职"}).status_code == 422
    client.post(change, {"left_date": day.isoformat(), "reason": "离职"})
    assert "更改离职" in client.get(page).content.decode()
    assert f'value="{day.isoformat()}"' in client.get(change).content.decode()

    answer = client.post(change, {"left_date": "", "reason": "撤回辞呈"}, follow=True)

    clerk.refresh_from_db()
    assert clerk.left_date is None
    assert "李娜" in answer.content.decode()
    assert "留任" in answer.content.decode()


@pytest.mark.rule("ORG-02", "QLT-53")
def test_nobody_leaves_before_they_joined(company, owner, editor):
    Person.objects.filter(pk=owner.pk).update(joined_date=date(2024, 3, 1))

    with nothing_changes(), pytest.raises(InvalidInput, match="2024-03-01"):
        services.leave(person_id=owner.pk, left_date=date(2024, 2, 28), reason="离职", actor=editor, at=AT)
