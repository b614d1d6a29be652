"""`balances` and `ledger-entries`: what other systems read of the ledger agrees with it to the cent (GEN-17)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from budgets.choices import EntryKind
from budgets.models import ControlKey, LedgerEntry
from budgets.selectors import keys as selectors
from budgets.services import snapshots
from core.actors import SYSTEM
from tests.factories import budgets as make
from tests.factories.organization import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-17")]
BALANCES, ENTRIES = "/api/v1/balances/", "/api/v1/ledger-entries/"
COLUMNS = {
    "appropriated": ("APPROPRIATION", "APPROPRIATION_REVERSAL"),
    "committed": ("COMMITMENT", "COMMITMENT_REVERSAL", "RELEASE", "RELEASE_REVERSAL"),
    "actual": ("ACTUAL", "ACTUAL_REVERSAL"),
}


@pytest.fixture
def year(company):
    return make.open_year()


@pytest.fixture
def parts(year):
    """A group with a leaf, so that a filter by the group has something to find."""
    group = make.leaf_category("备件")
    return make.leaf_category("主轴", parent=group)


@pytest.fixture
def travel(year):
    return make.leaf_category("差旅")


@pytest.fixture
def posted(company, parts, travel):
    """A year's life in two departments: grants, holds, a release, spending, on three days; odd cents, a project."""
    spindle = make.project()
    service, other = company.service, company.other
    make.appropriate(service, parts, per_month="100.10")
    make.appropriate(service, travel, {1: "33.33", 2: "33.33", 3: "33.34"})
    make.appropriate(other, parts, per_month="70.00")
    later, last = make.AT + timedelta(days=40), make.AT + timedelta(days=80)
    request = make.source("REQ-2026-0001 主轴", kind="spend_request")
    make.post(make.posting(service, parts, 2, "55.05", project=spindle), by=request, at=later, reason="换主轴")
    make.post(make.posting(service, travel, 3, "12.01", EntryKind.ACTUAL), at=later)
    make.post(
        make.posting(service, parts, 2, "-20.02", EntryKind.RELEASE, project=spindle),
        make.posting(service, parts, 2, "35.03", EntryKind.ACTUAL, line=2, project=spindle),
        by=request,
        occasion="claim:1",
        at=last,
    )
    return {"later": later, "last": last, "project": spindle}


def client_of(person, language="zh-hans"):
    return signed_in(APIClient(headers={"accept-language": language}), person)


@pytest.fixture
def client(finance_officer):
    return client_of(finance_officer)


def rows(client, url, **query):
    """All rows of a list, over all its pages."""
    answer = client.get(url, query)
    assert answer.status_code == 200, answer.json()
    page = answer.json()
    found = page["results"]
    while page["next"]:
        page = client.get(page["next"]).json()
        found += page["results"]
    return found


def sums(moment=None, **where):
    """What the entries themselves say: by key, month and column."""
    entries = LedgerEntry.objects.filter(**where)
    if moment is not None:
        entries = entries.filter(posted_at__lte=moment)
    found = {}
    for column, kinds in COLUMNS.items():
        for row in entries.filter(kind__in=kinds).values("key", "month").annotate(total=Sum("amount")):
            if row["total"]:
                found[row["key"], row["month"], column] = f"{row['total']:.2f}"
    return found


def shown(balances):
    return {
        (balance["id"], month["month"], column): month[column]
        for balance in balances
        for month in balance["periods"]
        for column in COLUMNS
        if month[column] != "0.00"
    }


# --- Balances


@pytest.mark.rule("LED-02")
def test_balances_are_the_sums_of_the_entries_to_the_cent(client, posted, year):
    balances = rows(client, BALANCES, fiscal_year=year.pk, page_size=2)

    assert len(balances) == 3
    assert shown(balances) == sums()
    for balance in balances:
        assert len(balance["periods"]) == 12
        for column in COLUMNS:
            assert Decimal(balance[column]) == sum(Decimal(month[column]) for month in balance["periods"])
        left = Decimal(balance["appropriated"]) - Decimal(balance["committed"]) - Decimal(balance["actual"])
        assert Decimal(balance["available"]) == left == sum(Decimal(month["left"]) for month in balance["periods"])
        assert balance["currency"] == "CNY"


@pytest.mark.rule("LED-02")
def test_what_is_available_in_a_month_is_what_the_page_shows_and_the_control_says(client, company, parts, posted):
    key = make.key_of(company.service, parts)
    months = client.get(f"{BALANCES}{key.pk}/").json()["periods"]

    figures = selectors.key_figures(key, actor=SYSTEM, at=timezone.now())

    assert [month["available"] for month in months] == [f"{month.available:.2f}" for month in figures.months]
    assert [month["period"] for month in months] == [month.period.pk for month in figures.months]
    # year to date: January 100.10; February 200.20 − 35.03 − 35.03 + 20.02 …
    assert (months[0]["available"], months[1]["left"], months[1]["available"]) == ("100.10", "30.04", "130.14")


