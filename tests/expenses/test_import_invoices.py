"""The same invoice, and what looks like the same expense, wherever it stands: drafts, refused claims, other rows, other
files and sources (EXP-05).
"""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
import xlsxwriter
from django.test import Client
from django.urls import reverse

from budgets.models import Category
from core import jobs
from expenses.errors import DuplicateInvoice
from expenses.models import ExpenseImport, ImportRow
from expenses.services import claims, corrections, imports
from expenses.services.corrections import CorrectionInput
from organization.models import Person
from tests.factories import expenses as make
from tests.factories import vouchers
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of, signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("EXP-05"),
    pytest.mark.usefixtures("manager", "gm", "travel"),
]
LONG = "26310042001122334455"
HEADING = ["日期", "凭证号", "分录号", "科目名称", "部门", "借方金额", "供应商", "发票号"]


def line(
    voucher: int, amount: str, invoice: str = "", supplier: str = "恒力机电", entry: int = 1, day: str = "2026-09-05"
):
    return [day, f"记-{voucher}", str(entry), "出差费用", "售后服务部", amount, supplier, invoice]


def sent(person: Person, *lines: list[str], source: str = "用友 U8", name: str = "凭证.csv") -> ExpenseImport:
    found = imports.upload(
        source=source,
        file_name=name,
        content=vouchers.as_csv([HEADING, *lines], "utf-8"),
        actor=actor_of(person),
        at=AT,
    )
    jobs.run_all_waiting()
    return ExpenseImport.objects.get(pk=found.pk)


def posted(person: Person, found: ExpenseImport, *, leave_out_bad: bool = False) -> ExpenseImport:
    imports.begin_posting(import_id=found.pk, leave_out_bad=leave_out_bad, actor=actor_of(person), at=AT)
    jobs.run_all_waiting()
    return ExpenseImport.objects.get(pk=found.pk)


def problems(found: ExpenseImport) -> list[list[str]]:
    """The codes of what is said of each row, in the order of the sheet."""
    return [[code for code, _facts in row.problems] for row in ImportRow.objects.filter(document=found)]


@pytest.mark.parametrize("life", ["draft", "submitted", "rejected", "given up", "reversed"])
def test_an_invoice_on_any_claim_keeps_the_row_out(life, finance_officer, owner, travel: Category):
    claimed = make.claim_line(travel, "50.00", invoice_number=LONG, supplier="恒力机电")
    if life in {"draft", "given up"}:
        claim = make.draft_claim(owner, claimed)
        if life == "given up":
            claims.cancel_claim(claim_id=claim.pk, reason="不用了", actor=actor_of(owner), at=AT)
    elif life == "reversed":
        claim = make.approved_claim(owner, claimed)
        draft = CorrectionInput("REVERSAL", {f"c{claim.lines.get().pk}": Decimal(50)}, "记错")
        make.approve(corrections.correct_claim(claim_id=claim.pk, draft=draft, actor=actor_of(owner), at=AT))
    else:
        claim = make.submitted_claim(owner, claimed)
        if life == "rejected":
            make.decide(claim, "REJECT")

    found = sent(finance_officer, line(1, "50", LONG, day=TODAY.isoformat()))

    told = {"draft": ["invoice_drafted"], "submitted": ["invoice_claimed"], "rejected": ["invoice_claimed"]}
    assert problems(found) == [told.get(life, [])]


def test_an_invoice_counts_on_one_voucher_of_a_file(finance_officer):
    found = sent(
        finance_officer,
        line(1, "100", LONG),
        line(1, "13", LONG, entry=2),
        line(2, "113", LONG),
        line(3, "-113", LONG),
        line(4, "20", "00001234", supplier="恒力机电"),
        line(5, "21", "00001234", supplier="顺达物流"),
    )

    assert problems(found) == [[], [], ["invoice_twice"], [], [], []]
    twice = ImportRow.objects.get(document=found, state="BAD")
    assert twice.problems[0][1] == {"invoice": LONG, "row": 2}


def test_what_was_taken_back_by_a_red_letter_can_be_booked_anew(finance_officer):
    found = sent(
        finance_officer, line(1, "100", LONG), line(2, "-100", LONG), line(3, "110", LONG), line(4, "110", LONG)
    )

    assert problems(found) == [[], [], [], ["invoice_twice"]]


