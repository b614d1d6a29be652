"""`fiscal-years`, `periods` and `categories` in the API: what the pages do, through the same services (GEN-17)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from budgets.choices import EntryKind
from budgets.errors import PeriodClosed
from budgets.models import Category, ControlKey, FiscalYear, Period
from core.models import AuditEvent
from organization import services as organization
from tests.described import description
from tests.factories import budgets as make
from tests.factories import organization as cast

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-17")]
YEARS, PERIODS, CATEGORIES, PROJECTS = (
    f"/api/v1/{name}/" for name in ("fiscal-years", "periods", "categories", "projects")
)


def client_of(person):
    return cast.signed_in(APIClient(), person)


def with_token(person, *scopes):
    _token, key = organization.create_token(
        label="ERP",
        scopes=scopes,
        expires_date=timezone.localdate() + timedelta(days=30),
        actor=cast.actor_of(person),
        at=timezone.now(),
    )
    return APIClient(HTTP_AUTHORIZATION=f"Token {key}")


def post(client, url, body=None, **headers):
    return client.post(url, body or {}, format="json", headers=headers)


def patch(client, url, body):
    return client.patch(url, body, format="json")


@pytest.fixture
def head(finance_manager):
    """The finance manager, who runs years and reopens months."""
    return client_of(finance_manager)


@pytest.fixture
def officer(finance_officer):
    """Finance, who closes months and keeps categories."""
    return client_of(finance_officer)


# --- Years and months


@pytest.mark.rule("BUD-01")
def test_a_year_is_set_up_opened_and_closed_by_other_systems(head, officer):
    made = post(head, YEARS, {"year": 2027, "start_month": 4})
    year = made.json()
    assert made.status_code == 201, year
    assert (year["state"], year["start_date"], year["end_date"]) == ("PLANNING", "2027-04-01", "2028-04-01")
    months = officer.get(PERIODS, {"fiscal_year": year["id"], "ordering": "start_date"}).json()["results"]
    assert [month["month"] for month in months] == list(range(1, 13))

    assert post(head, f"{YEARS}{year['id']}/open/").json()["state"] == "OPEN"
    early = post(head, f"{YEARS}{year['id']}/close/")
    assert (early.status_code, early.json()["code"]) == (409, "periods_still_open")
    for month in months:
        assert post(officer, f"{PERIODS}{month['id']}/close/").json()["state"] == "CLOSED"
    assert post(head, f"{YEARS}{year['id']}/close/").json()["state"] == "CLOSED"

    late = post(head, f"{PERIODS}{months[0]['id']}/reopen/", {"reason": "漏记"})
    assert (late.status_code, late.json()["code"]) == (409, "year_closed")
    assert FiscalYear.objects.get(pk=year["id"]).state == "CLOSED"


@pytest.mark.rule("BUD-01", "GEN-06")
def test_a_month_closes_and_reopens_with_a_reason(head, officer, finance_officer, finance_manager):
    make.open_year()
    march = make.period(3)
    url = f"{PERIODS}{march.pk}/"

    closed = post(officer, f"{url}close/").json()
    assert (closed["state"], closed["closed_by"]) == ("CLOSED", finance_officer.pk)
    assert post(officer, f"{url}reopen/", {"reason": "漏记"}).status_code == 403
    without = post(head, f"{url}reopen/")
    assert (without.status_code, without.json()["code"]) == (400, "reason_missing")
    assert Period.objects.get(pk=march.pk).state == "CLOSED"
    opened = post(head, f"{url}reopen/", {"reason": "漏记运费"}).json()

    assert (opened["state"], opened["closed_at"], opened["closed_by"]) == ("OPEN", None, None)
    event = AuditEvent.objects.get(code="period.reopen")
    assert (event.actor_id, event.reason) == (finance_manager.pk, "漏记运费")


@pytest.mark.rule("LED-04")
def test_a_month_closed_through_the_api_takes_no_postings(company, officer):
    make.open_year()
    category = make.leaf_category()
    make.appropriate(company.service, category, per_month="100.00")
    post(officer, f"{PERIODS}{make.period(2).pk}/close/")

    with pytest.raises(PeriodClosed):
        make.post(make.posting(company.service, category, 2, "1.00", EntryKind.ACTUAL))


@pytest.mark.rule("GEN-04")
def test_a_close_sent_twice_acts_once(officer):
    make.open_year()
    url = f"{PERIODS}{make.period(3).pk}/close/"

    first, again = (post(officer, url, **{"Idempotency-Key": "close-3"}) for _try in range(2))
    third = post(officer, url)

    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (200, 200, "true")
    assert again.json() == first.json()
    assert (third.status_code, third.json()["code"]) == (409, "wrong_state")
    assert AuditEvent.objects.filter(code="period.close").count() == 1


@pytest.mark.rule("BUD-16")
def test_the_bounds_of_the_contingency_are_changed_from_the_version_read(head):
    year = make.planned_year(2027)
    url = f"{YEARS}{year.pk}/"
    body = {"contingency_least_share": "0.08", "version": year.version}

    changed = patch(head, url, body)
    stale = patch(head, url, body)
    crossed = patch(head, url, {"contingency_least_share": "0.20", "version": changed.json()["version"]})

    assert (changed.status_code, changed.json()["contingency_least_share"]) == (200, "0.08")
    assert changed.json()["contingency_most_share"] == "0.15"
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_document")
    assert (crossed.status_code, crossed.json()["code"]) == (400, "bounds_refused")
    assert FiscalYear.objects.get(pk=year.pk).contingency_least_share == Decimal("0.08")


@pytest.mark.rule("BUD-01")
def test_a_year_that_stands_or_overlaps_is_refused(head):
    make.open_year()

    assert post(head, YEARS, {"year": 2026}).json()["code"] == "year_exists"
    assert post(head, YEARS, {"year": 2025, "start_month": 7}).json()["code"] == "year_overlaps"
    assert post(head, YEARS, {"year": 1999}).status_code == 400
    assert FiscalYear.objects.count() == 1


def test_years_and_months_are_found(officer):
    make.open_year()
    make.planned_year(2027)
    make.close(1)

    def months(**query):
        return [(row["year"], row["month"]) for row in officer.get(PERIODS, query).json()["results"]]

    assert [row["year"] for row in officer.get(YEARS).json()["results"]] == [2027, 2026]
    assert [row["year"] for row in officer.get(YEARS, {"state": "OPEN"}).json()["results"]] == [2026]
    assert months(day="2026-03-31") == [(2026, 3)]
    assert months(state="CLOSED") == [(2026, 1)]
    assert months(year=2027, month=5) == [(2027, 5)]


# --- Categories


@pytest.mark.rule("BUD-03")
def test_a_category_is_added_changed_retired_and_taken_up_again(officer):
    group = Category.objects.get(code="C13")
    made = post(
        officer, CATEGORIES, {"code": "C13-3", "parent": group.pk, "name_zh": "线上推广", "default_tax_rate": "0.06"}
    )
    shown = made.json()
    assert made.status_code == 201, shown
    assert (shown["parent"], shown["kind"], shown["is_group"]) == (group.pk, "COST", False)
    assert (shown["default_tax_rate"], shown["control"]["action"]) == ("0.06", "STOP")
    url = f"{CATEGORIES}{shown['id']}/"

    changed = patch(officer, url, {"name_en": "Online", "version": shown["version"]}).json()
    assert (changed["name_zh"], changed["name_en"], changed["default_tax_rate"]) == ("线上推广", "Online", "0.06")
    stale = patch(officer, url, {"name_en": "Web", "version": shown["version"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_document")
    assert post(officer, f"{url}retire/", {"version": shown["version"]}).json()["code"] == "stale_document"
    assert post(officer, f"{url}retire/", {"version": changed["version"]}).json()["retired_at"] is not None
    assert post(officer, f"{url}restore/").json()["retired_at"] is None
    assert officer.get(f"{CATEGORIES}{group.pk}/").json()["is_group"] is True


@pytest.mark.rule("LED-05", "GEN-06")
def test_a_changed_control_reaches_the_open_keys_with_its_reason(company, officer):
    make.open_year()
    category = make.leaf_category()
    key = make.appropriate(company.service, category, per_month="100.00")
    url = f"{CATEGORIES}{category.pk}/control/"
    body = {"scope": "MONTH", "action": "WARN", "tolerance_share": "0.1"}

    unread = post(officer, url, {**body, "reason": "先行试点"})
    body["version"] = category.version
    without = post(officer, url, body)
    changed = post(officer, url, {**body, "reason": "先行试点"})
    stale = post(officer, url, {**body, "reason": "再试"})

    assert (unread.status_code, list(unread.json()["fields"])) == (400, ["version"])
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_document")
    assert (without.status_code, without.json()["code"]) == (400, "reason_missing")
    assert changed.status_code == 200, changed.json()
    control = changed.json()["control"]
    assert (control["scope"], control["action"], control["tolerance_share"]) == ("MONTH", "WARN", "0.1")
    assert (control["tolerance_amount"], control["currency"]) == ("0.00", "CNY")
    key = ControlKey.objects.get(pk=key.pk)
    assert (key.scope, key.action, key.guard_amount) == ("MONTH", "WARN", None)
    assert AuditEvent.objects.get(code="category.policy").reason == "先行试点"


@pytest.mark.rule("BUD-03")
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"code": "c13", "name_zh": "重复"}, 409, "code_taken"),
        ({"code": "X-1", "name_zh": "上级不存在", "parent": 10**9}, 400, "invalid"),
        ({"code": "X-1", "name_zh": " "}, 400, "invalid"),
        ({"code": "X-1", "name_zh": "税率过高", "default_tax_rate": "1.2"}, 400, "invalid"),
    ],
)
def test_a_category_that_makes_no_sense_is_refused(officer, body, status, code):
    before = Category.objects.count()

    answer = post(officer, CATEGORIES, body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Category.objects.count() == before


@pytest.mark.rule("BUD-03")
def test_nothing_goes_below_a_category_in_use(company, officer):
    make.open_year()
    category = make.leaf_category()
    make.appropriate(company.service, category, per_month="100.00")

    answer = post(officer, CATEGORIES, {"code": "X-1", "name_zh": "细分", "parent": category.pk})

    assert (answer.status_code, answer.json()["code"]) == (409, "category_in_use")


def test_categories_are_found(officer):
    def codes(**query):
        rows = officer.get(CATEGORIES, {"page_size": 200, **query}).json()["results"]
        return [row["code"] for row in rows]

    group = Category.objects.get(code="C13")
    leaf = Category.objects.get(code=codes(parent=group.pk)[0])
    Category.objects.filter(pk=leaf.pk).update(retired_at=timezone.now())

    assert "C13" in codes(is_group=True)
    assert leaf.code in codes(is_group=False)
    assert codes(is_retired=True) == [leaf.code]
    assert leaf.code not in codes(is_retired=False)
    assert codes(code="c13") == ["C13"]
    assert set(codes(kind="CONTINGENCY")) == set(
        Category.objects.filter(kind="CONTINGENCY").values_list("code", flat=True)
    )
    assert "C13" in codes(q="市场推广")


# --- Projects


@pytest.mark.rule("BUD-10")
def test_a_project_is_added_changed_retired_and_taken_up_again(company, officer):
    made = post(officer, PROJECTS, {"code": "PRJ-9", "name_zh": "主轴线", "department": company.service.pk})
    shown = made.json()
    assert (made.status_code, shown["department"]) == (201, company.service.pk), shown
    url = f"{PROJECTS}{shown['id']}/"

    changed = patch(officer, url, {"name_en": "Spindles", "version": shown["version"]}).json()
    for_all = patch(officer, url, {"department": None, "version": changed["version"]}).json()
    stale = patch(officer, url, {"name_en": "Axes", "version": shown["version"]})

    assert (changed["name_zh"], changed["name_en"], changed["department"]) == ("主轴线", "Spindles", company.service.pk)
    assert (for_all["name_en"], for_all["department"]) == ("Spindles", None)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_document")
    assert post(officer, f"{url}retire/").json()["retired_at"] is not None
    assert [row["code"] for row in officer.get(PROJECTS, {"is_retired": True}).json()["results"]] == ["PRJ-9"]
    assert post(officer, f"{url}restore/").json()["retired_at"] is None
    assert post(officer, PROJECTS, {"code": "prj-9", "name_zh": "重复"}).json()["code"] == "code_taken"
    nowhere = post(officer, PROJECTS, {"code": "P-8", "name_zh": "x", "department": 10**9})
    assert (nowhere.status_code, list(nowhere.json()["fields"])) == (400, ["department"])


# --- Sight, tokens, statements, description


@pytest.mark.rule("GEN-10", "BUD-03")
def test_everybody_reads_what_documents_name_and_only_some_how_it_is_controlled(owner, officer):
    category = make.leaf_category()
    url = f"{CATEGORIES}{category.pk}/"

    assert client_of(owner).get(url).json()["control"] is None
    assert officer.get(url).json()["control"]["scope"] == "YEAR_TO_DATE"
    assert client_of(owner).get(url).json()["name_zh"] == category.name_zh


@pytest.mark.rule("ORG-03")
def test_who_may_not_on_the_page_may_not_here_and_nothing_changes(owner, manager, officer):
    make.open_year()
    year, march, category = FiscalYear.objects.get(), make.period(3), make.leaf_category()
    events = AuditEvent.objects.count()
    control = {"scope": "YEAR", "action": "RECORD", "reason": "x"}

    for client in (client_of(owner), client_of(manager)):
        for url, body in (
            (YEARS, {"year": 2027}),
            (f"{YEARS}{year.pk}/close/", {}),
            (f"{PERIODS}{march.pk}/close/", {}),
            (f"{PERIODS}{march.pk}/reopen/", {"reason": "x"}),
            (CATEGORIES, {"code": "X", "name_zh": "x"}),
            (PROJECTS, {"code": "X", "name_zh": "x"}),
            (f"{CATEGORIES}{category.pk}/retire/", {}),
            (f"{CATEGORIES}{category.pk}/restore/", {}),
            (f"{CATEGORIES}{category.pk}/control/", control),
        ):
            answer = post(client, url, body)
            assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), url
        assert patch(client, f"{YEARS}{year.pk}/", {"contingency_least_share": "0"}).status_code == 403
        assert patch(client, f"{CATEGORIES}{category.pk}/", {"name_zh": "x"}).status_code == 403
    assert post(officer, f"{YEARS}{year.pk}/close/").status_code == 403
    assert AuditEvent.objects.count() == events


def test_a_token_that_may_only_read_closes_nothing(finance_officer):
    make.open_year()
    url = f"{PERIODS}{make.period(3).pk}/close/"

    refused = post(with_token(finance_officer, "read", "decide"), url)
    done = post(with_token(finance_officer, "read", "write"), url)

    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert (done.status_code, done.json()["state"]) == (200, "CLOSED")


@pytest.mark.rule("QLT-05")
@pytest.mark.parametrize("url", [YEARS, PERIODS, CATEGORIES, PROJECTS])
def test_the_number_of_statements_does_not_follow_the_rows(officer, url):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            found = officer.get(url, {"page_size": 200}).json()["results"]
        return len(captured), len(found)

    make.open_year()
    statements()
    few, rows = statements()
    make.planned_year(2027)
    make.planned_year(2028)
    for number in range(5):
        make.leaf_category(code=f"MORE-{number}")
        make.project()
    many, more = statements()

    assert more > rows
    assert many == few


def test_filters_and_idempotency_keys_stand_in_the_description():
    described = description()

    asked = {one["name"] for one in described["paths"]["/api/v1/balances/"]["get"]["parameters"]}
    assert {"fiscal_year", "department", "category", "project", "as_of", "cursor", "page_size"} <= asked
    one = {one["name"] for one in described["paths"]["/api/v1/balances/{id}/"]["get"]["parameters"]}
    assert {"as_of", "project"} <= one
    for path in (
        "fiscal-years/{id}/open/",
        "fiscal-years/{id}/close/",
        "periods/{id}/close/",
        "periods/{id}/reopen/",
        "categories/{id}/retire/",
        "categories/{id}/restore/",
        "categories/{id}/control/",
    ):
        headers = {one["name"] for one in described["paths"][f"/api/v1/{path}"]["post"]["parameters"]}
        assert "Idempotency-Key" in headers
