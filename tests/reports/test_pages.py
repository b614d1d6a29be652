"""Pages of reports: three clicks to the paper, files that cannot hurt, views kept, pages without anything."""

from __future__ import annotations

import io
import re
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import SavedView
from organization.models import Person
from tests.factories import budgets
from tests.reports.conftest import ASKED

pytestmark = pytest.mark.django_db


def page(client: Client, person: Person, address: str, signed_in: Any, **asked: str) -> Any:
    return signed_in(client, person).get(address, ASKED | asked)


def links(html: str, wanted: str) -> list[str]:
    """The addresses on a page that match."""
    found = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', html)]
    return [link for link in found if re.search(wanted, link)]


# --- What is not known


@pytest.mark.rule("RPT-02")
def test_revenue_that_was_never_posted_is_a_plan_without_actuals(story, company, client, gm, signed_in):
    sales = budgets.leaf_category("配件销售", kind="REVENUE")
    budgets.appropriate(company.service, sales, per_month="3000")
    asked = {**ASKED, "kind": "income", "unit": "yuan"}

    plan = page(client, gm, "/reports/variance/", signed_in, **asked).content.decode()
    costs = client.get("/reports/variance/", ASKED).content.decode()
    file = client.get("/reports/variance/export/", asked).content

    assert "只有计划" in plan
    foot = re.search(r"<tfoot>(.*?)</tfoot>", plan, re.DOTALL).group(1)  # type: ignore[union-attr]
    assert re.findall(r'<td class="sh-end">([^<]*)</td>', foot)[2:5] == ["—", "—", "—"]
    assert "只有计划" not in costs
    sheet = openpyxl.load_workbook(io.BytesIO(file)).active
    assert [cell.value for cell in list(sheet.rows)[-1]][3:] == [None] * 7


# --- Down to the paper


@pytest.mark.rule("RPT-01")
def test_from_the_overview_to_a_claim_in_three_clicks(story, client, gm, signed_in):
    address = "/reports/overview/?" + urlencode(ASKED)
    shown = signed_in(client, gm).get(address).content.decode()

    row = links(shown, r"/reports/variance/\?.*sel=d\d+\.c\d+")[0]
    first = client.get(row).content.decode()
    documents = links(first, r"documents/\?.*sel=d\d+\.c\d+")[0]
    second = client.get(reverse("reports:variance_documents") + documents[documents.index("?") :]).content.decode()
    claim = links(second, r"^/expenses/claims/\d+/$")[0]

    assert links(first, r"^/expenses/claims/\d+/$") == [claim]
    third = client.get(claim)
    assert third.status_code == 200
    assert "沈阳返修差旅" in third.content.decode()


@pytest.mark.rule("RPT-01", "GEN-10")
def test_the_start_page_is_what_ones_roles_need(story, client, owner, manager, finance_officer, gm, signed_in):
    titles = {}
    for person in (owner, manager, finance_officer, gm):
        html = signed_in(client, person).get("/", follow=True).content.decode()
        titles[person.name_zh] = re.search(r"<h1[^>]*>([^<]*)</h1>", html).group(1)  # type: ignore[union-attr]

    assert titles == {
        "陈志强": "陈志强，您好", "马国强": "本部门总览", "王静": "财务工作台", "陈立新": "公司总览",
    }  # fmt: skip


@pytest.mark.rule("GEN-10")
def test_another_department_is_nowhere_on_a_managers_pages(story, client, manager, signed_in):
    for name in ("reports:company", "reports:variance", "reports:variance_documents"):
        html = page(client, manager, reverse(name), signed_in).content.decode()

        assert "国内销售部" not in html
        assert "客户回访差旅" not in html


@pytest.mark.rule("RPT-02")
def test_a_row_out_of_sight_is_no_page(story, client, company, manager, signed_in):
    asked = {"sel": f"d{company.other.pk}"}

    assert page(client, manager, reverse("reports:variance_documents"), signed_in, **asked).status_code == 404


# --- Files


@pytest.mark.rule("RPT-45", "GEN-13")
def test_the_export_has_numbers_and_no_formulas(story, client, company, gm, signed_in):
    category = budgets.leaf_category("=cmd|'/c calc'!A1", name_en="=1+1")
    budgets.appropriate(company.service, category, per_month="10")

    answer = page(client, gm, reverse("reports:variance_export"), signed_in)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active

    assert answer["Content-Disposition"] == 'attachment; filename="variance-2026-09.xlsx"'
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=6)}
    assert rows["=cmd|'/c calc'!A1"][0].data_type == "s"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    total = rows["合计"]
    assert [cell.value for cell in total[1:7]] == [48120, 36090, 0, 11100, 37020, -24990]
    assert sheet.freeze_panes == "B6"


@pytest.mark.rule("GEN-10", "RPT-45")
def test_the_export_holds_what_its_reader_may_see(story, client, manager, signed_in):
    answer = page(client, manager, reverse("reports:variance_export"), signed_in)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active

    names = {row[0].value for row in sheet.iter_rows(min_row=6)}
    assert names == {"售后服务部", "差旅", "工具", "合计"}


