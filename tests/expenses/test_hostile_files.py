"""Hostile files at every door that takes one: a sentence, never an error page, in bounded time (QLT-42)."""

from __future__ import annotations

import io
import time

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core import jobs
from expenses.choices import ImportState
from expenses.models import ExpenseImport
from expenses.views import import_words
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
def test_at_the_door_of_attachments(name, company, year):
    maker = cast.member(company.service, "employee")
    category = budgets.leaf_category()
    claim = expenses.draft_claim(maker, expenses.claim_line(category))
    client = signed_in(Client(), maker)
    began = time.monotonic()

    answer = client.post(
        reverse("core:attachment_add", args=["expense_claim", claim.pk]),
        {"file": SimpleUploadedFile(name, hostile.FILES[name]())},
        follow=True,
    )

    assert answer.status_code in {200, 422}
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
