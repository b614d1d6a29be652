"""The pages of expense imports: from the file to the row behind a figure (EXP-09, GEN-16)."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets.models import LedgerEntry
from core import jobs, progress
from expenses.choices import ImportState
from expenses.models import ExpenseImport, ImportRow
from expenses.services.import_checking import subject
from organization.models import Department
from tests.factories import budgets, vouchers
from tests.factories import organization as cast
from tests.factories.organization import Tree, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(company: Tree) -> Client:
    return signed_in(Client(), cast.member(company.company, "finance", company_wide=True, name_zh="王静"))


@pytest.fixture
def money(year: object, company: Tree) -> None:
    for name in ("差旅费", "办公费", "运输费"):
        budgets.appropriate(company.service, budgets.leaf_category(name_zh=name), {1: "10000000.00"})


def send(client: Client, content: bytes, name: str = "凭证.csv", **more: object) -> ExpenseImport:
    data = {"source": "用友 U8", "file": SimpleUploadedFile(name, content), **more}
    answer = client.post(reverse("expenses:import_create"), data)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return ExpenseImport.objects.latest("pk")


def page(client: Client, found: ExpenseImport, query: str = "") -> str:
    answer = client.get(reverse("expenses:import_detail", args=[found.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def move(client: Client, name: str, found: ExpenseImport, **data: object):
    return client.post(reverse(f"expenses:{name}", args=[found.pk]), data)


@pytest.mark.rule("EXP-09", "GEN-16", "QLT-52")
def test_a_file_goes_from_upload_to_posted_with_its_progress_on_the_page(finance, money):
    rows, truth = vouchers.yonyou_rows(120, departments=("一车间",))
    vouchers.spoil(rows, truth, count=1)
    found = send(finance, vouchers.as_csv(rows))
    poll = reverse("expenses:import_progress", args=[found.pk])
    progress.report(subject(found.pk), step="read", done=60, total=120)
    assert f'hx-get="{poll}"' in page(finance, found)
    assert 'value="50"' in finance.get(poll).content.decode()

    jobs.run_all_waiting()

    assert finance.get(poll)["HX-Refresh"] == "true"
    text = page(finance, found)
    assert "一车间" in text
    assert "“一百元”" in page(finance, found, "?show=BAD&page=1")
    service = ImportRow.objects.filter(document=found).count()
    move(finance, "import_values", found, departments_0=str(Department.objects.get(name_zh="售后服务部").pk))
    jobs.run_all_waiting()
    assert ImportRow.objects.filter(document=found).count() == service
    assert move(finance, "import_post", found).status_code == 422
    assert move(finance, "import_post", found, leave_out_bad="on").status_code == 302
    jobs.run_all_waiting()
    assert "IMP-2026-0001" in page(finance, found)
    assert ExpenseImport.objects.get(pk=found.pk).posted_total == truth.total


@pytest.mark.rule("EXP-09")
def test_an_entry_of_the_ledger_leads_to_its_very_row(finance, company, money):
    rows, _truth = vouchers.yonyou_rows(60)
    found = send(finance, vouchers.as_csv(rows))
    jobs.run_all_waiting()
    move(finance, "import_post", found)
    jobs.run_all_waiting()
    entry = LedgerEntry.objects.filter(source_kind="expense_import").latest("pk")
    row = ImportRow.objects.get(pk=entry.source_line)
    manager = signed_in(Client(), cast.member(company.service, "department_manager"))

    entries = manager.get(reverse("budgets:entry_list", args=[entry.key_id])).content.decode()

    link = f"{reverse('expenses:import_detail', args=[found.pk])}?row={row.pk}"
    assert link in entries
    text = manager.get(link).content.decode()
    assert row.summary in text
    assert "的数据行" in text or "of your departments" in text
    outsider = signed_in(Client(), cast.member(company.other, "department_manager"))
    assert outsider.get(link).status_code == 404


@pytest.mark.rule("GEN-16")
def test_bad_rows_are_downloaded_with_what_is_wrong(finance, money):
    rows, truth = vouchers.yonyou_rows(120)
    vouchers.spoil(rows, truth)
    found = send(finance, vouchers.as_csv(rows))
    jobs.run_all_waiting()

    answer = finance.get(reverse("expenses:import_rows", args=[found.pk]) + "?show=BAD")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert {row[0] for row in sheet.iter_rows(min_row=2, max_row=sheet.max_row - 1, values_only=True)} == {
        str(number) if isinstance(sheet["A2"].value, str) else number for number in truth.bad
    }


@pytest.mark.rule("GEN-16")
def test_the_same_file_is_recognised_and_can_be_sent_all_the_same(finance, money):
    rows, _truth = vouchers.yonyou_rows(12)
    found = send(finance, vouchers.as_csv(rows))
    jobs.run_all_waiting()
    move(finance, "import_post", found)
    jobs.run_all_waiting()

    data = {"source": "用友 U8", "file": SimpleUploadedFile("凭证.csv", vouchers.as_csv(rows))}
    answer = finance.post(reverse("expenses:import_create"), data)

    assert answer.status_code == 422
    assert "IMP-2026-0001" in answer.content.decode()
    assert send(finance, vouchers.as_csv(rows), again="on").pk != found.pk


@pytest.mark.rule("GEN-16")
def test_a_file_that_waits_to_be_posted_is_recognised_and_led_to(finance, money):
    rows, _truth = vouchers.yonyou_rows(12)
    first = send(finance, vouchers.as_csv(rows))
    data = {"source": "用友 U8", "file": SimpleUploadedFile("凭证.csv", vouchers.as_csv(rows))}

    while_checked = finance.post(reverse("expenses:import_create"), data)
    jobs.run_all_waiting()
    data["file"].seek(0)
    checked = finance.post(reverse("expenses:import_create"), data)
    move(finance, "import_discard", first)

    for answer in (while_checked, checked):
        assert answer.status_code == 422
        assert reverse("expenses:import_detail", args=[first.pk]) in answer.content.decode()
    assert send(finance, vouchers.as_csv(rows)).pk != first.pk, "what was let go stands in nobody's way"


@pytest.mark.rule("EXP-09")
def test_a_running_import_is_stopped_from_its_page(finance, money):
    rows, _truth = vouchers.yonyou_rows(60)
    found = send(finance, vouchers.as_csv(rows))

    assert move(finance, "import_stop", found).status_code == 302
    jobs.run_all_waiting()

    assert ExpenseImport.objects.get(pk=found.pk).state == ImportState.DISCARDED


@pytest.mark.rule("GEN-13")
def test_the_pages_cost_the_same_however_many_rows_there_are(finance, money):
    few, _truth = vouchers.yonyou_rows(60)
    many, _more = vouchers.yonyou_rows(600, seed=9)
    counts = []
    for number, rows in enumerate((few, many)):
        found = send(finance, vouchers.as_csv(rows), f"{number}.csv")
        jobs.run_all_waiting()
        page(finance, found)
        with CaptureQueriesContext(connection) as queries:
            page(finance, found)
            finance.get(reverse("expenses:import_list"))
        counts.append(len(queries))

    assert counts[0] == counts[1]