@pytest.mark.parametrize(
    ("source", "voucher", "says"),
    [("金蝶 K3", 1, ["invoice_imported"]), ("用友 U8", 2, ["invoice_imported"]), ("用友 U8", 1, [])],
)
def test_an_invoice_of_another_file_counts_once(source, voucher, says, finance_officer):
    first = posted(finance_officer, sent(finance_officer, line(1, "100", LONG)))
    assert first.state == "POSTED"

    found = sent(finance_officer, line(voucher, "90", LONG, entry=2), source=source, name="另一份.csv")

    assert problems(found) == [says]


def test_an_invoice_claimed_after_the_check_stays_behind_when_the_file_is_posted(
    finance_officer, owner, travel, company
):
    found = sent(finance_officer, line(1, "100", LONG), line(2, "30"))
    make.draft_claim(owner, make.claim_line(travel, "100.00", invoice_number=LONG))

    found = posted(finance_officer, found)

    assert (found.posted_total, found.counts) == (Decimal(30), {"BAD": 1, "POSTED": 1})
    assert make.figures(company.service, travel) == (0, Decimal(30))


def test_a_number_that_lost_its_zeros_in_a_sheet_is_the_same_invoice(finance_officer, owner, travel):
    """Of paper invoices of one seller; another seller's may have the same number."""
    paper = make.claim_line(
        travel, "100.00", supplier="恒力机电", invoice_code="012001900311", invoice_number="00123456"
    )
    make.draft_claim(owner, paper)

    found = sent(finance_officer, line(1, "100", "123456"), line(2, "100", "0123456", supplier="顺达"))

    assert problems(found) == [["invoice_drafted"], []]


@pytest.mark.rule("GEN-16")
def test_a_number_whose_last_digits_a_sheet_lost_is_named(finance_officer):
    """Excel keeps fifteen digits of a number: two invoices of twenty are one there, and none that was claimed."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADING)
        for row, number in enumerate((int(LONG), int(LONG) + 11, 1234567890123456, 123456789012345), start=1):
            sheet.write_row(row, 0, line(row, "100")[:-1])
            sheet.write_number(row, 7, number)
    made = imports.upload(
        source="用友 U8", file_name="凭证.xlsx", content=file.getvalue(), actor=actor_of(finance_officer), at=AT
    )
    jobs.run_all_waiting()
    rows = ImportRow.objects.filter(document=made)

    assert [code for row in rows for code, _facts in row.problems] == ["invoice_lost"] * 3 + ["same_row"]
    assert [row.invoice_number for row in rows.filter(state="GOOD")] == ["123456789012345"]
    saved = sent(finance_officer, line(5, "5", "2.63100420011223E+19"), line(6, "6", "2.63100420011223E+19"))
    assert problems(saved) == [["invoice_lost"], ["invoice_lost"]]


def test_an_invoice_of_a_file_that_is_being_posted_cannot_be_claimed(finance_officer, owner, travel):
    found = sent(finance_officer, line(1, "100", LONG))
    imports.begin_posting(import_id=found.pk, leave_out_bad=False, actor=actor_of(finance_officer), at=AT)

    with pytest.raises(DuplicateInvoice):
        make.draft_claim(owner, make.claim_line(travel, "100.00", invoice_number=LONG))
    jobs.run_all_waiting()
    with pytest.raises(DuplicateInvoice):
        make.draft_claim(owner, make.claim_line(travel, "100.00", invoice_number=LONG))


def test_what_looks_like_an_expense_that_is_here_is_said_and_can_be_posted(
    client: Client, finance_officer, owner, travel
):
    make.submitted_claim(owner, make.claim_line(travel, "88.00", supplier="恒力 机电", expense_date=TODAY))
    posted(finance_officer, sent(finance_officer, line(1, "77"), source="金蝶 K3"))

    found = sent(
        finance_officer, line(1, "88", day=TODAY.isoformat()), line(2, "77"), line(3, "66"), line(4, "66"), line(5, "1")
    )

    assert problems(found) == [["same_expense"], ["same_expense"], [], ["same_row"], []]
    assert found.counts == {"GOOD": 5}
    page = signed_in(client, finance_officer)
    address = reverse("expenses:import_detail", kwargs={"import_id": found.pk})
    assert "?show=GOOD&amp;hints=1" in page.get(address).content.decode()
    hinted = page.get(f"{address}?show=GOOD&hints=1", headers={"hx-request": "true"}).content.decode()
    assert (hinted.count("请核对是否为同一笔费用"), "记-5" in hinted) == (3, False)
    assert posted(finance_officer, found).posted_total == Decimal(298)
