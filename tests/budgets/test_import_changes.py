"""A file that comes back: what it would change, cell by cell, and where it meets what others did meanwhile (BUD-22)."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from budgets.draft_errors import ClashesLeft
from budgets.models import Budget, BudgetImport, BudgetLine, CellChange, Project
from budgets.selectors.import_changes import Choices, plan_of, shown_as
from budgets.selectors.workbooks import budget_workbook, import_template
from budgets.services import imports
from tests.factories import drafts
from tests.factories.workbooks import saved

pytestmark = pytest.mark.django_db
FIRST_ROW, FIRST_MONTH = 3, 6


@pytest.fixture
def budget(company, manager):
    return drafts.whole_draft(company.service, manager)


@pytest.fixture
def parts(budget):
    return budget.lines.get(category__name_zh="备件")


@pytest.fixture
def travel(budget):
    return budget.lines.get(category__name_zh="差旅")


def now(budget):
    return Budget.objects.get(pk=budget.pk)


def exported(budget, *changes, gone=()):
    """The draft's own file with cells changed in Excel: (line, month, amount); `gone` are rows taken out."""
    book = load_workbook(io.BytesIO(budget_workbook(now(budget))))
    sheet = book.worksheets[0]
    place = {sheet.cell(row, 19).value: row for row in range(FIRST_ROW, sheet.max_row + 1)}
    for line, month, amount in changes:
        sheet.cell(place[str(line.pk)], FIRST_MONTH + month - 1).value = float(amount)
    for line in gone:
        sheet.delete_rows(place[str(line.pk)])
    return saved(book)


def upload(budget, who, content):
    return imports.upload(
        budget_id=budget.pk, file_name="b.xlsx", content=content, actor=drafts.actor_of(who), at=drafts.AT
    )


def apply(found, who, choices=None):
    return imports.apply(
        import_id=found.pk,
        mode="replace",
        leave_out_bad=False,
        actor=drafts.actor_of(who),
        at=drafts.AT,
        choices=choices,
    )


def shown(found, budget):
    plan = plan_of(BudgetImport.objects.get(pk=found.pk), now(budget))
    return [(cell.line_id, cell.part, cell.now, cell.new, cell.verdict) for cell in plan.cells], plan


@pytest.mark.rule("BUD-22")
def test_a_changed_cell_is_shown_old_and_new_and_its_line_keeps_its_history(budget, manager, parts):
    drafts.write(budget, manager, (parts, 2, "1000.00", "1100.00"))
    ids = set(budget.lines.values_list("pk", flat=True))
    found = upload(budget, manager, exported(budget, (parts, 3, "1300.5")))

    cells, plan = shown(found, budget)
    assert cells == [(parts.pk, "3", Decimal("1000.00"), Decimal("1300.50"), "change")]
    assert (plan.added, plan.removed, plan.clashes) == ((), (), ())
    apply(found, manager)

    assert set(budget.lines.values_list("pk", flat=True)) == ids
    kept = CellChange.objects.filter(budget=budget, line_id=parts.pk, month__in=(2, 3)).order_by("sequence")
    assert [(change.old, change.new) for change in kept] == [("1000.00", "1100.00"), ("1000.00", "1300.50")]
    assert BudgetLine.objects.get(pk=parts.pk).amounts[1:3] == [Decimal("1100.00"), Decimal("1300.50")]


@pytest.mark.rule("BUD-22")
def test_a_cell_somebody_else_changed_meanwhile_is_never_overwritten_without_a_choice(
    budget, manager, division_manager, parts
):
    content = exported(budget, (parts, 3, "1300"))
    drafts.write(budget, division_manager, (parts, 3, "1000.00", "1250.00"), (parts, 4, "1000.00", "900.00"))
    found = upload(budget, manager, content)

    cells, plan = shown(found, budget)
    assert cells == [(parts.pk, "4", Decimal("900.00"), Decimal("1000.00"), "kept")], "the file did not touch it"
    (clash,) = plan.clashes
    assert (clash.now, clash.new, clash.by) == (Decimal("1250.00"), Decimal("1300.00"), division_manager.name)
    with pytest.raises(ClashesLeft):
        apply(found, manager)
    assert BudgetLine.objects.get(pk=parts.pk).amounts[2:4] == [Decimal("1250.00"), Decimal("900.00")]

    seen = {clash.token: f"file|{clash.now}"}
    drafts.write(budget, division_manager, (parts, 3, "1250.00", "1260.00"))
    with pytest.raises(ClashesLeft):
        apply(found, manager, Choices(each=seen))
    with pytest.raises(ClashesLeft):
        apply(found, manager, Choices(everything="file", shown=shown_as(plan)))
    apply(found, manager, Choices(each={clash.token: "file|1260.00"}))
    assert BudgetLine.objects.get(pk=parts.pk).amounts[2:4] == [Decimal("1300.00"), Decimal("900.00")]


@pytest.mark.rule("BUD-22")
@pytest.mark.parametrize(("everything", "kept"), [("file", "1300.00"), ("draft", "1250.00")])
def test_one_choice_may_cover_everything_that_is_shown(budget, manager, division_manager, parts, everything, kept):
    content = exported(budget, (parts, 3, "1300"))
    drafts.write(budget, division_manager, (parts, 3, "1000.00", "1250.00"))
    found = upload(budget, manager, content)

    apply(found, manager, Choices(everything=everything, shown=shown_as(shown(found, budget)[1])))

    assert BudgetLine.objects.get(pk=parts.pk).amounts[2] == Decimal(kept)