@pytest.mark.rule("LED-07")
@pytest.mark.parametrize("with_snapshot", [False, True])
def test_a_past_moment_shows_what_the_entries_said_then(client, posted, year, with_snapshot):
    if with_snapshot:
        snapshots.take_snapshot(year=year, taken_at=make.AT + timedelta(days=41))
    before = make.AT - timedelta(seconds=1)

    for moment in (before, make.AT, posted["later"], posted["last"] - timedelta(seconds=1), posted["last"]):
        found = rows(client, BALANCES, as_of=moment.isoformat())
        assert shown(found) == sums(moment)
        assert len(found) == 3
    assert sums(posted["later"]) != sums(posted["last"])


@pytest.mark.rule("LED-07")
def test_a_date_is_the_end_of_its_day_and_one_balance_can_be_asked_for_too(client, company, parts, posted):
    key = make.key_of(company.service, parts)
    day = timezone.localdate(posted["later"])

    then = client.get(f"{BALANCES}{key.pk}/", {"as_of": day.isoformat()}).json()
    day_before = client.get(f"{BALANCES}{key.pk}/", {"as_of": (day - timedelta(days=1)).isoformat()}).json()
    now = client.get(f"{BALANCES}{key.pk}/").json()

    assert (then["committed"], then["actual"]) == ("55.05", "0.00")
    assert then["as_of"] == f"{day.isoformat()}T23:59:59.999999+08:00"
    assert (day_before["committed"], day_before["appropriated"]) == ("0.00", "1201.20")
    assert (now["committed"], now["actual"], now["as_of"]) == ("35.03", "35.03", None)


def test_balances_are_narrowed_by_year_department_category_and_project(client, company, parts, travel, posted, year):
    service = make.key_of(company.service, parts)

    def ids(**query):
        return {row["id"] for row in rows(client, BALANCES, year=2026, **query)}

    every = set(ControlKey.objects.values_list("pk", flat=True))
    assert ids() == every
    assert ids(department=company.other.pk) == {make.key_of(company.other, parts).pk}
    assert ids(category=travel.pk) == {make.key_of(company.service, travel).pk}
    assert ids(category=parts.parent_id) == ids(category=parts.pk) == every - ids(category=travel.pk)
    assert ids(project=posted["project"].pk) == {service.pk}
    assert ids(q="主轴", department=company.service.pk) == {service.pk}
    assert ids(category_kind="REVENUE") == set()
    assert rows(client, BALANCES, year=2025) == []


def test_with_a_project_the_figures_are_its_own(client, posted):
    project = posted["project"].pk
    (balance,) = rows(client, BALANCES, year=2026, project=project)

    assert (balance["project"], balance["appropriated"]) == (project, "0.00")
    assert shown([balance]) == sums(project=project)
    assert balance["available"] == "-70.06"


def test_without_a_year_the_running_one_is_shown(client, company, posted):
    this_year = timezone.localdate().year
    assert {row["year"] for row in rows(client, BALANCES)} == {2026}
    make.open_year(2027)
    make.appropriate(company.service, make.leaf_category(), per_month="1.00", year=2027)

    assert {row["year"] for row in rows(client, BALANCES)} == {this_year if this_year in {2026, 2027} else 2027}
    assert {row["year"] for row in rows(client, BALANCES, year=2027)} == {2027}


# --- Entries


@pytest.mark.rule("LED-01")
def test_entries_are_read_with_their_document_and_their_seal(client, company, parts, posted, finance_officer):
    first, *_rest = rows(client, ENTRIES, document_kind="spend_request", kind="RELEASE")
    entry = LedgerEntry.objects.get(kind="RELEASE")

    assert first["id"] == entry.pk
    assert (first["amount"], first["currency"], first["month"]) == ("-20.02", "CNY", 2)
    assert (first["document"], first["document_label"]) == (entry.source_id, "REQ-2026-0001 主轴")
    assert first["balance"] == make.key_of(company.service, parts).pk
    assert (first["sequence"], first["previous_hash"], first["hash"]) == (
        entry.sequence,
        entry.previous_hash,
        entry.hash,
    )
    assert (first["posted_by"], first["posted_by_name"]) == (None, None)


@pytest.mark.rule("LED-02", "LED-07")
def test_the_entries_until_a_moment_make_up_its_balances(client, posted, year):
    for moment in (posted["later"], posted["last"]):
        found = {}
        for entry in rows(client, ENTRIES, fiscal_year=year.pk, as_of=moment.isoformat(), page_size=7):
            (column,) = (column for column, kinds in COLUMNS.items() if entry["kind"] in kinds)
            place = (entry["balance"], entry["month"], column)
            found[place] = found.get(place, Decimal(0)) + Decimal(entry["amount"])
        told = {place: f"{total:.2f}" for place, total in found.items() if total}

        assert told == shown(rows(client, BALANCES, as_of=moment.isoformat()))


