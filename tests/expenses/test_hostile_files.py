"""Hostile files at every door that takes one: a sentence, never an error page, in bounded time (QLT-42)."""

from __future__ import annotations

import io
import time
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from budgets.models import Category
from core import jobs
from core.models import Attachment
from expenses.choices import ImportState
from expenses.models import Claim, ExpenseImport, SpendRequest
from expenses.views import import_words
from organization.models import StaffImport
from tests.factories import budgets, drafts, expenses, hostile
from tests.factories import organization as cast
from tests.factories.organization import Tree, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("QLT-42")]
PATIENCE = 60
"""Seconds for one file at one door on a busy machine; idle it is one or two."""


@pytest.fixture
def finance(company: Tree, year: object) -> Client:
    budgets.appropriate(company.service, budgets.leaf_category(name_zh="差旅费"), {1: "1000.00"})
    return signed_in(Client(), cast.member(company.company, "finance", company_wide=True))


@pytest.mark.parametrize("name", hostile.FILES)
def test_at_the_door_of_expense_imports(name, finance):
    began = time.monotonic()
    data = {"source": "金蝶", "file": SimpleUploadedFile(name, hostile.FILES[name]())}

    answer = finance.post(reverse("expenses:import_create"), data)
    jobs.run_all_waiting()

    assert answer.status_code in {302, 400, 422}
    found = ExpenseImport.objects.first()
    if found is None:
        assert 'role="alert"' in answer.content.decode() or "sh-refusal" in answer.content.decode()
    else:
        assert found.state in {ImportState.CHECKED, ImportState.UNREADABLE}
        assert (found.state == ImportState.CHECKED) or import_words.ended(found)
        page = finance.get(reverse("expenses:import_detail", args=[found.pk]))
        assert page.status_code == 200
        assert hostile.MARK not in page.content.decode()
    assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize("name", hostile.FILES)
def test_at_the_door_of_the_api(name, finance):
    body = {"source": "金蝶", "file": SimpleUploadedFile(name, hostile.FILES[name]())}

    answer = finance.post("/api/v1/expense-imports/", body)

    assert answer.status_code in {201, 400}
    assert answer.status_code == 201 or answer.json()["detail"]


@pytest.mark.parametrize("name", hostile.FILES)
def test_at_the_door_of_budget_workbooks(name, company, year):
    maker = cast.member(company.service, "department_manager")
    budget = drafts.draft(company.service, maker)
    client = signed_in(Client(), maker)
    began = time.monotonic()

    answer = client.post(
        reverse("budgets:import_upload", args=[budget.pk]),
        {"file": SimpleUploadedFile(name, hostile.FILES[name]())},
        follow=True,
    )

    assert answer.status_code in {200, 422}
    assert hostile.MARK not in answer.content.decode()
    assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize("name", hostile.FILES)
@pytest.mark.parametrize("kind", ["PEOPLE", "DEPARTMENTS"])
def test_at_the_door_of_people_and_departments(name, kind, company):
    client = signed_in(Client(), cast.member(company.company, "finance_supervisor", company_wide=True))
    began = time.monotonic()

    answer = client.post(
        reverse("organization:staff_import_create"),
        {"kind": kind, "file": SimpleUploadedFile(name, hostile.FILES[name]())},
        follow=True,
    )
    jobs.run_all_waiting()

    assert answer.status_code in {200, 422}
    assert hostile.MARK not in answer.content.decode()
    if (found := StaffImport.objects.first()) is not None:
        page = client.get(reverse("organization:staff_import_detail", args=[found.pk]))
        assert page.status_code == 200
        assert hostile.MARK not in page.content.decode()
        assert found.state in {"CHECKING", "CHECKED"}
    assert time.monotonic() - began < PATIENCE


