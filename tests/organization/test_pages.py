"""The pages under Settings and one's own page: who may open them, that they work, that lists stay quick."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent
from organization import services
from organization.models import ApiToken, Department, IncompatiblePair, Person, Role, RoleAssignment
from tests.factories import organization as cast
from tests.organization.unchanged import nothing_changes

LISTS = ("people", "departments", "roles", "assignments", "pairs")


@pytest.fixture
def supervisor(client, finance_supervisor, signed_in):
    """A client signed in as the finance supervisor."""
    return signed_in(client, finance_supervisor)


def url(name, **kwargs):
    return reverse(f"organization:{name}", kwargs=kwargs)


def text(answer):
    return answer.content.decode()


@pytest.mark.rule("QLT-50")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", [*LISTS, "person_create", "department_create", "role_create", "pair_add", "profile"])
def test_every_page_opens_in_both_languages(name, language, supervisor, owner, manager):
    answer = supervisor.get(url(name), HTTP_ACCEPT_LANGUAGE=language)

    assert answer.status_code == 200
    assert answer["Content-Language"] == language


@pytest.mark.parametrize(
    "name", ["person_detail", "person_edit", "person_move", "person_leave", "person_password", "role_grant"]
)
def test_the_pages_of_a_person_open(name, supervisor, owner, manager):
    assert "陈志强" in text(supervisor.get(url(name, person_id=owner.pk)))
    assert supervisor.get(url(name, person_id=0)).status_code == 404


@pytest.mark.parametrize("name", ["detail", "edit", "move", "close", "reopen"])
def test_the_pages_of_a_department_open(name, supervisor, company, manager):
    department_id = company.service.pk

    assert "售后服务部" in text(supervisor.get(url(f"department_{name}", department_id=department_id)))
    assert supervisor.get(url(f"department_{name}", department_id=0)).status_code == 404


@pytest.mark.rule("ORG-04")
def test_a_roles_page_shows_permissions_limits_pairs_and_holders(supervisor, owner):
    role = Role.objects.get(code="employee")

    page = text(supervisor.get(url("role_detail", role_id=role.pk)))

    assert "陈志强" in page
    assert "授予和终止角色" in page  # not together with


@pytest.mark.rule("QLT-05")
@pytest.mark.parametrize("name", LISTS)
def test_lists_take_the_same_number_of_statements_however_long(name, supervisor, company, owner):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert supervisor.get(url(name)).status_code == 200
        return len(captured)

    supervisor.get(url(name))
    few = statements()
    for _number in range(12):
        made = cast.member(cast.department(company.division), "employee")
        cast.put_in_charge(made.department, made)

    assert statements() == few


@pytest.mark.rule("GEN-12")
def test_people_are_searched_filtered_and_sorted(supervisor, company, owner, outsider):
    def names(**query):
        answer = supervisor.get(url("people"), query)
        return [person.name_zh for person, _roles in answer.context["rows"]]

    assert names(q="czq") == ["陈志强"]
    assert names(department=company.other.pk) == ["林晓"]
    assert names(sort="-name")[0] == "孙丽"
    cast.person(company.service, name_zh="无权")
    assert names(status="no_role") == ["无权"]
    assert names(status="left") == []
    assert "sh-left-out-list" in supervisor.get(url("people"), {"department": "x"}).content.decode()
    assert supervisor.get(url("people"), {"status": "what", "sort": "what", "page": "what"}).status_code == 200


@pytest.mark.rule("GEN-10")
@pytest.mark.parametrize("who", ["owner", "manager", "finance_officer", "outsider"])
def test_who_may_not_see_the_organization_sees_none_of_it(who, client, signed_in, owner, company, request):
    signed_in(client, request.getfixturevalue(who))
    role = Role.objects.get(code="employee")

    for name in LISTS:
        assert client.get(url(name)).status_code == 403
    assert client.get(url("person_detail", person_id=owner.pk)).status_code == 403
    assert client.get(url("role_detail", role_id=role.pk)).status_code == 403
    assert client.get(url("department_detail", department_id=company.service.pk)).status_code == 403


@pytest.mark.rule("ORG-03")
def test_who_only_views_changes_nothing(client, signed_in, auditor, owner, company):
    signed_in(client, auditor)
    assignment = RoleAssignment.objects.get(person=owner)

    assert client.get(url("people")).status_code == 200
    assert url("person_create") not in text(client.get(url("people")))
    with nothing_changes():
        for answer in (
            client.post(url("person_create"), {}),
            client.post(url("person_leave", person_id=owner.pk), {"left_date": "2026-01-01", "reason": "x"}),
            client.post(url("role_grant", person_id=owner.pk), {"role_code": "cashier", "reason": "x"}),
            client.post(url("assignment_end", assignment_id=assignment.pk), {"reason": "x"}),
            client.post(url("role_create"), {"code": "x", "name_zh": "x"}),
            client.post(url("pair_add"), {"first": "expenses.pay", "second": "expenses.review", "reason": "x"}),
            client.post(url("department_close", department_id=company.team.pk), {"reason": "x"}),
        ):
            assert answer.status_code == 403


@pytest.mark.rule("ORG-02")
def test_a_person_is_added_given_a_role_and_let_go_in_the_browser(supervisor, company, manager):
    added = supervisor.post(
        url("person_create"),
        {"name_zh": "李娜", "username": "li.na", "department_id": company.service.pk, "joined_date": ""},
    )
    person = Person.objects.get(username="li.na")
    granted = supervisor.post(
        url("role_grant", person_id=person.pk),
        {
            "role_code": "employee",
            "scope_kind": "DEPARTMENT",
            "department_id": company.service.pk,
            "start_date": timezone.localdate().isoformat(),
            "reason": "入职",
        },
    )
    left = supervisor.post(
        url("person_leave", person_id=person.pk), {"left_date": timezone.localdate().isoformat(), "reason": "离职"}
    )

    detail = url("person_detail", person_id=person.pk)
    assert [answer.url for answer in (added, granted, left)] == [detail] * 3
    assert not Person.objects.get(pk=person.pk).is_active
    page = text(supervisor.get(detail))
    assert "已离职" in page
    assert "授予角色" in page
    codes = AuditEvent.objects.values_list("code", flat=True)
    assert list(codes) == ["person.create", "role_assignment.grant", "role_assignment.end", "person.leave"]


@pytest.mark.rule("ORG-05")
def test_a_refused_grant_names_the_pair_and_keeps_what_was_typed(supervisor, owner, company):
    with nothing_changes():
        answer = supervisor.post(
            url("role_grant", person_id=owner.pk),
            {
                "role_code": "cashier",
                "scope_kind": "COMPANY",
                "start_date": timezone.localdate().isoformat(),
                "reason": "兼任出纳",
            },
        )

    assert answer.status_code == 422
    assert "不相容职务" in text(answer)
    assert "兼任出纳" in text(answer)


@pytest.mark.rule("ORG-01")
def test_a_department_is_added_changed_moved_and_closed_in_the_browser(supervisor, company, manager):
    supervisor.post(
        url("department_create"),
        {"parent_id": company.division.pk, "kind": "DEPARTMENT", "name_zh": "外贸部", "code": "CC-9"},
    )
    made = Department.objects.get(code="CC-9")
    supervisor.post(
        url("department_edit", department_id=made.pk),
        {"name_zh": "国际业务部", "code": "CC-9", "manager_id": manager.pk, "reason": "到任", "version": 1},
    )
    supervisor.post(
        url("department_move", department_id=made.pk), {"parent_id": company.company.pk, "reason": "直属", "version": 2}
    )
    supervisor.post(url("department_close", department_id=made.pk), {"reason": "撤销"})
    made.refresh_from_db()

    assert (made.name_zh, made.manager_id, made.parent_id, made.status) == (
        "国际业务部", manager.pk, company.company.pk, "CLOSED",
    )  # fmt: skip
    page = text(supervisor.get(url("department_detail", department_id=made.pk)))
    assert "直属" in page
    assert "马国强" in page


@pytest.mark.rule("ORG-08")
def test_a_role_is_made_and_its_limit_edited_in_the_browser(supervisor):
    supervisor.post(
        url("role_create"),
        {"code": "site_lead", "name_zh": "现场主管", "permissions": ["expenses.review"], "approve_limit": "3,000.00"},
    )
    role = Role.objects.get(code="site_lead")
    supervisor.post(
        url("role_edit", role_id=role.pk),
        {
            "name_zh": "现场主管",
            "permissions": ["expenses.review"],
            "no_limit": "on",
            "discount_percent": "3",
            "reason": "职责调整",
            "version": 1,
        },
    )
    changed = Role.objects.get(pk=role.pk)

    assert str(role.approve_limit) == "3000.00"
    assert (changed.approve_limit, str(changed.discount_limit_share)) == (None, "0.0300")


@pytest.mark.rule("ORG-05")
def test_a_pair_is_added_in_the_browser(supervisor):
    supervisor.post(url("pair_add"), {"first": "expenses.review", "second": "expenses.pay", "reason": "内控"})

    assert IncompatiblePair.objects.filter(first="expenses.pay", second="expenses.review").exists()
    assert "不得兼任" in text(supervisor.get(url("pairs")))


@pytest.mark.rule("GEN-11")
def test_ones_own_choices_are_kept(client, owner, signed_in):
    signed_in(client, owner)
    client.cookies["theme"] = "light"

    answer = client.post(
        url("preferences_save"),
        {"language": "en", "theme": "DARK", "email": "chen@example.com", "show_in_wan": "on"},
    )

    kept = Person.objects.get(pk=owner.pk)
    assert (kept.language, kept.theme, kept.single_keys, kept.show_in_wan) == ("en", "DARK", False, True)
    assert kept.email == ""  # it waits to be confirmed
    assert answer.cookies["theme"].value == ""
    client.cookies.pop("theme")  # a browser drops it
    page = client.get(url("profile"))
    assert page["Content-Language"] == "en"
    assert 'data-theme="dark"' in text(page)
    assert client.post(url("preferences_save"), {"language": "fr", "theme": "DARK"}).status_code == 422


@pytest.mark.rule("ORG-09")
def test_a_password_is_changed_by_who_knows_it_and_other_devices_are_signed_out(client, company, signed_in):
    person = cast.person(company.service, password=cast.PASSWORD)
    elsewhere = type(client)()
    signed_in(client, person)
    signed_in(elsewhere, person)

    wrong = client.post(url("password_change"), {"present": "x", "password": "trucks-and-cranes-26"})
    weak = client.post(url("password_change"), {"present": cast.PASSWORD, "password": "password"})
    good = client.post(url("password_change"), {"present": cast.PASSWORD, "password": "trucks-and-cranes-26"})

    assert [answer.status_code for answer in (wrong, weak, good)] == [422, 422, 302]
    assert client.get(url("profile")).status_code == 200
    assert elsewhere.get(url("profile")).status_code == 302
    assert Person.objects.get(pk=person.pk).check_password("trucks-and-cranes-26")


@pytest.mark.rule("ORG-09", "QLT-41")
@pytest.mark.parametrize(("end_tokens", "stand"), [("on", 0), ("", 1)])
def test_with_a_new_password_api_tokens_end_where_that_is_asked_for(client, owner, signed_in, end_tokens, stand):
    owner.set_password(cast.PASSWORD)
    owner.save(update_fields=("password",))
    signed_in(client, owner)
    end = (timezone.localdate() + timedelta(days=30)).isoformat()
    client.post(url("token_create"), {"label": "报表", "scopes": ["read"], "expires_date": end})
    assert 'name="end_tokens"' in text(client.get(url("profile")))

    new = {"present": cast.PASSWORD, "password": "trucks-and-cranes-26", "end_tokens": end_tokens}
    assert client.post(url("password_change"), new).status_code == 302

    assert ApiToken.objects.filter(revoked_at=None).count() == stand


@pytest.mark.rule("GEN-17")
def test_a_tokens_key_is_shown_once_and_only_its_owner_revokes_it(client, owner, outsider, signed_in):
    signed_in(client, owner)
    end = (timezone.localdate() + timedelta(days=30)).isoformat()

    made = client.post(url("token_create"), {"label": "报表", "scopes": ["read"], "expires_date": end})
    token = ApiToken.objects.get()
    again = text(client.get(url("profile")))
    other = type(client)()
    signed_in(other, outsider)
    refused = other.post(url("token_revoke", token_id=token.pk))
    client.post(url("token_revoke", token_id=token.pk))

    assert token.prefix in text(made)
    key = text(made).split('<code class="sh-key">')[1].split("<")[0]
    assert key not in again
    assert refused.status_code == 404
    assert ApiToken.objects.get().revoked_at is not None
    assert list(AuditEvent.objects.values_list("code", flat=True)) == ["person.token_create", "person.token_revoke"]


@pytest.mark.rule("GEN-17")
def test_a_token_ends_within_a_year(client, owner, signed_in):
    signed_in(client, owner)

    for days in (0, 400):
        end = (timezone.localdate() + timedelta(days=days)).isoformat()
        with nothing_changes():
            answer = client.post(url("token_create"), {"label": "报表", "scopes": ["read"], "expires_date": end})
        assert answer.status_code == 422


@pytest.mark.rule("GEN-05")
def test_the_timeline_says_what_changed_in_words(supervisor, owner, finance_supervisor, actor_of, company):
    actor = actor_of(finance_supervisor)
    services.move_person(
        person_id=owner.pk, department_id=company.other.pk, reason="轮岗", actor=actor, at=timezone.now()
    )

    page = text(supervisor.get(url("person_detail", person_id=owner.pk)))

    assert "售后服务部 → 国内销售部" in page
    assert "终止：员工" in page
    assert "轮岗" in page


@pytest.mark.rule("GEN-13")
def test_lists_export_what_is_shown_and_text_is_never_a_formula(supervisor, company, owner, outsider):
    cast.member(company.service, "employee", name_zh="=1+1")

    people = supervisor.get(url("people"), {"department": company.service.pk, "format": "xlsx"})
    held = supervisor.get(url("assignments"), {"role": "employee", "format": "xlsx"})

    names = sheet(people)
    assert names[0][0] == "姓名"
    assert sorted(row[0] for row in names[1:]) == ["=1+1", "陈志强"]
    assert names[-1][5] == "员工（售后服务部）"
    assert sorted(row[0] for row in sheet(held)[1:]) == ["=1+1", "林晓", "陈志强"]
    assert "people-" in people["Content-Disposition"]


@pytest.mark.rule("GEN-10")
def test_an_export_is_for_those_who_may_see_the_list(client, signed_in, owner):
    signed_in(client, owner)

    for name in ("people", "assignments"):
        assert client.get(url(name), {"format": "xlsx"}).status_code == 403


def sheet(answer):
    """The rows of the first sheet, formulas as they are written."""
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()), data_only=False)
    cells = [list(row) for row in book.active.iter_rows()]
    assert all(cell.data_type != "f" for row in cells for cell in row)
    return [[cell.value for cell in row] for row in cells]