@pytest.mark.rule("BUD-22")
def test_lines_that_came_meanwhile_stay_and_lines_taken_out_of_the_file_go(
    budget, manager, division_manager, parts, travel
):
    content = exported(budget, gone=[travel])
    fresh = drafts.line(budget, division_manager, amounts="7.00", description="新的一行")
    found = upload(budget, manager, content)

    _cells, plan = shown(found, budget)
    assert (plan.removed, plan.kept_lines, plan.clashes) == ((travel.pk,), (fresh.pk,), ())
    apply(found, manager)

    assert set(budget.lines.values_list("pk", flat=True)) >= {parts.pk, fresh.pk}
    assert not budget.lines.filter(pk=travel.pk).exists()
    assert CellChange.objects.get(budget=budget, line_id=travel.pk, what="removed").facts["amounts"][0] == "1000.00"


@pytest.mark.rule("BUD-22")
@pytest.mark.parametrize("choice", ["file", "draft"])
def test_whole_lines_that_clash_need_a_choice(budget, manager, division_manager, parts, travel, choice):
    content = exported(budget, gone=[travel])
    drafts.write(budget, division_manager, (travel, 1, "1000.00", "1.00"))
    drafts.remove(budget, division_manager, parts)
    found = upload(budget, manager, content)

    _cells, plan = shown(found, budget)
    assert {clash.token for clash in plan.clashes} == {f"{parts.pk}-back", f"{travel.pk}-line"}
    with pytest.raises(ClashesLeft):
        apply(found, manager)
    apply(found, manager, Choices(each={clash.token: f"{choice}|{clash.now}" for clash in plan.clashes}))

    assert budget.lines.filter(pk=parts.pk).exists() is (choice == "file")
    assert budget.lines.filter(pk=travel.pk).exists() is (choice == "draft")


@pytest.mark.rule("BUD-22")
def test_a_file_from_elsewhere_finds_its_lines_by_what_they_are_for(budget, manager, division_manager, parts, travel):
    project = Project.objects.create(code="P1", name_zh="项目一")
    BudgetLine.objects.filter(pk=parts.pk).update(project=project)
    heads = ",".join(f"{month}月" for month in range(1, 13))
    found = upload(
        budget, manager, f"类别,{heads}\n备件{',1100' * 12}\n差旅{',1000' * 12}\n应急预算{',200' * 12}\n".encode()
    )
    drafts.write(budget, division_manager, (travel, 1, "1000.00", "950.00"), (parts, 1, "1000.00", "1050.00"))

    cells, plan = shown(found, budget)

    assert [cell[:2] for cell in cells if cell[4] == "change"] == [(parts.pk, str(month)) for month in range(2, 13)]
    assert [cell[:2] for cell in cells if cell[4] == "kept"] == [(travel.pk, "1")]
    assert [clash.token for clash in plan.clashes] == [f"{parts.pk}-1"]
    assert len(plan.removed) == 1, "the file has no revenue"
    apply(found, manager, Choices(everything="file", shown=shown_as(plan)))
    kept = BudgetLine.objects.get(pk=parts.pk)
    assert (kept.amounts, kept.project, kept.rationale) == ([Decimal(1100)] * 12, project, "按保有量")


@pytest.mark.rule("BUD-22")
def test_an_empty_row_of_the_template_leaves_its_line_alone(budget, manager, parts):
    found = upload(budget, manager, exported(budget))
    assert shown(found, budget)[1].is_empty
    book = load_workbook(io.BytesIO(import_template(now(budget))))
    for month in range(12):
        book.worksheets[0].cell(FIRST_ROW, FIRST_MONTH + month).value = 55
    found = upload(budget, manager, saved(book))

    cells, plan = shown(found, budget)

    assert {line for line, *_rest in cells} == {parts.pk}
    assert plan.removed == ()


@pytest.mark.rule("BUD-22")
def test_the_page_shows_what_would_change_and_takes_the_choice(
    client, signed_in, budget, manager, division_manager, parts
):
    content = exported(budget, (parts, 3, "1300"), (parts, 5, "777"))
    drafts.write(budget, division_manager, (parts, 3, "1000.00", "1250.00"))
    found = upload(budget, manager, content)
    signed_in(client, manager)
    args = [budget.pk, found.pk]

    page = client.get(reverse("budgets:import_detail", args=args)).content.decode()
    for text in ("1,250.00", "1,300.00", division_manager.name):
        assert text in page
    assert "1,000.00 → <b>777.00</b>" in page
    refused = client.post(reverse("budgets:import_apply", args=args), {"mode": "replace", "clashes": ""})
    assert refused.status_code == 422
    answer = client.post(
        reverse("budgets:import_apply", args=args),
        {"mode": "replace", "clashes": "", f"clash-{parts.pk}-3": "draft|1250.00"},
    )

    assert answer.status_code == 302
    assert BudgetLine.objects.get(pk=parts.pk).amounts[2:5] == [Decimal(1250), Decimal(1000), Decimal(777)]