@pytest.mark.rule("RPT-02", "GEN-13")
@pytest.mark.parametrize(("compare", "title", "total"), [("last_year", "上年", 0), ("forecast", "全年预测", 14800)])
def test_the_export_compares_with_what_the_page_compares(story, client, gm, signed_in, compare, title, total):
    address = reverse("reports:variance_export")
    answer = page(client, gm, address, signed_in, compare=compare, unit="amount")
    shown = client.get("/reports/variance/", ASKED | {"compare": compare, "unit": "amount"}).content.decode()
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=5, values_only=True))

    foot = re.search(r"<tfoot>(.*?)</tfoot>", shown, re.DOTALL).group(1)  # type: ignore[union-attr]
    assert rows[0][9] in shown
    assert rows[-1][9] == total
    assert re.findall(r'<td class="sh-end">([^<]*)</td>', foot)[-1].replace(",", "") == (
        "0.00" if total == 0 else f"{total}.00"
    )


@pytest.mark.rule("RPT-02", "LED-07", "GEN-13")
def test_the_export_says_what_it_was_narrowed_to_and_of_which_year_its_moment_is(story, client, company, gm, signed_in):
    asked = {"department": company.service.pk, "kind": "income", "as_of": "2026-06-15"}

    file = page(client, gm, reverse("reports:variance_export"), signed_in, **asked).content
    sheet = openpyxl.load_workbook(io.BytesIO(file)).active

    assert company.service.name_zh in sheet["A2"].value
    assert "收入" in sheet["A2"].value
    assert "2026-06-15" in sheet["A3"].value


@pytest.mark.rule("LED-07", "RPT-02")
@pytest.mark.parametrize("given", ["2026-02-30", "gestern", "9"])
def test_a_moment_that_is_none_is_said_to_be_none(story, client, gm, signed_in, given):
    for name in ("reports:variance", "reports:variance_documents"):
        html = page(client, gm, reverse(name), signed_in, as_of=given).content.decode()
        assert f"“{given}”不是有效日期" in html
        assert "不是有效日期" not in page(client, gm, reverse(name), signed_in, as_of="2026-09-30").content.decode()
    file = page(client, gm, reverse("reports:variance_export"), signed_in, as_of=given).content
    assert f"“{given}”" in openpyxl.load_workbook(io.BytesIO(file)).active["A3"].value


@pytest.mark.rule("RPT-01")
def test_every_key_figure_of_the_overview_leads_on(story, client, gm, signed_in):
    html = page(client, gm, "/reports/overview/", signed_in).content.decode()
    figures = re.findall(r'<div class="sh-figure[^"]*">(.*?)</div>', html, re.DOTALL)

    assert len(figures) == 5
    for figure in figures:
        (address,) = links(figure, "^/reports/")
        assert client.get(address).status_code == 200
    assert "compare=forecast" in figures[4]


# --- Views


@pytest.mark.rule("RPT-02")
def test_a_view_is_kept_shared_and_forgotten(story, client, manager, gm, signed_in):
    signed_in(client, manager)
    asked = {"name": "按月", "path": reverse("reports:variance"), "audience": "EVERYBODY"}
    client.post(reverse("core:view_keep"), {**asked, "query": "span=month"})
    again = client.post(reverse("core:view_keep"), {**asked, "query": "span=year"})
    view = SavedView.objects.get()

    assert again.status_code == 422
    assert "按月" in again.content.decode()
    assert (view.query, view.audience) == ("span=month", "EVERYBODY")
    signed_in(client, gm)
    assert "span=month" in client.get(reverse("reports:variance"), ASKED).content.decode()
    assert client.post(reverse("core:view_delete", args=[view.pk])).status_code == 404
    signed_in(client, manager)
    client.post(reverse("core:view_delete", args=[view.pk]))
    assert not SavedView.objects.filter(deleted_at__isnull=True).exists()


# --- Speed, and pages without anything


@pytest.mark.rule("QLT-05")
@pytest.mark.parametrize("name", ["reports:company", "reports:variance", "reports:finance", "reports:own"])
def test_pages_read_in_constantly_many_statements(story, client, company, gm, signed_in, name):
    address = reverse(name)

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert page(client, gm, address, signed_in).status_code == 200
        return len(seen)

    statements()
    before = statements()
    for number in range(6):
        category = budgets.leaf_category(f"增加{number}")
        for department in (company.service, company.team):
            budgets.appropriate(department, category, per_month="10")

    assert statements() == before


@pytest.mark.rule("QLT-54")
@pytest.mark.parametrize(
    "name", ["reports:home", "reports:company", "reports:variance", "reports:finance", "reports:own"]
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_without_a_fiscal_year_pages_say_how_to_begin(company, client, gm, signed_in, name, language):
    client.cookies["django_language"] = language

    html = signed_in(client, gm).get(reverse(name), follow=True).content.decode()

    assert "sh-empty" in html


@pytest.mark.rule("GEN-11")
@pytest.mark.parametrize("address", ["/reports/variance/", "/reports/overview/"])
def test_whoever_wants_full_amounts_sees_them(story, client, gm, signed_in, address):
    thousands = page(client, gm, address, signed_in).content.decode()
    gm.show_in_wan = False
    gm.save(update_fields=("show_in_wan",))
    full = client.get(address, ASKED).content.decode()
    asked = client.get(address, ASKED | {"unit": "wan"}).content.decode()

    assert "万元" in thousands.partition("</h1>")[2].partition("</div>")[0]
    assert "万元" not in full.partition("</h1>")[2].partition("</div>")[0]
    assert "万元" in asked.partition("</h1>")[2].partition("</div>")[0]
