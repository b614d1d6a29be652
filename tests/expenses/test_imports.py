"""Expenses from an accounting system: read, checked as a whole, posted as a whole, taken back (EXP-09, GEN-16)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from budgets.models import Category, LedgerEntry
from core import jobs
from core.errors import NotAllowed, OwnDocument
from core.models import AuditEvent, StopWish
from core.sheets.errors import BadRowsLeft, FileRefused
from expenses.choices import ImportRowState, ImportState
from expenses.errors import SameImportFile
from expenses.models import ExpenseImport, ImportRow
from expenses.services import imports
from expenses.services.imports import Reading, Told
from organization.models import Person
from tests.factories import budgets, expenses, vouchers
from tests.factories import organization as cast
from tests.factories.organization import Tree, actor_of

pytestmark = pytest.mark.django_db
AT = expenses.AT
NAMES = {"差旅费": "差旅费", "办公费": "办公费", "运输费": "运输费"}


@pytest.fixture
def finance(company: Tree) -> Person:
    return cast.member(company.company, "finance", company_wide=True, name_zh="王静")


@pytest.fixture
def manager(company: Tree) -> Person:
    return cast.member(company.company, "finance_manager", company_wide=True, name_zh="赵文")


@pytest.fixture
def categories(year: object, company: Tree) -> list[Category]:
    """Named as accounting names its accounts; ten million each."""
    made = [budgets.leaf_category(name_zh=name) for name in NAMES]
    for category in made:
        budgets.appropriate(company.service, category, {1: "10000000.00"})
    return made


def sent(
    finance: Person, content: bytes, name: str = "凭证.csv", source: str = "用友 U8", **more: object
) -> ExpenseImport:
    found = imports.upload(
        source=source, file_name=name, content=content, actor=actor_of(finance), at=AT, **more
    )  # fmt: skip
    jobs.run_all_waiting()
    return ExpenseImport.objects.get(pk=found.pk)


def posted(finance: Person, found: ExpenseImport, *, leave_out_bad: bool = False) -> ExpenseImport:
    imports.begin_posting(import_id=found.pk, leave_out_bad=leave_out_bad, actor=actor_of(finance), at=AT)
    jobs.run_all_waiting()
    return ExpenseImport.objects.get(pk=found.pk)


def rows_of(found: ExpenseImport, state: str) -> dict[int, ImportRow]:
    return {row.number: row for row in ImportRow.objects.filter(document=found, state=state)}


@pytest.mark.rule("EXP-09", "GEN-16")
@pytest.mark.parametrize("form", ["gb18030", "utf-8", "workbook"])
def test_a_years_export_is_understood_and_posted(form, finance, company, categories):
    rows, truth = vouchers.yonyou_rows(2_400)
    content = vouchers.as_workbook(rows) if form == "workbook" else vouchers.as_csv(rows, form)

    found = sent(finance, content)

    assert (found.state, found.problem) == (ImportState.CHECKED, {})
    assert found.counts == {"GOOD": len(truth.good), "SKIPPED": truth.skipped}
    assert {number: row.amount for number, row in rows_of(found, "GOOD").items()} == truth.good

    found = posted(finance, found)

    assert (found.state, found.number, found.posted_total) == (ImportState.POSTED, "IMP-2026-0001", truth.total)
    entries = LedgerEntry.objects.filter(source_kind="expense_import", source_id=found.pk)
    assert entries.count() == len(truth.good)
    assert sum(expenses.figures(company.service, one)[1] for one in categories) == truth.total


@pytest.mark.rule("EXP-09", "GEN-16")
def test_every_bad_row_is_named_and_nothing_is_posted_until_they_are_left_out(finance, company, categories):
    rows, truth = vouchers.yonyou_rows(300)
    vouchers.spoil(rows, truth, count=5)

    found = sent(finance, vouchers.as_csv(rows))

    bad = rows_of(found, ImportRowState.BAD)
    assert {number: row.problems[0][0] for number, row in bad.items()} == truth.bad
    with pytest.raises(BadRowsLeft):
        imports.begin_posting(import_id=found.pk, leave_out_bad=False, actor=actor_of(finance), at=AT)
    assert not LedgerEntry.objects.filter(source_kind="expense_import").exists()
    found = posted(finance, found, leave_out_bad=True)
    assert found.posted_total == truth.total


@pytest.mark.rule("EXP-09")
def test_what_a_source_calls_things_is_said_once_and_remembered(finance, company, categories):
    rows, truth = vouchers.yonyou_rows(200, departments=("一车间",))
    found = sent(finance, vouchers.as_csv(rows))
    assert found.counts["BAD"] == len(truth.good)
    assert found.reading["departments"] == [{"key": "一车间", "text": "一车间", "count": len(truth.good)}]

    told = Told(kind="DEPARTMENT", key="一车间", text="一车间", meaning=company.service.pk)
    imports.read_again(import_id=found.pk, wanted=None, told=[told], actor=actor_of(finance), at=AT)
    jobs.run_all_waiting()

    assert ExpenseImport.objects.get(pk=found.pk).counts["GOOD"] == len(truth.good)
    other, more = vouchers.yonyou_rows(100, departments=("一车间",), seed=8)
    assert sent(finance, vouchers.as_csv(other), "下一份.csv").counts["GOOD"] == len(more.good)


@pytest.mark.rule("EXP-09")
def test_an_account_that_is_nothing_of_ours_is_left_out_for_good(finance, company, categories):
    rows, truth = vouchers.yonyou_rows(60)
    found = sent(finance, vouchers.as_csv(rows))

    told = Told(kind="SUBJECT", key="660201", text="660201 管理费用_差旅费", meaning=None)
    imports.read_again(import_id=found.pk, wanted=None, told=[told], actor=actor_of(finance), at=AT)
    jobs.run_all_waiting()

    kept = sum(row[4] != "660201" for number, row in enumerate(rows, 1) if number in truth.good)
    assert ExpenseImport.objects.get(pk=found.pk).counts["GOOD"] == kept


@pytest.mark.rule("EXP-09")
def test_columns_are_said_once_for_each_source(finance, company, categories):
    rows = [
        ["时间", "号", "哪项", "谁", "花了"],
        *[["2026-03-05", f"记-{n}", "差旅费", "售后服务部", "10.00"] for n in range(5)],
    ]
    found = sent(finance, vouchers.as_csv(rows, "utf-8"))
    assert "GOOD" not in found.counts

    columns = {0: "date", 1: "voucher", 2: "subject", 3: "department", 4: "amount"}
    reading = Reading(sheet="CSV", header_row=0, columns=columns)
    imports.read_again(import_id=found.pk, wanted=reading, actor=actor_of(finance), at=AT)
    jobs.run_all_waiting()

    assert ExpenseImport.objects.get(pk=found.pk).counts == {"GOOD": 5}
    rows[1][4] = "11.00"
    assert sent(finance, vouchers.as_csv(rows, "utf-8")).counts == {"GOOD": 5}


@pytest.mark.rule("GEN-02b")
def test_amounts_without_tax_get_the_tax_added(finance, company, categories):
    rows = [
        ["日期", "凭证号", "科目名称", "部门", "借方金额", "税额"],
        ["2026-03-05", "记-1", "差旅费", "售后服务部", "100.00", "6.00"],
    ]
    found = sent(finance, vouchers.as_csv(rows, "utf-8"))
    assert rows_of(found, "GOOD")[2].amount == Decimal("100.00")

    columns = dict(enumerate(("date", "voucher", "subject_name", "department", "debit", "tax")))
    reading = Reading(sheet="CSV", header_row=0, columns=columns, amounts_are="NET")
    imports.read_again(import_id=found.pk, wanted=reading, actor=actor_of(finance), at=AT)
    jobs.run_all_waiting()

    assert rows_of(found, "GOOD")[2].amount == Decimal("106.00")


@pytest.mark.rule("GEN-16", "EXP-09")
def test_the_same_file_and_the_same_vouchers_are_recognised(finance, company, categories):
    rows, truth = vouchers.yonyou_rows(120)
    found = posted(finance, sent(finance, vouchers.as_csv(rows)))

    with pytest.raises(SameImportFile):
        sent(finance, vouchers.as_csv(rows))
    again = sent(finance, vouchers.as_csv(rows), again=True)
    later, more = vouchers.yonyou_rows(130)
    partly = sent(finance, vouchers.as_csv(later))

    assert again.counts == {"KNOWN": len(truth.good), "SKIPPED": truth.skipped}
    known = rows_of(again, ImportRowState.KNOWN)[min(truth.good)]
    assert known.problems == [["known", {"document": found.number, "row": min(truth.good)}]]
    assert partly.counts["KNOWN"] > 0
    assert partly.counts["KNOWN"] + partly.counts["GOOD"] == len(more.good)


@pytest.mark.rule("GEN-16", "EXP-05")
def test_the_same_vouchers_under_another_sources_name_are_said_to_look_the_same(finance, company, categories):
    rows, _truth = vouchers.yonyou_rows(24)
    found = posted(finance, sent(finance, vouchers.as_csv(rows)))

    again = sent(finance, vouchers.as_csv(rows) + b"\r\n", source="金蝶 K3")

    told = {number: row.problems for number, row in rows_of(again, ImportRowState.GOOD).items()}
    assert told
    assert all(["same_expense", {"document": f"{found.number}/{number}"}] in told[number] for number in told)


@pytest.mark.rule("GEN-16", "EXP-09")
def test_a_voucher_that_accounting_changed_is_not_posted_twice_and_says_so(client, signed_in, finance, categories):
    rows, truth = vouchers.yonyou_rows(24)
    found = posted(finance, sent(finance, vouchers.as_csv(rows)))
    number, amount = next(iter(truth.good.items()))
    rows[number - 1][7] = f"{amount + 10:,.2f}"

    again = sent(finance, vouchers.as_csv(rows))

    told = rows_of(again, ImportRowState.KNOWN)
    assert told[number].problems == [
        ["known_changed", {"document": found.number, "row": number, "posted": str(amount)}]
    ]  # fmt: skip
    assert {row.problems[0][0] for row in told.values() if row.number != number} == {"known"}
    shown = signed_in(client, finance).get(reverse("expenses:import_detail", args=[again.pk]), {"show": "KNOWN"})
    assert f"{amount:,.2f}" in shown.content.decode()


@pytest.mark.rule("EXP-09", "LED-05")
def test_rows_over_budget_are_listed_not_lost_and_can_be_tried_again(finance, company, year):
    travel = budgets.leaf_category(name_zh="差旅费")
    budgets.appropriate(company.service, travel, {1: "250.00"})
    rows = [["日期", "凭证号", "科目名称", "部门", "借方金额"]]
    rows += [
        ["2026-03-05", f"记-{n}", "差旅费", "售后服务部", amount] for n, amount in enumerate(("100", "200", "120"))
    ]
    found = sent(finance, vouchers.as_csv(rows, "utf-8"))
    assert found.counts == {"GOOD": 2, "SHORT": 1}

    found = posted(finance, found)

    short = rows_of(found, ImportRowState.SHORT)[3]
    assert (short.amount, short.available, short.action) == (Decimal("200.00"), Decimal("150.00"), "STOP")
    assert expenses.figures(company.service, travel) == (0, Decimal("220.00"))
    budgets.post(budgets.posting(company.service, travel, 2, "500.00", budgets.EntryKind.APPROPRIATION))
    found = posted(finance, found)
    assert (found.counts, found.posted_total) == ({"POSTED": 3}, Decimal("420.00"))
    assert found.number == "IMP-2026-0001"


@pytest.mark.rule("EXP-09", "LED-05")
def test_a_key_that_only_warns_takes_the_rows_and_flags_them(finance, company, year):
    travel = budgets.leaf_category(name_zh="差旅费", action="WARN")
    budgets.appropriate(company.service, travel, {1: "50.00"})
    rows = [["日期", "凭证号", "科目名称", "部门", "借方金额"], ["2026-03-05", "记-1", "差旅费", "售后服务部", "80"]]

    found = posted(finance, sent(finance, vouchers.as_csv(rows, "utf-8")))

    assert found.counts == {"POSTED": 1}
    assert found.beyond == [
        {"department": company.service.pk, "category": travel.pk, "action": "WARN", "left": "-30.00"}
    ]


@pytest.mark.rule("EXP-09", "GEN-14", "LED-04")
def test_a_whole_import_is_taken_back_by_somebody_else_with_a_reason(finance, manager, company, categories):
    rows, truth = vouchers.yonyou_rows(240)
    found = posted(finance, sent(finance, vouchers.as_csv(rows)))
    budgets.close(1)

    with pytest.raises(NotAllowed):
        imports.begin_reversing(import_id=found.pk, reason="导错年度", actor=actor_of(finance), at=AT)
    imports.begin_reversing(import_id=found.pk, reason="导错年度", actor=actor_of(manager), at=AT)
    jobs.run_all_waiting()

    found = ExpenseImport.objects.get(pk=found.pk)
    assert (found.state, found.counts["REVERSED"]) == (ImportState.REVERSED, len(truth.good))
    assert sum(expenses.figures(company.service, one)[1] for one in categories) == 0
    event = AuditEvent.objects.get(subject_kind="expense_import", code="expense_import.reverse")
    assert (event.reason, event.actor_id) == ("导错年度", manager.pk)
    assert sent(finance, vouchers.as_csv(rows)).counts["BAD"] > 0, "rows of the closed month"


@pytest.mark.rule("ORG-06", "GEN-14")
def test_nobody_takes_back_their_own_import(company, categories):
    both = cast.member(company.company, "finance", company_wide=True)
    cast.give(both, "finance_manager")
    rows, _truth = vouchers.yonyou_rows(12)
    found = posted(both, sent(both, vouchers.as_csv(rows)))

    with pytest.raises(OwnDocument):
        imports.begin_reversing(import_id=found.pk, reason="导错年度", actor=actor_of(both), at=AT)


@pytest.mark.rule("EXP-09")
@pytest.mark.parametrize("step", ["check", "post", "reverse"])
def test_a_stop_leaves_everything_as_before(step, finance, manager, company, categories):
    rows, truth = vouchers.yonyou_rows(240)
    if step == "check":
        found = imports.upload(
            source="用友 U8", file_name="a.csv", content=vouchers.as_csv(rows), actor=actor_of(finance), at=AT
        )
    else:
        found = sent(finance, vouchers.as_csv(rows))
    if step == "post":
        imports.begin_posting(import_id=found.pk, leave_out_bad=False, actor=actor_of(finance), at=AT)
    if step == "reverse":
        found = posted(finance, found)
        imports.begin_reversing(import_id=found.pk, reason="导错年度", actor=actor_of(manager), at=AT)

    imports.stop(import_id=found.pk, actor=actor_of(manager if step == "reverse" else finance), at=AT)
    jobs.run_all_waiting()

    states = {"check": ImportState.DISCARDED, "post": ImportState.CHECKED, "reverse": ImportState.POSTED}
    found = ExpenseImport.objects.get(pk=found.pk)
    assert found.state == states[step]
    assert not StopWish.objects.exists()
    entries = LedgerEntry.objects.filter(source_kind="expense_import").count()
    assert entries == (len(truth.good) if step == "reverse" else 0)
    assert (ImportRow.objects.count() == 0) == (step == "check")
    assert (found.number is None) == (step != "reverse")


@pytest.mark.rule("EXP-09", "QLT-30")
def test_a_worker_killed_while_posting_leaves_nothing_and_the_job_finishes_once(
    finance, company, categories, monkeypatch
):
    rows, truth = vouchers.yonyou_rows(240)
    found = sent(finance, vouchers.as_csv(rows))
    imports.begin_posting(import_id=found.pk, leave_out_bad=False, actor=actor_of(finance), at=AT)
    from budgets.services import bulk

    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bulk, "_add_up", killed)
        with pytest.raises(KeyboardInterrupt):
            jobs.run_all_waiting()
    assert not LedgerEntry.objects.filter(source_kind="expense_import").exists()
    assert ExpenseImport.objects.get(pk=found.pk).state == ImportState.POSTING

    jobs.run_all_waiting()
    jobs.run_all_waiting()

    assert ExpenseImport.objects.get(pk=found.pk).state == ImportState.POSTED
    assert LedgerEntry.objects.filter(source_kind="expense_import").count() == len(truth.good)


@pytest.mark.rule("EXP-05", "EXP-09")
def test_an_invoice_that_somebody_claimed_here_is_not_counted_twice(finance, company, categories):
    employee = cast.member(company.service, "employee")
    cast.put_in_charge(company.service, cast.member(company.service, "department_manager"))
    expenses.submitted_claim(employee, expenses.claim_line(categories[0], "50.00", invoice_number="26-312"))
    rows = [["日期", "凭证号", "科目名称", "部门", "借方金额", "发票号"]]
    rows += [["2026-03-05", "记-1", "差旅费", "售后服务部", "50", "26312"]]

    found = sent(finance, vouchers.as_csv(rows, "utf-8"))

    assert rows_of(found, "BAD")[2].problems[0][0] == "invoice_claimed"


@pytest.mark.rule("EXP-09")
def test_only_finance_brings_files_in(company, categories):
    rows, _truth = vouchers.yonyou_rows(12)
    employee = cast.member(company.service, "employee")

    with pytest.raises(NotAllowed):
        sent(employee, vouchers.as_csv(rows))
    assert not ExpenseImport.objects.exists()


@pytest.mark.rule("QLT-42")
def test_a_file_that_is_none_is_refused_at_once_and_a_broken_one_by_its_check(finance, company, categories):
    with pytest.raises(FileRefused):
        sent(finance, b"\x89PNG\r\n\x1a\n" + b"\x00" * 500)
    rows, _truth = vouchers.yonyou_rows(50)

    found = sent(finance, vouchers.as_workbook(rows)[:3000])

    assert (found.state, found.problem["kind"]) == (ImportState.UNREADABLE, "broken")


@pytest.mark.rule("EXP-09")
def test_vouchers_posted_meanwhile_are_refused_by_the_database_itself(finance, company, categories):
    rows, truth = vouchers.yonyou_rows(24)
    first = sent(finance, vouchers.as_csv(rows))
    second = sent(finance, vouchers.as_csv(rows, "utf-8"))
    assert second.counts["GOOD"] == len(truth.good)
    posted(finance, first)

    second = posted(finance, second)

    assert (second.state, second.problem) == (ImportState.CHECKED, {"code": "posted_meanwhile"})
    assert LedgerEntry.objects.filter(source_kind="expense_import").count() == len(truth.good)
