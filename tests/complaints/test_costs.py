"""What complaints cost: papers that name them, read from the ledger; docs/rules/complaints.md repeats the figures
(CMP-08, PSL-52, PSL-53).
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone, translation

from budgets.models import Category, FiscalYear
from complaints.models import Complaint
from complaints.selectors import costs
from complaints.services import complaints as services
from core import jobs
from core.actors import Scope
from core.origins import OriginOfAnother, OriginUnknown
from expenses.models import Correction, ImportRow
from expenses.selectors.corrections import standing_of
from expenses.services import corrections, imports
from expenses.services.corrections import CorrectionInput
from parts_sales.services import returns
from parts_sales.services.inputs_delivery import ReturnInput
from reports.selectors.complaint_costs import complaint_costs
from reports.selectors.variance import Question
from tests.factories import budgets as money
from tests.factories import complaints as grievances
from tests.factories import expenses as make
from tests.factories import organization as cast
from tests.factories import sales, vouchers
from tests.factories.expenses import AT
from tests.factories.organization import actor_of
from tests.parts_sales import delivering
from tests.parts_sales.delivering import go, note_of, paid_order, stocked
from tests.reports.test_papers import content_of, pages_of, solid

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CMP-08")]
D = Decimal
YEAR = 2026


def of(code: str) -> Category:
    return Category.objects.get(code=code)


@pytest.fixture
def spenders(manager, finance_officer, division_manager, gm):
    """Who decides on requests and claims."""


@pytest.fixture
def year(company: cast.Tree, handler) -> FiscalYear:
    """A year with money for parts, labour, warranty and freight."""
    found = money.open_year(YEAR)
    for code in ("C01", "C07", "C08"):
        money.appropriate(company.service, of(code), {1: "100000.00"}, year=YEAR)
    return found


@pytest.fixture
def travel(year, company: cast.Tree) -> Category:
    category = money.leaf_category(name_zh="出差费用", name_en="Travel")
    money.appropriate(company.service, category, {1: "20000.00"})
    return category


def back(hands: delivering.Hands, remedy: str, complaint: Complaint):
    """Three of four came back at 25.50 each, two of them good; one costs 20.00."""
    order = paid_order(
        hands, sales.Piece(stocked(hands.clerk), "4", "25.50", cost="20.00"), customer=complaint.customer
    )
    note = go(hands, note_of(hands, order))
    at, keeper = timezone.now(), actor_of(hands.keeper)
    wanted = ReturnInput("异响", remedy, {note.lines.get().pk: D(3)}, complaint.number)
    made = returns.ask_return(note_id=note.pk, wanted=wanted, actor=actor_of(hands.clerk), at=at)
    line = made.lines.get().pk
    returns.receive(return_id=made.pk, quantities={line: D(3)}, actor=keeper, at=at)
    return returns.inspect(return_id=made.pk, good={line: D(2)}, finding="保持架断裂", actor=keeper, at=at)


def test_each_paper_costs_what_the_ledger_says(company, spenders, owner, handler, complaint, travel):
    """The worked table of the rule page."""
    number = complaint.number
    request = make.approved_request(owner, make.request_line(travel, "1000.00"), complaint=f" {number.lower()} ")
    claim = make.approved_claim(owner, make.claim_line(travel, "600.40"), request_id=request.pk)
    assert (request.complaint, claim.complaint) == (number, number)
    standing = standing_of(claim)[0]
    draft = CorrectionInput("RECLASSIFICATION", {standing.key: D("100.10")}, "属运费", category_id=of("C08").pk)
    asked = corrections.correct_claim(claim_id=claim.pk, draft=draft, actor=actor_of(owner), at=AT)
    make.approve(asked)
    hands = delivering.hands(company)
    credited = back(hands, "CREDIT", complaint)
    returns.credit(return_id=credited.pk, actor=actor_of(hands.finance), at=timezone.now())
    replaced = back(hands, "REPLACEMENT", complaint)
    free = returns.replace(return_id=replaced.pk, actor=actor_of(hands.clerk), at=timezone.now())
    go(hands, free, until="TO_SHIP")
    waits = make.submitted_claim(owner, make.claim_line(of("C08"), "88.88"), complaint=number)

    card = costs.cost_card(complaint, actor_of(handler))

    found = {(paper.kind, paper.number): (paper.posted, paper.held) for paper in card.papers}
    assert found == {
        ("spend_request", request.number): (D(0), D("399.60")),
        ("expense_claim", claim.number): (D("500.30"), D(0)),
        ("expense_correction", Correction.objects.get().number): (D("100.10"), D(0)),
        ("sales_return", credited.number): (D("36.50"), D(0)),
        ("sales_return", replaced.number): (D(0), D(0)),
        ("delivery_note", free.number): (D("20.00"), D(0)),
        ("expense_claim", waits.number): (D(0), D("88.88")),
    }
    assert (card.posted, card.asked) == (D("656.90"), D("488.48"))
    lines = costs.costs_of_year(year=FiscalYear.objects.get(), months=range(1, 13), scope=Scope(company=True))
    by_budget: dict[str, Decimal] = {}
    for line in lines:
        name = Category.objects.get(pk=line.category_id).code
        by_budget[name] = by_budget.get(name, D(0)) + line.posted
    assert by_budget == {
        travel.code: D("500.30"), "C08": D("100.10"), "R01": D("76.50"), "C01": D("-40.00"), "C07": D("20.00"),
    }  # fmt: skip
    assert {line.complaint for line in lines} == {number}


def test_a_result_no_budget_takes_yet_waits_on_the_card(company, spenders, handler, complaint):
    hands = delivering.hands(company)
    made = back(hands, "CREDIT", complaint)
    returns.credit(return_id=made.pk, actor=actor_of(hands.finance), at=timezone.now())

    card = costs.cost_card(complaint, actor_of(handler))

    assert (card.posted, card.held, card.waiting, card.asked) == (D(0), D(0), D("36.50"), D("36.50"))


def test_only_a_number_there_is_can_be_named(owner, spenders, travel, handler, complaint):
    with pytest.raises(OriginUnknown) as refused:
        make.draft_request(owner, make.request_line(travel), complaint="CP-2026-9999")
    assert "CP-2026-9999" in str(refused.value)
    with pytest.raises(OriginUnknown):
        make.draft_claim(owner, make.claim_line(travel), complaint="CP-2026-9999")
    other = make.draft_claim(owner, make.claim_line(travel), complaint=complaint.number)

    services.cancel(complaint_id=complaint.pk, reason="重复登记", actor=actor_of(handler), at=timezone.now())

    with pytest.raises(OriginUnknown):
        make.draft_request(owner, make.request_line(travel), complaint=complaint.number)
    assert other.complaint == complaint.number


def test_papers_open_only_for_who_may_see_them(company, spenders, owner, handler, complaint, travel):
    claim = make.approved_claim(owner, make.claim_line(travel, "600.40"), complaint=complaint.number)

    by_service = costs.cost_card(complaint, actor_of(handler))
    by_owner = costs.cost_card(complaint, actor_of(owner))

    assert [(one.number, one.posted) for one in by_service.papers] == [(claim.number, D("600.40"))]
    assert by_service.papers[0].url == ""
    assert by_owner.papers[0].url.endswith(f"/{claim.pk}/")


def test_drafts_and_refused_papers_are_not_shown(owner, spenders, handler, complaint, travel):
    make.draft_claim(owner, make.claim_line(travel, "10.00"), complaint=complaint.number)
    refused = make.submitted_request(owner, make.request_line(travel, "10.00"), complaint=complaint.number)
    make.decide(refused, "REJECT")

    assert costs.cost_card(complaint, actor_of(handler)).papers == []


def test_a_budgets_reader_sees_the_costs_of_their_departments(company, owner, spenders, complaint, travel):
    make.approved_claim(owner, make.claim_line(travel, "600.40"), complaint=complaint.number)
    year = FiscalYear.objects.get()

    seen = costs.costs_of_year(year=year, months=[9], scope=Scope(departments=frozenset({company.service.pk})))
    others = costs.costs_of_year(year=year, months=[9], scope=Scope(departments=frozenset({company.other.pk})))
    before = costs.costs_of_year(year=year, months=[8], scope=Scope(company=True))

    assert [line.posted for line in seen] == [D("600.40")]
    assert (others, before) == ([], [])


def test_one_page_shows_them(client, owner, spenders, handler, complaint, travel):
    claim = make.approved_claim(owner, make.claim_line(travel, "600.40"), complaint=complaint.number)
    client.force_login(handler)

    page = client.get(f"/complaints/{complaint.pk}/").content.decode()

    assert claim.number in page
    assert "600.40" in page
    client.force_login(owner)
    assert f'href="/complaints/{complaint.pk}/"' in client.get(f"/expenses/claims/{claim.pk}/").content.decode()


def test_the_form_keeps_what_was_chosen_and_says_what_is_wrong(client, owner, spenders, complaint, travel):
    client.force_login(owner)
    page = client.get("/expenses/claims/new/", {"complaint": complaint.number}).content.decode()
    assert f'value="{complaint.number}"' in page
    assert grievances.again(complaint).title in page


def test_the_report_shows_each_budget_and_leads_to_the_papers(client, owner, spenders, gm, complaint, travel):
    claim = make.approved_claim(owner, make.claim_line(travel, "600.40"), complaint=complaint.number)
    make.approved_claim(owner, make.claim_line(travel, "199.60"))
    question = Question(year=FiscalYear.objects.get(), span="year", month=12)

    table = complaint_costs(question, actor=actor_of(gm), scope=Scope(company=True))

    (row,) = table.budgets
    assert (row.posted, row.held, row.spent, row.complaints) == (D("600.40"), D(0), D("800.00"), 1)
    assert row.share == D("0.7505")
    assert [(month, posted) for month, posted, _held in table.months if posted] == [(9, D("600.40"))]
    (paper,) = table.papers
    assert (paper.complaint, paper.number, paper.complaint_title) == (complaint.number, claim.number, "主轴异响")
    client.force_login(gm)
    page = client.get("/reports/complaint-costs/", {"year": YEAR, "span": "year"}).content.decode()
    assert "600.40" in page
    assert f'href="/expenses/claims/{claim.pk}/"' in page
    assert f'href="/complaints/{complaint.pk}/"' in page


@pytest.mark.parametrize(
    ("language", "heads"),
    [
        ("zh-hans", ("投诉成本", "按预算", "按月", "600.40", "出差费用")),
        ("en", ("Cost of complaints", "By budget", "By month", "600.40", "Travel")),
    ],
)
def test_the_report_prints_in_both_languages(owner, spenders, gm, complaint, travel, language, heads):
    make.approved_claim(owner, make.claim_line(travel, "600.40"), complaint=complaint.number)

    with translation.override(language):
        page = solid("".join(pages_of(content_of(gm, "complaint_costs", year=YEAR, span="year", month=12))))

    for words in (*heads, complaint.number):
        assert solid(words) in page, words


def test_the_api_tells_the_same(client, owner, spenders, gm, complaint, travel):
    make.approved_claim(owner, make.claim_line(travel, "600.40"), complaint=complaint.number)
    client.force_login(gm)
    asked = {"fiscal_year": FiscalYear.objects.get().pk, "span": "year", "month": 12}

    report = client.post("/api/v1/complaint-costs/", asked, content_type="application/json").json()
    card = client.post(f"/api/v1/complaints/{complaint.pk}/costs/", {}, content_type="application/json").json()

    assert (report["posted"], report["budgets"][0]["category"]) == ("600.40", travel.pk)
    assert (card["posted"], card["papers"][0]["kind"]) == ("600.40", "expense_claim")


@pytest.mark.rule("PSL-53")
def test_goods_come_back_for_a_complaint_of_their_own_customer(company, spenders, complaint):
    hands = delivering.hands(company)
    note = go(hands, note_of(hands, paid_order(hands, sales.Piece(stocked(hands.clerk), "4", "25.50"))))
    wanted = ReturnInput("异响", "CREDIT", {note.lines.get().pk: D(1)}, complaint.number)
    assert note.customer != complaint.customer

    with pytest.raises(OriginOfAnother, match=complaint.number):
        returns.ask_return(note_id=note.pk, wanted=wanted, actor=actor_of(hands.clerk), at=timezone.now())


@pytest.mark.rule("EXP-09")
def test_rows_of_an_import_name_a_complaint_each_for_itself(
    company, finance_officer, manager, gm, handler, complaint, travel
):
    """Two of four rows are the complaint's, typed as accounting types it; an unknown number keeps its row out."""
    rows = [
        ["2026-09-05", f"记-{place}", "1", travel.name_zh, company.service.name_zh, amount, named]
        for place, (amount, named) in enumerate(
            (("300.00", complaint.number), ("45.50", f" {complaint.number.lower()} "), ("70.00", ""), ("9.00", "CP-9")),
            start=1,
        )
    ]
    heading = ["日期", "凭证号", "分录号", "科目名称", "部门", "借方金额", "投诉单号"]
    found = imports.upload(
        source="用友 U8", file_name="凭证.csv", content=vouchers.as_csv([heading, *rows], "utf-8"),
        actor=actor_of(finance_officer), at=AT,
    )  # fmt: skip
    jobs.run_all_waiting()
    bad = ImportRow.objects.get(document=found, state="BAD")
    assert (bad.number, bad.problems) == (5, [["complaint_unknown", {"text": "CP-9"}]])
    assert costs.cost_card(complaint, actor_of(handler)).papers == [], "a checked file has cost nothing yet"

    imports.begin_posting(import_id=found.pk, leave_out_bad=True, actor=actor_of(finance_officer), at=AT)
    jobs.run_all_waiting()

    (paper,) = costs.cost_card(complaint, actor_of(handler)).papers
    assert (paper.kind, paper.posted, paper.held) == ("expense_import", D("345.50"), D(0))
    lines = costs.costs_of_year(year=FiscalYear.objects.get(), months=range(1, 13), scope=Scope(company=True))
    assert [(line.complaint, line.posted) for line in lines] == [(complaint.number, D("345.50"))]
    assert set(costs.numbers_of(lines)) == {("expense_import", found.pk)}

    row = ImportRow.objects.get(document=found, number=2)
    draft = CorrectionInput("RECLASSIFICATION", {f"r{row.pk}": D("100.00")}, "属运费", category_id=of("C08").pk)
    asked = corrections.correct_row(row_id=row.pk, draft=draft, actor=actor_of(finance_officer), at=AT)
    make.approve(asked)

    card = costs.cost_card(complaint, actor_of(handler))
    assert {(one.kind, one.posted) for one in card.papers} == {
        ("expense_import", D("245.50")), ("expense_correction", D("100.00")),
    }  # fmt: skip
    assert card.posted == D("345.50"), "moved, not spent twice"