def test_entries_are_narrowed(client, company, parts, travel, posted, year):
    def count(**query):
        return len(rows(client, ENTRIES, **query))

    key = make.key_of(company.service, travel)
    total = LedgerEntry.objects.count()
    assert count() == total == count(year=2026) == count(fiscal_year=year.pk)
    assert count(fiscal_year=999_999) == count(year=2025) == 0
    assert count(department=company.other.pk) == 12
    assert count(category=travel.pk) == count(balance=key.pk) == 4
    assert count(category=parts.parent_id) == total - 4
    assert count(project=posted["project"].pk) == 3
    assert count(period=make.period(2).pk) == count(month=2) == 6
    assert count(kind="ACTUAL") == 2
    assert count(q="主轴") == 3
    assert count(q="换主轴") == 1
    assert count(posted_from=posted["last"].isoformat()) == 2
    newest, *_rest = rows(client, ENTRIES, ordering="-posted_at")
    assert newest["posted_at"].startswith(f"{timezone.localtime(posted['last']):%Y-%m-%dT%H:%M}")


# --- Sight, tokens, shapes, statements


@pytest.mark.rule("GEN-10")
def test_one_sees_the_figures_and_entries_of_ones_own_house_alone(company, posted, owner, outsider, finance_officer):
    of_service = set(ControlKey.objects.filter(department=company.service).values_list("pk", flat=True))
    (of_other,) = ControlKey.objects.filter(department=company.other).values_list("pk", flat=True)
    entry = LedgerEntry.objects.filter(key=of_other).first()

    for person, seen in ((owner, of_service), (outsider, {of_other}), (finance_officer, of_service | {of_other})):
        api = client_of(person)
        assert {row["id"] for row in rows(api, BALANCES, year=2026)} == seen
        assert {row["balance"] for row in rows(api, ENTRIES)} == seen
        assert rows(api, BALANCES, year=2026, department=company.other.pk) == [
            row for row in rows(api, BALANCES, year=2026) if row["id"] == of_other
        ]
    api = client_of(owner)
    assert api.get(f"{BALANCES}{of_other}/").status_code == 404
    assert api.get(f"{ENTRIES}{entry.pk}/").status_code == 404
    assert client_of(outsider).get(f"{ENTRIES}{entry.pk}/").json()["id"] == entry.pk


@pytest.mark.rule("LED-01")
@pytest.mark.parametrize("url", [BALANCES, ENTRIES])
def test_the_ledger_takes_nothing_through_the_api(client, posted, url):
    one = f"{url}{rows(client, url)[0]['id']}/"

    assert client.post(url, {}, format="json").status_code == 405
    assert client.patch(one, {}, format="json").status_code == 405
    assert client.delete(one).status_code == 405


@pytest.mark.rule("QLT-42")
@pytest.mark.parametrize(
    "query",
    ["as_of=yesterday", "as_of=2026-02-30", "as_of=0001-01-01", "as_of=2026-03-31 18:00", "colour=red", "department=x"],
)
@pytest.mark.parametrize("url", [BALANCES, ENTRIES])
def test_what_makes_no_sense_is_refused_by_name(client, posted, url, query):
    answer = client.get(f"{url}?{query}")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert list(answer.json()["fields"]) == [query.partition("=")[0]]


@pytest.mark.rule("QLT-42")
def test_one_balance_refuses_a_moment_that_makes_no_sense(client, company, parts, posted):
    answer = client.get(f"{BALANCES}{make.key_of(company.service, parts).pk}/?as_of=x")

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["as_of"])


@pytest.mark.rule("GEN-11")
def test_labels_are_in_the_language_of_the_call(posted, finance_officer):
    (row, *_rest) = rows(client_of(finance_officer, "en"), ENTRIES, kind="RELEASE")
    (again, *_rest) = rows(client_of(finance_officer), ENTRIES, kind="RELEASE")

    assert (row["kind_label"], again["kind_label"]) == ("Release", "释放")


@pytest.mark.rule("QLT-05")
@pytest.mark.parametrize(
    ("url", "query"), [(BALANCES, {}), (BALANCES, {"as_of": "2026-12-31"}), (ENTRIES, {"fiscal_year": 0})]
)
def test_the_number_of_statements_does_not_follow_the_rows(client, company, year, url, query):
    query = {name: value or year.pk for name, value in query.items()}

    def statements():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            found = client.get(url, query).json()["results"]
        return len(captured), len(found)

    make.appropriate(company.service, make.leaf_category(), {1: "10.00"})
    few, one = statements()
    for department in (company.service, company.other, company.team):
        for _number in range(3):
            category = make.leaf_category()
            make.appropriate(department, category, {1: "10.00", 7: "5.00"})
            make.post(make.posting(department, category, 1, "1.00"))
    many, more = statements()

    assert (one, more >= 10) == (1, True)
    assert many == few