@pytest.fixture
def desk(company, year) -> tuple[Client, Category, Claim]:
    """Somebody who claims and requests, with a category and a draft."""
    maker = cast.member(company.service, "employee")
    category = budgets.leaf_category()
    claim = expenses.draft_claim(maker, expenses.claim_line(category))
    return signed_in(Client(), maker), category, claim


def harmless(answer: HttpResponse) -> None:
    """The file was kept as it came, or refused in a sentence; what stands on the server's disk is not told."""
    assert answer.status_code in {200, 422}
    assert hostile.MARK not in answer.content.decode()


@pytest.mark.parametrize("name", hostile.FILES)
def test_at_the_door_of_attachments(name, desk):
    client, _category, claim = desk
    began = time.monotonic()

    answer = client.post(
        reverse("core:attachment_add", args=["expense_claim", claim.pk]),
        {"files": SimpleUploadedFile(name, hostile.FILES[name]())},
        follow=True,
    )

    harmless(answer)
    assert Attachment.objects.exists() or "sh-refusal" in answer.content.decode() or answer.status_code == 422
    assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize("name", hostile.FILES)
def test_at_the_door_of_attachments_of_the_api(name, desk):
    client, _category, claim = desk
    body = {
        "document_kind": "expense_claim",
        "document": str(claim.pk),
        "file": SimpleUploadedFile(name, hostile.FILES[name]()),
    }
    began = time.monotonic()

    answer = client.post("/api/v1/attachments/", body)

    assert answer.status_code in {201, 400}
    assert answer.status_code == 201 or answer.json()["detail"]
    assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize("name", hostile.FILES)
@pytest.mark.parametrize("page", ["expenses:claim_create", "expenses:request_create"])
def test_files_that_go_with_a_form(page, name, desk):
    client, category, claim = desk
    today = timezone.localdate()
    line = {"category": category.pk, "description": "住宿", "expense_date": today.isoformat(), "amount": "10.00"}
    head = {
        "action": "save", "request_key": name[:40], "title": "差旅", "claim_kind": "EXPENSE", "currency": "CNY",
        "department": claim.department_id, "purpose": "现场", "expected_date": today.isoformat(),
        "end_date": (today + timedelta(days=9)).isoformat(), "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0",
    }  # fmt: skip
    data = head | {f"lines-0-{field}": value for field, value in line.items()}

    answer = client.post(
        reverse(page), data | {"files": [SimpleUploadedFile(name, hostile.FILES[name]())]}, follow=True
    )

    harmless(answer)
    made = Claim.objects.exclude(pk=claim.pk).exists() or SpendRequest.objects.exists()
    assert made, "the draft is kept, whatever came with it"


@pytest.mark.parametrize("name", hostile.FILES)
@pytest.mark.parametrize(
    ("address", "person", "more"),
    [
        ("staff-imports", "finance_supervisor", {"kind": "PEOPLE"}),
        ("table-imports", "department_manager", {"target": "customers"}),
    ],
)
def test_at_the_doors_of_the_api_for_people_and_master_data(address, person, more, name, company):
    wide = person == "finance_supervisor"
    client = signed_in(Client(), cast.member(company.service, person, company_wide=wide))
    began = time.monotonic()

    answer = client.post(f"/api/v1/{address}/", {**more, "file": SimpleUploadedFile(name, hostile.FILES[name]())})
    jobs.run_all_waiting()

    assert answer.status_code in {201, 400}
    assert hostile.MARK not in answer.content.decode()
    assert time.monotonic() - began < PATIENCE


def test_texts_that_a_spreadsheet_would_run_leave_as_texts(finance):
    data = {"source": "金蝶", "file": SimpleUploadedFile("x.csv", hostile.commands())}
    finance.post(reverse("expenses:import_create"), data)
    jobs.run_all_waiting()

    found = ExpenseImport.objects.get()
    answer = finance.get(reverse("expenses:import_rows", args=[found.pk]))

    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    told = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(("=", "@", "+"))]
    assert told
    assert all(cell.data_type == "s" for cell in told)
