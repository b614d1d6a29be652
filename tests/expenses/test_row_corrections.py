"""Corrections of single rows of imports: reversal and reclassification, and what the whole import's reversal leaves
to them (EXP-08).
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from approvals.models import Case
from budgets.choices import EntryKind
from budgets.errors import InsufficientBudget
from budgets.models import BudgetBalance, Category, LedgerEntry
from core import jobs
from core.errors import NotAllowed, WrongState
from core.models import AuditEvent
from expenses.choices import ImportState
from expenses.correction_errors import CorrectionsWait, MoreThanStands
from expenses.models import Correction, ExpenseImport, ImportRow
from expenses.selectors.corrections import standing_of_row
from expenses.services import corrections, imports
from expenses.services.corrections import CorrectionInput
from organization.models import Person
from tests.factories import budgets, vouchers
from tests.factories import expenses as make
from tests.factories import organization as cast
from tests.factories.expenses import AT
from tests.factories.organization import Tree, actor_of, signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("EXP-08"),
    pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm"),
]
HEADING = ["日期", "凭证号", "摘要", "科目名称", "部门", "借方金额"]


@pytest.fixture
def bookkeeper(company: Tree) -> Person:
    """Brings files in, and does not decide on their corrections."""
    return cast.member(company.company, "finance", company_wide=True, name_zh="钱会计")


@pytest.fixture
def brought_in(bookkeeper, travel: Category) -> ExpenseImport:
    """Three rows of travel: 300.00, 200.00 and 50.00 given back."""
    return posted(bookkeeper, [("机票", "300"), ("住宿", "200"), ("退票", "-50")])


def posted(person: Person, lines: list[tuple[str, str]], name: str = "凭证.csv", first: int = 1) -> ExpenseImport:
    rows = [HEADING]
    rows += [
        ["2026-09-05", f"记-{number}", text, "出差费用", "售后服务部", amount]
        for number, (text, amount) in enumerate(lines, start=first)
    ]
    found = imports.upload(
        source="用友 U8", file_name=name, content=vouchers.as_csv(rows, "utf-8"), actor=actor_of(person), at=AT
    )
    jobs.run_all_waiting()
    imports.begin_posting(import_id=found.pk, leave_out_bad=False, actor=actor_of(person), at=AT)
    jobs.run_all_waiting()
    return ExpenseImport.objects.get(pk=found.pk, state=ImportState.POSTED)


def taken_back(found: ExpenseImport, person: Person) -> ExpenseImport:
    imports.begin_reversing(import_id=found.pk, reason="导错年度", actor=actor_of(person), at=AT)
    jobs.run_all_waiting()
    return ExpenseImport.objects.get(pk=found.pk)


def row_of(found: ExpenseImport, summary: str) -> ImportRow:
    return ImportRow.objects.select_related("document").get(document=found, summary=summary)


def keys(row: ImportRow) -> dict[str, Decimal]:
    return {one.key: one.amount for one in standing_of_row(ImportRow.objects.get(pk=row.pk))}


def asked(row: ImportRow, person: Person, kind: str, amounts=None, **where) -> Correction:
    draft = CorrectionInput(
        correction_kind=kind, amounts=keys(row) if amounts is None else amounts, reason="记错", **where
    )
    return corrections.correct_row(row_id=row.pk, draft=draft, actor=actor_of(person), at=AT)


def done(row: ImportRow, person: Person, kind: str, amounts=None, **where) -> Correction:
    correction = asked(row, person, kind, amounts, **where)
    make.approve(correction)
    return Correction.objects.get(pk=correction.pk)


def world():
    return (
        list(Correction.objects.order_by("pk").values()),
        list(ImportRow.objects.order_by("pk").values()),
        list(BudgetBalance.objects.order_by("pk").values("pk", "actual")),
        LedgerEntry.objects.count(),
        AuditEvent.objects.count(),
        Case.objects.count(),
    )


def test_a_row_is_reversed_by_finance_in_the_name_of_its_import(
    bookkeeper, finance_officer, company, travel, brought_in
):
    row = row_of(brought_in, "机票")

    correction = asked(row, bookkeeper, "REVERSAL")

    assert (correction.number, correction.department, correction.title) == (
        "COR-2026-0001", company.service, f"冲销 IMP-2026-0001/{row.number} 机票",
    )  # fmt: skip
    assert make.deciders(correction) == [finance_officer]
    assert make.figures(company.service, travel) == (0, Decimal(450))
    make.approve(correction)
    assert make.figures(company.service, travel) == (0, Decimal(150))
    entry = LedgerEntry.objects.latest("pk")
    assert (entry.source_kind, entry.source_id, entry.source_line, entry.kind, entry.amount) == (
        "expense_import", brought_in.pk, row.pk, "ACTUAL_REVERSAL", Decimal(-300),
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.state, row.away_amount, row.reversed_amount, keys(row)) == ("POSTED", 300, 300, {})
    codes = AuditEvent.objects.filter(subject_kind="expense_import", code__contains="correct").order_by("pk")
    assert [(event.code, event.facts["row"]) for event in codes] == [
        ("expense_import.correction_asked", row.label), ("expense_import.corrected", row.label),
    ]  # fmt: skip


def test_a_row_moves_to_another_category_department_and_month(bookkeeper, company, travel, freight, brought_in):
    cast.put_in_charge(company.other, cast.member(company.other, "department_manager", name_zh="何平"))
    budgets.appropriate(company.other, freight, {1: "5000.00"})
    row = row_of(brought_in, "机票")

    done(
        row, bookkeeper, "RECLASSIFICATION", {f"r{row.pk}": Decimal(120)}, category_id=freight.pk,
        department_id=company.other.pk, period_id=budgets.period(8).pk,
    )  # fmt: skip

    assert make.figures(company.service, travel) == (0, Decimal(330))
    assert make.figures(company.other, freight) == (0, Decimal(120))
    assert BudgetBalance.objects.get(actual=120).month == 8
    row.refresh_from_db()
    assert (row.away_amount, row.reversed_amount) == (120, 0)
    assert sorted(keys(row).values()) == [Decimal(120), Decimal(180)]


def test_a_row_that_gives_money_back_is_corrected_the_other_way_round(bookkeeper, company, travel, freight, brought_in):
    budgets.post(budgets.posting(company.service, freight, 9, "60.00", EntryKind.ACTUAL))
    row = row_of(brought_in, "退票")

    moved = done(row, bookkeeper, "RECLASSIFICATION", category_id=freight.pk)

    assert make.figures(company.service, travel) == (0, Decimal(500))
    assert make.figures(company.service, freight) == (0, Decimal(10))
    done(row, bookkeeper, "REVERSAL", {f"m{moved.lines.get().pk}": Decimal(50)})
    assert make.figures(company.service, freight) == (0, Decimal(60))
    row.refresh_from_db()
    assert (row.away_amount, row.reversed_amount) == (-50, -50)


@pytest.mark.rule("LED-06")
def test_a_row_is_not_moved_to_where_there_is_no_budget(bookkeeper, company, brought_in):
    empty = budgets.leaf_category(name_zh="会议费")
    before = world()

    with pytest.raises(InsufficientBudget):
        asked(row_of(brought_in, "机票"), bookkeeper, "RECLASSIFICATION", category_id=empty.pk)

    assert world() == before


@pytest.mark.rule("ORG-06", "GEN-06")
def test_what_makes_no_sense_or_is_not_ones_own_is_refused(bookkeeper, owner, outsider, brought_in):
    row = row_of(brought_in, "机票")
    before = world()

    for refusal, act in (
        (MoreThanStands, lambda: asked(row, bookkeeper, "REVERSAL", {f"r{row.pk}": Decimal("300.01")})),
        (MoreThanStands, lambda: asked(row, bookkeeper, "REVERSAL", {"r0": Decimal(1)})),
        (NotAllowed, lambda: asked(row, owner, "REVERSAL")),
        (NotAllowed, lambda: asked(row, outsider, "REVERSAL")),
    ):
        with pytest.raises(refusal):
            act()

    assert world() == before


@pytest.mark.rule("ORG-06")
def test_who_brought_a_file_in_does_not_decide_on_its_corrections(bookkeeper, finance_officer, manager, brought_in):
    correction = asked(row_of(brought_in, "机票"), manager, "REVERSAL")

    assert make.deciders(correction) == [finance_officer]


def test_the_whole_import_goes_back_without_what_single_corrections_did(
    bookkeeper, finance_manager, company, travel, freight, brought_in
):
    project = budgets.project(department=company.service)
    plane, hotel = row_of(brought_in, "机票"), row_of(brought_in, "住宿")
    done(plane, bookkeeper, "REVERSAL", {f"r{plane.pk}": Decimal(100)})
    done(hotel, bookkeeper, "RECLASSIFICATION", category_id=freight.pk, project_id=project.pk)
    assert make.figures(company.service, travel) == (0, Decimal(150))

    found = taken_back(brought_in, finance_manager)

    assert found.state == ImportState.REVERSED
    assert make.figures(company.service, travel) == (0, 0)
    assert make.figures(company.service, freight) == (0, 0)
    event = AuditEvent.objects.get(code="expense_import.reverse")
    assert (event.facts["amount"], event.facts["moved"]) == ("350.00", 1)
    with pytest.raises(WrongState):
        asked(plane, bookkeeper, "REVERSAL", {f"r{plane.pk}": Decimal(1)})


def test_an_import_waits_for_the_corrections_of_its_rows(bookkeeper, finance_manager, company, travel, brought_in):
    row = row_of(brought_in, "机票")
    correction = asked(row, bookkeeper, "REVERSAL")
    before = world()

    with pytest.raises(CorrectionsWait) as refused:
        taken_back(brought_in, finance_manager)
    assert (refused.value.params["count"], refused.value.params["first"]) == (1, correction.number)
    assert world() == before
    make.decide(correction, "RETURN")
    taken_back(brought_in, finance_manager)

    with pytest.raises(WrongState):
        corrections.resubmit_correction(
            correction_id=correction.pk,
            draft=CorrectionInput("REVERSAL", {f"r{row.pk}": Decimal(300)}, "再来"),
            actor=actor_of(bookkeeper),
            at=AT,
        )
    assert make.figures(company.service, travel) == (0, 0)


@pytest.mark.rule("EXP-09")
def test_a_row_that_was_wholly_reversed_can_be_brought_in_again(bookkeeper, company, travel, brought_in):
    done(row_of(brought_in, "机票"), bookkeeper, "REVERSAL")

    again = posted(bookkeeper, [("机票改", "280")], "改.csv")

    assert again.posted_total == Decimal(280)
    assert make.figures(company.service, travel) == (0, Decimal(430))


def test_a_row_shows_its_correction_and_leads_to_it(client: Client, bookkeeper, freight, brought_in):
    row = row_of(brought_in, "机票")
    page = signed_in(client, bookkeeper)
    detail = reverse("expenses:import_detail", kwargs={"import_id": brought_in.pk})
    correct = reverse("expenses:import_row_correct", kwargs={"import_id": brought_in.pk, "row_id": row.pk})
    assert correct in page.get(detail).content.decode()
    assert "300.00" in page.get(correct).content.decode()

    sent = {
        "correction_kind": "RECLASSIFICATION", f"amount-r{row.pk}": "300", "to_category": freight.pk, "reason": "记错",
        "request_key": "k",
    }  # fmt: skip
    assert page.post(correct, sent).status_code == 302
    assert page.post(correct, sent).status_code == 302

    correction = Correction.objects.get()
    address = reverse("expenses:correction_detail", kwargs={"correction_id": correction.pk})
    assert address in page.get(detail).content.decode()
    shown = page.get(address).content.decode()
    assert (row.label in shown, f"{detail}?row={row.pk}" in shown) == (True, True)
    make.decide(correction, "RETURN")
    edit = reverse("expenses:correction_edit", kwargs={"correction_id": correction.pk})
    assert 'value="300.00"' in page.get(edit).content.decode()
    again = sent | {"version": Correction.objects.get().version, "request_key": "m"}
    assert page.post(edit, again).status_code == 302
    make.approve(correction)
    assert "已重分类" in page.get(f"{detail}?row={row.pk}").content.decode()


@pytest.mark.rule("GEN-10")
def test_a_department_sees_the_corrections_of_its_rows_and_others_do_not(
    client: Client, bookkeeper, owner, outsider, brought_in
):
    correction = asked(row_of(brought_in, "机票"), bookkeeper, "REVERSAL")
    address = reverse("expenses:correction_detail", kwargs={"correction_id": correction.pk})

    assert signed_in(client, owner).get(address).status_code == 200
    assert signed_in(client, outsider).get(address).status_code == 404


@pytest.mark.rule("GEN-17")
def test_the_api_lists_rows_and_corrects_them(client: Client, bookkeeper, brought_in):
    caller = signed_in(client, bookkeeper)
    listed = caller.get(f"/api/v1/imported-rows/?expense_import={brought_in.pk}&voucher=记-1").json()["results"]
    assert [(one["summary"], one["amount"], one["reversed_amount"]) for one in listed] == [("机票", "300.00", "0.00")]
    body = {
        "import_row": listed[0]["id"], "correction_kind": "REVERSAL", "reason": "重复", "lines": [{"amount": "300.00"}],
    }  # fmt: skip

    made = caller.post("/api/v1/expense-corrections/", body, content_type="application/json")

    assert (made.status_code, made.json()["import_row"], made.json()["claim"]) == (201, listed[0]["id"], None)
    both = caller.post("/api/v1/expense-corrections/", body | {"claim": 1}, content_type="application/json")
    assert both.status_code == 400
    make.decide(Correction.objects.get(), "RETURN")
    again = {name: value for name, value in body.items() if name != "import_row"} | {"lines": [{"amount": "20.00"}]}
    sent = caller.post(
        f"/api/v1/expense-corrections/{made.json()['id']}/submit/",
        again | {"version": Correction.objects.get().version},
        content_type="application/json",
    )
    assert (sent.status_code, sent.json()["state"], sent.json()["total"]) == (200, "IN_REVIEW", "20.00")
