"""Two people correct the same row of an import at the same moment (EXP-08), and bring the same invoice in (EXP-05)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError

from core import jobs
from expenses.models import Correction, ExpenseImport, ImportRow
from expenses.selectors.corrections import standing_of_row
from expenses.services import corrections, imports
from expenses.services.corrections import CorrectionInput
from tests.concurrency.race import race
from tests.factories import budgets, vouchers
from tests.factories import expenses as make
from tests.factories import organization as cast
from tests.factories.expenses import AT
from tests.factories.organization import actor_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.services,
    pytest.mark.usefixtures("manager", "finance_officer", "gm"),
]
HEADING = ["日期", "凭证号", "摘要", "科目名称", "部门", "借方金额", "发票号"]


@pytest.fixture
def travel(transactional_db, ledger_partitions, company):
    budgets.open_year(2026)
    category = budgets.leaf_category(name_zh="出差费用")
    budgets.appropriate(company.service, category, {1: "1000.00"})
    return category


@pytest.fixture
def bookkeeper(company):
    return cast.member(company.company, "finance", company_wide=True, name_zh="钱会计")


def sent(person, source: str, invoice: str = "") -> ExpenseImport:
    rows = [HEADING, ["2026-09-05", "记-1", "机票", "出差费用", "售后服务部", "300", invoice]]
    found = imports.upload(
        source=source, file_name="凭证.csv", content=vouchers.as_csv(rows, "utf-8"), actor=actor_of(person), at=AT,
        again=True,
    )  # fmt: skip
    jobs.run_all_waiting()
    return ExpenseImport.objects.get(pk=found.pk)


def asked_to_post(found: ExpenseImport, person) -> None:
    imports.begin_posting(import_id=found.pk, leave_out_bad=False, actor=actor_of(person), at=AT)


@pytest.fixture
def row(bookkeeper, travel) -> ImportRow:
    found = sent(bookkeeper, "用友 U8")
    asked_to_post(found, bookkeeper)
    jobs.run_all_waiting()
    return ImportRow.objects.get(document=found, state="POSTED")


def reversing(row: ImportRow, person):
    actor = actor_of(person)
    draft = CorrectionInput("REVERSAL", {f"r{row.pk}": Decimal(300)}, "重复")
    return lambda: corrections.correct_row(row_id=row.pk, draft=draft, actor=actor, at=AT)


@pytest.mark.rule("EXP-08")
def test_two_cannot_take_the_same_row_back(row, bookkeeper, manager, company, travel):
    outcomes = race(reversing(row, bookkeeper), reversing(row, manager))

    refused = [one for one in outcomes if isinstance(one, Exception)]
    assert len(refused) == 1
    assert getattr(refused[0], "code", "") in {"more_than_stands", "import_busy"}
    make.approve(Correction.objects.get())
    assert make.figures(company.service, travel) == (0, 0)


@pytest.mark.rule("EXP-08")
def test_without_the_lock_the_database_refuses_the_second(row, bookkeeper, manager, company, travel, monkeypatch):
    """The control: both are asked for, and the row itself does not give more than it has."""
    monkeypatch.setattr(corrections, "standing_of_subject", _as_if_alone(row))
    first, second = (reversing(row, person)() for person in (bookkeeper, manager))
    make.approve(first)

    with pytest.raises(IntegrityError, match="expenses_importrow_corrected_within"):
        make.approve(second)


def _as_if_alone(row: ImportRow):
    before = standing_of_row(row)
    return lambda _correction: before


@pytest.mark.rule("EXP-05")
def test_one_invoice_of_two_sources_is_posted_once_when_both_post_at_once(bookkeeper, company, travel):
    files = [sent(bookkeeper, source, "26310042001122334455") for source in ("用友 U8", "金蝶 K3")]
    assert [found.counts for found in files] == [{"GOOD": 1}, {"GOOD": 1}]
    for found in files:
        asked_to_post(found, bookkeeper)

    race(jobs.run_all_waiting, jobs.run_all_waiting)
    jobs.run_all_waiting()

    assert ImportRow.objects.filter(state="POSTED").count() == 1
    assert make.figures(company.service, travel) == (0, Decimal(300))


@pytest.mark.rule("EXP-05")
def test_an_import_waits_for_those_who_enter_invoices_and_keeps_nobody_waiting_after(
    bookkeeper, owner, company, travel
):
    found = sent(bookkeeper, "用友 U8", "26310042001122334455")
    asked_to_post(found, bookkeeper)
    line = make.claim_line(travel, "300.00", invoice_number="26310042001122334455")

    outcomes = race(lambda: make.draft_claim(owner, line), jobs.run_all_waiting)
    jobs.run_all_waiting()

    claimed = not isinstance(outcomes[0], Exception)
    posted = ImportRow.objects.filter(state="POSTED").count()
    assert claimed + posted == 1
