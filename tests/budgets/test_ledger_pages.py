"""Pages of years, categories, control and the ledger: who opens them, what they do, how many statements they need."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from budgets.choices import EntryKind
from budgets.errors import InsufficientBudget
from budgets.models import Category, ControlOverride, ControlPolicy, FiscalYear, Project
from tests.factories import budgets as make
from tests.factories.organization import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(company):
    make.open_year()
    return company.service


@pytest.fixture
def full(service):
    """A key whose budget of 100 is used up."""
    category = make.leaf_category("备件", code="T-FULL")
    make.appropriate(service, category, {1: "100.00"})
    make.post(make.posting(service, category, 1, "100.00"), by=make.source("REQ-2026-0007 主轴"))
    return make.key_of(service, category)


def opened(person, name, *args, **query):
    return signed_in(Client(), person).get(reverse(f"budgets:{name}", args=args), query)


def sent(person, name, *args, **data):
    return signed_in(Client(), person).post(reverse(f"budgets:{name}", args=args), data)


# --- Years --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("BUD-01")
def test_a_year_is_set_up_opened_and_its_months_close_and_reopen(finance_manager, finance_officer):
    assert sent(finance_manager, "year_create", year="2027", start_month="1").status_code == 302
    year = FiscalYear.objects.get(year=2027)
    assert (year.state, year.periods.count()) == ("PLANNING", 12)
    assert sent(finance_manager, "year_open", year.pk).status_code == 302
    march = year.periods.get(month=3)

    assert sent(finance_officer, "period_close", march.pk).status_code == 302
    march = year.periods.get(month=3)
    assert (march.state, march.closed_by) == ("CLOSED", finance_officer)
    assert sent(finance_officer, "period_reopen", march.pk, reason="漏记").status_code == 403
    assert sent(finance_manager, "period_reopen", march.pk, reason=" ").status_code == 422
    assert sent(finance_manager, "period_reopen", march.pk, reason="漏记运费").status_code == 302
    assert year.periods.get(month=3).state == "OPEN"
    assert "漏记运费" in opened(finance_manager, "year_list").content.decode()


@pytest.mark.rule("BUD-01")
def test_a_year_with_open_months_is_not_closed(service, finance_manager):
    year = FiscalYear.objects.get(year=2026)

    answer = sent(finance_manager, "year_close", year.pk)

    assert answer.status_code == 422
    assert "2026-01" in answer.content.decode()
    assert FiscalYear.objects.get(pk=year.pk).state == "OPEN"


@pytest.mark.rule("BUD-01")
def test_a_year_that_stands_is_not_set_up_again(service, finance_manager):
    answer = sent(finance_manager, "year_create", year="2026", start_month="1")

    assert answer.status_code == 422
    assert FiscalYear.objects.count() == 1


@pytest.mark.rule("BUD-01")
@pytest.mark.rule("GEN-04")
def test_a_month_closed_twice_says_so(service, finance_officer):
    month = make.period(3)
    sent(finance_officer, "period_close", month.pk)

    answer = sent(finance_officer, "period_close", month.pk)

    assert answer.status_code == 422


# --- Categories and projects ----------------------------------------------------------------------------------------


@pytest.mark.rule("BUD-03")
def test_the_tree_shows_the_shipped_categories_in_both_languages(finance_officer):
    page = opened(finance_officer, "category_list").content.decode()
    assert "备件及更换" in page
    assert "展会摊位费" in page

    client = signed_in(Client(HTTP_ACCEPT_LANGUAGE="en"), finance_officer)
    client.cookies["django_language"] = "en"
    english = client.get(reverse("budgets:category_list")).content.decode()
    assert "Spare parts and replacements" in english


@pytest.mark.rule("BUD-03")
def test_a_category_is_added_changed_retired_and_taken_up_again(finance_officer):
    group = Category.objects.get(code="C13")
    form = {"name_zh": "线上推广", "name_en": "", "nature": "VARIABLE", "tax_percent": "6"}
    answer = sent(finance_officer, "category_create", code="C13-3", kind="COST", parent=group.pk, **form)
    assert answer.status_code == 302
    made = Category.objects.get(code="C13-3")
    assert (made.parent, made.scope, made.action, made.default_tax_rate) == (
        group,
        "YEAR_TO_DATE",
        "STOP",
        Decimal("0.06"),
    )

    changed = sent(finance_officer, "category_edit", made.pk, version=made.version, **(form | {"name_en": "Online"}))
    assert changed.status_code == 302
    stale = sent(finance_officer, "category_edit", made.pk, version=made.version, **form)
    assert stale.status_code == 422
    assert sent(finance_officer, "category_retire", made.pk).status_code == 302
    assert Category.objects.get(pk=made.pk).retired_at is not None
    assert sent(finance_officer, "category_restore", made.pk).status_code == 302
    assert Category.objects.get(pk=made.pk).retired_at is None


@pytest.mark.rule("BUD-03")
def test_nothing_goes_below_a_category_in_use(full, finance_officer):
    form = {"name_zh": "x", "nature": "VARIABLE", "tax_percent": "0"}

    answer = sent(finance_officer, "category_create", code="Y", kind="COST", parent=full.category_id, **form)

    assert answer.status_code == 422
    assert not Category.objects.filter(code="Y").exists()


@pytest.mark.rule("BUD-10")
def test_projects_are_kept(service, finance_officer):
    assert (
        sent(finance_officer, "project_create", code="P-26", name_zh="液压机线", department=service.pk).status_code
        == 302
    )
    made = Project.objects.get(code="P-26")
    assert sent(finance_officer, "project_edit", made.pk, name_zh="液压机", version=made.version).status_code == 302
    assert sent(finance_officer, "project_retire", made.pk).status_code == 302
    assert Project.objects.get(pk=made.pk).retired_at is not None
    assert "液压机" not in opened(finance_officer, "project_list").content.decode()
    assert "液压机" in opened(finance_officer, "project_list", retired="1").content.decode()


# --- Control ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("LED-05")
def test_policies_are_set_on_pages(full, service, finance_officer):
    control = {
        "scope": "MONTH",
        "action": "WARN",
        "tolerance_amount": "1,000",
        "tolerance_percent": "5",
        "reason": "试点",
    }
    assert sent(finance_officer, "category_policy", full.category_id, version=1, **control).status_code == 302
    key = make.key_of(service, full.category)
    assert (key.scope, key.action, key.tolerance_amount, key.tolerance_share) == (
        "MONTH",
        "WARN",
        1000,
        Decimal("0.05"),
    )

    own = control | {"action": "STOP", "department": service.pk, "category": full.category_id}
    assert sent(finance_officer, "policy_set", **own).status_code == 302
    policy = ControlPolicy.objects.get()
    assert service.name_zh in opened(finance_officer, "policy_list").content.decode()
    assert sent(finance_officer, "policy_remove", policy.pk, reason="结束").status_code == 302
    assert make.key_of(service, full.category).action == "WARN"


@pytest.mark.rule("LED-05")
@pytest.mark.rule("LED-09")
def test_the_refusal_leads_to_the_override_and_the_override_lets_it_through(
    full, service, finance_manager, owner, actor_of
):
    def refused(person):
        with pytest.raises(InsufficientBudget) as refusal:
            make.post(make.posting(service, full.category, 2, "5.00"), actor=actor_of(person))
        return [way.url for way in refusal.value.ways_out]

    assert refused(owner)[0] == f"/budgets/keys/{full.pk}/"
    way = refused(finance_manager)[0]
    assert way == f"/budgets/keys/{full.pk}/override/?amount=5.00"
    page = signed_in(Client(), finance_manager).get(way)
    assert 'value="5.00"' in page.content.decode()
    until = (timezone.localdate() + timedelta(days=9)).isoformat()
    done = sent(finance_manager, "override_grant", full.pk, amount="5.00", month="2", until=until, reason="停机抢修")
    assert done.status_code == 302

    make.post(make.posting(service, full.category, 2, "5.00"), at=timezone.now())

    assert "停机抢修" in opened(owner, "key_detail", full.pk).content.decode()
    override = ControlOverride.objects.get()
    assert sent(finance_manager, "override_end", override.pk, reason="已修好").status_code == 302
    assert ControlOverride.objects.get().ended_at is not None


@pytest.mark.rule("GEN-04", "LED-05")
def test_an_override_sent_twice_from_one_page_stands_once(full, finance_manager):
    page = opened(finance_manager, "override_grant", full.pk).content.decode()
    key = re.search(r'name="request_key" value="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    until = (timezone.localdate() + timedelta(days=9)).isoformat()
    asked = {"amount": "5.00", "month": "2", "until": until, "reason": "停机抢修", "request_key": key}

    answers = [sent(finance_manager, "override_grant", full.pk, **asked) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert ControlOverride.objects.count() == 1


@pytest.mark.rule("QLT-53")
@pytest.mark.parametrize("until", ["9999-12-31", "0001-01-01", "2020-02-30"])
def test_an_override_until_an_impossible_day_is_refused_with_a_sentence(full, finance_manager, until):
    answer = sent(finance_manager, "override_grant", full.pk, amount="5.00", month="2", until=until, reason="停机抢修")

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not ControlOverride.objects.exists()


@pytest.mark.rule("GEN-10")
def test_a_key_of_another_department_is_not_seen(full, outsider, owner, gm):
    for name in ("key_detail", "entry_list"):
        assert opened(outsider, name, full.pk).status_code == 404
        assert opened(owner, name, full.pk).status_code == 200
        assert opened(gm, name, full.pk).status_code == 200
    assert "T-FULL" not in opened(outsider, "key_list").content.decode()
    assert opened(outsider, "override_grant", full.pk).status_code == 404
    assert opened(owner, "override_grant", full.pk).status_code == 403


@pytest.mark.rule("LED-09")
def test_the_key_page_says_months_and_who_holds(full, owner):
    page = opened(owner, "key_detail", full.pk).content.decode()

    assert "其他单据" in page  # a document the reader does not see (GEN-10)
    assert "REQ-2026-0007" not in page
    assert "100.00" in page


@pytest.mark.rule("GEN-13")
def test_entries_filter_and_page_with_the_same_number_of_statements(
    full, service, owner, django_assert_max_num_queries
):
    for n in range(60):
        make.post(make.posting(service, full.category, 3, "1.00", EntryKind.APPROPRIATION), by=make.source(f"补充 {n}"))
    client = signed_in(Client(), owner)
    url = reverse("budgets:entry_list", args=[full.pk])
    client.get(url)

    with django_assert_max_num_queries(15):
        page = client.get(url)
    assert page.content.decode().count("补充") == 50
    assert client.get(url, {"page": 2}).content.decode().count("补充") == 10
    assert "REQ-2026-0007" in client.get(url, {"kind": "COMMITMENT"}).content.decode()
    assert client.get(url, {"month": "3", "q": "补充 5"}).content.decode().count("补充 5") >= 11


@pytest.mark.rule("QLT-05")
def test_very_many_entries_are_listed_without_their_total(full, service, owner, monkeypatch):
    url = reverse("budgets:entry_list", args=[full.pk])
    client = signed_in(Client(), owner)
    make.post(make.posting(service, full.category, 3, "7.00", EntryKind.APPROPRIATION), by=make.source("补充"))
    whole = client.get(url, {"kind": "APPROPRIATION"}).content.decode()
    monkeypatch.setattr("core.long_lists.MOST_COUNTED", 1)

    cut = client.get(url, {"kind": "APPROPRIATION"}).content.decode()

    assert "缩小范围后" not in whole
    assert "超过 1 条分录：缩小范围后在此显示合计" in strip_tags(cut)


@pytest.mark.rule("GEN-13")
def test_the_list_of_keys_adds_up_and_filters(full, service, owner, django_assert_max_num_queries):
    rich = make.leaf_category("出差")
    make.appropriate(service, rich, {1: "1000.00"})
    client = signed_in(Client(), owner)
    url = reverse("budgets:key_list")
    client.get(url, {"year": 2026})

    with django_assert_max_num_queries(16):
        page = client.get(url, {"year": 2026}).content.decode()
    assert "1,100.00" in page
    near = client.get(url, {"year": 2026, "only": "near"}).content.decode()
    assert "备件" in near
    assert "出差" not in near
