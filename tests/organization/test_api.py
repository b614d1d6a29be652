"""What the pages do, the API does, through the same services (GEN-17)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from core.models import AuditEvent
from organization import services
from organization.models import ApiToken, Department, Person, RoleAssignment
from tests.factories import organization as cast
from tests.organization.unchanged import nothing_changes

pytestmark = pytest.mark.rule("GEN-17")

TOKENS, DEPARTMENTS, PEOPLE, ASSIGNMENTS = (
    f"/api/v1/{name}/" for name in ("tokens", "departments", "people", "role-assignments")
)


@pytest.fixture
def api():
    return APIClient()


@pytest.fixture
def supervisor(api, finance_supervisor, signed_in):
    return signed_in(api, finance_supervisor)


@pytest.fixture
def clerk(company):
    return cast.member(company.service, "employee", username="li.na", password=cast.PASSWORD, name_zh="李娜")


def ask(api, **more):
    return api.post(TOKENS, {"username": "li.na", "password": cast.PASSWORD, "label": "ERP", **more}, format="json")


def with_token(person, *scopes):
    """A client with a token of this person."""
    _token, key = services.create_token(
        label="ERP",
        scopes=scopes,
        expires_date=timezone.localdate() + timedelta(days=30),
        actor=cast.actor_of(person),
        at=timezone.now(),
    )
    return APIClient(HTTP_AUTHORIZATION=f"Token {key}")


# --- Tokens


def test_a_token_is_made_with_user_name_and_password_and_opens_the_api(api, clerk):
    made = ask(api)
    body = made.json()
    me = APIClient(HTTP_AUTHORIZATION=f"Token {body['key']}").get(PEOPLE, {"username": "li.na"})

    assert made.status_code == 201
    assert body["scopes"] == ["read"]
    assert ApiToken.objects.get().digest != body["key"]
    assert [row["id"] for row in me.json()["results"]] == [clerk.pk]
    assert ApiToken.objects.get().last_used_at is not None


@pytest.mark.rule("ORG-09")
def test_wrong_passwords_count_towards_the_same_lock_as_the_page(api, client, clerk):
    wrong = [ask(api, password="wrong") for _try in range(5)]
    right = ask(api)
    page = client.post(reverse("organization:sign_in"), {"username": "li.na", "password": cast.PASSWORD})

    assert [answer.status_code for answer in wrong] == [401] * 4 + [429]
    assert wrong[1].json()["code"] == "sign_in_wrong"
    assert wrong[1].json()["params"]["left"] == 3
    assert (right.status_code, right.json()["code"], right.json()["params"]["minutes"]) == (429, "sign_in_locked", 15)
    assert page.status_code == 429
    assert not ApiToken.objects.exists()


def test_a_request_for_a_token_is_checked_for_shape(api, clerk):
    with nothing_changes():
        assert api.post(TOKENS, {}, format="json").status_code == 400
        assert ask(api, scopes=["everything"]).status_code == 400
        assert ask(api, expires_date="2020-01-01").json()["code"] == "token_end"


@pytest.mark.parametrize("header", ["Token", "Token x y", "Token unknown", "Token ünknown", "Bearer x"])
def test_a_header_that_opens_nothing_is_401(api, header, db):
    answer = api.get(PEOPLE, HTTP_AUTHORIZATION=header)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("why", ["revoked", "ended", "left"])
def test_a_token_that_holds_no_more_is_401(why, clerk):
    api = with_token(clerk, "read")
    changed = {
        "revoked": lambda: ApiToken.objects.update(revoked_at=timezone.now()),
        "ended": lambda: ApiToken.objects.update(expires_at=timezone.now()),
        "left": lambda: Person.objects.filter(pk=clerk.pk).update(is_active=False),
    }

    assert api.get(PEOPLE).status_code == 200
    changed[why]()
    assert api.get(PEOPLE).status_code == 401


def test_a_token_does_what_its_scopes_say(finance_supervisor, company):
    body = {"username": "wu.gang", "name_zh": "吴刚", "department": company.service.pk}
    reads, writes = with_token(finance_supervisor, "read"), with_token(finance_supervisor, "read", "write")
    reads.get(PEOPLE)  # its first use is noted

    with nothing_changes():
        refused = reads.post(PEOPLE, body, format="json")
    made = writes.post(PEOPLE, body, format="json")

    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert made.status_code == 201
    assert AuditEvent.objects.get(code="person.create").actor_id == finance_supervisor.pk


def test_ones_own_tokens_are_listed_and_revoked_and_nobody_elses(clerk, outsider, signed_in):
    token, _key = services.create_token(
        label="ERP",
        scopes=["read"],
        expires_date=timezone.localdate() + timedelta(days=9),
        actor=cast.actor_of(clerk),
        at=timezone.now(),
    )
    mine, other = signed_in(APIClient(), clerk), signed_in(APIClient(), outsider)

    assert [row["label"] for row in mine.get(TOKENS).json()["results"]] == ["ERP"]
    assert "digest" not in mine.get(TOKENS).json()["results"][0]
    assert other.get(TOKENS).json()["results"] == []
    assert other.post(f"{TOKENS}{token.pk}/revoke/").status_code == 404
    assert mine.post(f"{TOKENS}{token.pk}/revoke/").json()["revoked_at"] is not None


# --- Departments


@pytest.mark.rule("ORG-01")
def test_the_tree_is_read_by_everybody_and_changed_by_those_who_may(api, supervisor, company, owner, signed_in):
    made = supervisor.post(
        DEPARTMENTS,
        {"parent": company.division.pk, "kind": "DEPARTMENT", "code": "CC-7", "name_zh": "外贸部"},
        format="json",
    )
    department_id = made.json()["id"]
    changed = supervisor.patch(f"{DEPARTMENTS}{department_id}/", {"name_zh": "国际业务部", "version": 1}, format="json")
    stale = supervisor.patch(f"{DEPARTMENTS}{department_id}/", {"name_zh": "x", "version": 1}, format="json")
    moved = supervisor.post(
        f"{DEPARTMENTS}{department_id}/move/", {"parent": company.company.pk, "reason": "直属"}, format="json"
    )
    closed = supervisor.post(f"{DEPARTMENTS}{department_id}/close/", {"reason": "撤销"}, format="json")
    employee = signed_in(APIClient(), owner)

    assert (made.status_code, changed.status_code, moved.status_code, closed.status_code) == (201, 200, 200, 200)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_document")
    assert (closed.json()["name_zh"], closed.json()["parent"], closed.json()["status"]) == (
        "国际业务部", company.company.pk, "CLOSED",
    )  # fmt: skip
    assert employee.get(f"{DEPARTMENTS}{department_id}/").status_code == 200
    assert employee.patch(f"{DEPARTMENTS}{department_id}/", {"name_zh": "x"}, format="json").status_code == 403


def test_ids_of_nothing_are_a_400(supervisor, company):
    answer = supervisor.post(
        DEPARTMENTS,
        {"parent": 0, "manager": 2**70, "kind": "DEPARTMENT", "code": "X", "name_zh": "x"},
        format="json",
    )

    assert answer.status_code == 400
    assert set(answer.json()["fields"]) <= {"parent", "manager"}
    assert not Department.objects.filter(code="X").exists()


# --- People


@pytest.mark.rule("GEN-10")
def test_one_sees_the_people_of_ones_own_house(supervisor, owner, outsider, manager, signed_in):
    mine = signed_in(APIClient(), owner)
    names = [row["name_zh"] for row in mine.get(PEOPLE).json()["results"]]

    assert names == ["陈志强", "马国强"]
    assert mine.get(f"{PEOPLE}{outsider.pk}/").status_code == 404
    assert [row["name_zh"] for row in supervisor.get(PEOPLE, {"q": "lx"}).json()["results"]] == ["林晓"]
    assert supervisor.get(PEOPLE, {"salary": "1"}).status_code == 400


@pytest.mark.rule("ORG-02")
def test_a_person_joins_moves_and_leaves_through_the_api(supervisor, company):
    today = timezone.localdate().isoformat()
    made = supervisor.post(
        PEOPLE, {"username": "wu.gang", "name_zh": "吴刚", "department": company.service.pk}, format="json"
    )
    one = f"{PEOPLE}{made.json()['id']}/"
    changed = supervisor.patch(one, {"position": "调试员", "version": made.json()["version"]}, format="json")
    moved = supervisor.post(f"{one}move/", {"department": company.other.pk, "reason": "轮岗"}, format="json")
    silent = supervisor.post(f"{one}leave/", {"left_date": today}, format="json")
    left = supervisor.post(f"{one}leave/", {"left_date": today, "reason": "离职"}, format="json")

    assert (changed.json()["position"], changed.json()["name_zh"]) == ("调试员", "吴刚")
    assert moved.json()["department"] == company.other.pk
    assert (silent.status_code, silent.json()["code"]) == (400, "reason_missing")
    assert left.json()["is_active"] is False


# --- Role assignments


@pytest.mark.rule("ORG-05")
def test_a_refused_grant_names_the_pair_in_its_params(supervisor, owner):
    body = {"person": owner.pk, "role": "cashier", "scope_kind": "COMPANY", "reason": "兼任"}

    with nothing_changes():
        refused = supervisor.post(ASSIGNMENTS, body, format="json")

    assert (refused.status_code, refused.json()["code"]) == (409, "incompatible_rights")
    assert refused.json()["params"]["first"] == "expenses.claim"
    assert refused.json()["params"]["second"] == "expenses.pay"


@pytest.mark.rule("ORG-03")
def test_a_role_is_granted_and_ended_through_the_api_once_per_key(supervisor, company, owner, signed_in):
    body = {"person": owner.pk, "role": "executive", "scope_kind": "COMPANY", "reason": "任命"}
    made = supervisor.post(ASSIGNMENTS, body, format="json", HTTP_IDEMPOTENCY_KEY="one-and-the-same")
    again = supervisor.post(ASSIGNMENTS, body, format="json", HTTP_IDEMPOTENCY_KEY="one-and-the-same")
    ended = supervisor.post(f"{ASSIGNMENTS}{made.json()['id']}/end/", {"reason": "卸任"}, format="json")
    unknown = supervisor.post(ASSIGNMENTS, {**body, "role": "king"}, format="json")
    mine = signed_in(APIClient(), owner).get(ASSIGNMENTS).json()["results"]

    assert made.status_code == 201
    assert again.json() == made.json()
    assert ended.json()["end_date"] == timezone.localdate().isoformat()
    assert unknown.status_code == 400
    assert {row["role"] for row in mine} == {"employee", "executive"}
    assert RoleAssignment.objects.filter(person=owner).count() == 2


@pytest.mark.rule("ORG-03")
def test_only_who_grants_roles_grants_them_through_the_api(owner, manager, signed_in):
    api = signed_in(APIClient(), manager)
    held = RoleAssignment.objects.get(person=manager)

    with nothing_changes():
        granted = api.post(
            ASSIGNMENTS,
            {"person": owner.pk, "role": "auditor", "scope_kind": "COMPANY", "reason": "x"},
            format="json",
        )
        ended = api.post(f"{ASSIGNMENTS}{held.pk}/end/", {"reason": "x"}, format="json")

    assert (granted.status_code, ended.status_code) == (403, 403)
