"""Pages of adjustments: form with lines, live budget, list, document, and the way from a refusal (BUD-32, LED-09)."""

from __future__ import annotations

import io
from decimal import Decimal
from urllib.parse import parse_qs, urlparse

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from budgets.errors import InsufficientBudget
from budgets.models import Adjustment
from budgets.selectors.adjustments import in_force_of
from budgets.services import refusals
from core.api.errors import handle
from tests.factories import adjustments as make
from tests.factories import budgets as money
from tests.factories import drafts
from tests.factories import organization as cast
from tests.factories.organization import actor_of, signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("BUD-32"),
    pytest.mark.usefixtures("division_manager", "finance_manager", "finance_officer", "gm"),
]


@pytest.fixture
def this(db):
    """Today's year, open."""
    money.open_year(timezone.localdate().year)
    return timezone.localdate()


@pytest.fixture
def travel(this, company):
    made = money.leaf_category("出差费用")
    money.appropriate(company.service, made, per_month="1000.00", year=this.year)
    return made


@pytest.fixture
def office(this, company):
    made = money.leaf_category("办公费")
    money.appropriate(company.service, made, per_month="500.00", year=this.year)
    return made


@pytest.fixture
def desk(client, manager):
    return signed_in(client, manager)


def line(this, department, category, amount, **fields):
    return make.line(department, category, amount, this.month, year=this.year, **fields)


def form(kind, *rows, **head):
    """The form as a browser sends it."""
    given = {
        "adjustment_kind": kind,
        "title": "差旅追加",
        "purpose": "现场返修",
        "criteria": "批准后发生",
        "action": "save",
        "lines-TOTAL_FORMS": str(len(rows)),
        "lines-INITIAL_FORMS": "0",
    } | head
    for place, row in enumerate(rows):
        given |= {f"lines-{place}-{name}": value for name, value in row.items()}
    return given


def row(this, department, category, amount, side="GETS"):
    return {
        "side": side,
        "department": department.pk,
        "category": category.pk,
        "period": money.period(this.month, this.year).pk,
        "amount": amount,
    }


# --- Writing ----------------------------------------------------------------------------------------------------------


def test_a_supplement_is_written_and_submitted_from_the_form(desk, this, company, travel):
    sent = form(
        "SUPPLEMENT", row(this, company.service, travel, "6,200.00"), department=company.service.pk, action="submit"
    )

    answer = desk.post(reverse("budgets:adjustment_create"), sent | {"files": [make.paper()]})

    made = Adjustment.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("budgets:adjustment_detail", kwargs={"adjustment_id": made.pk})
    assert (made.state, made.total, made.adjustment_kind) == ("IN_REVIEW", Decimal("6200.00"), "SUPPLEMENT")


def test_the_side_of_a_line_makes_its_sign(desk, this, company, travel, office):
    rows = (row(this, company.service, travel, "80.00"), row(this, company.service, office, "80.00", side="GIVES"))

    desk.post(reverse("budgets:adjustment_create"), form("TRANSFER", *rows, department=company.service.pk))
    desk.post(reverse("budgets:adjustment_create"), form("CUT", rows[0], department=company.service.pk))

    transfer, cut = Adjustment.objects.order_by("pk")
    assert [one.amount for one in transfer.lines.all()] == [Decimal("80.00"), Decimal("-80.00")]
    assert [one.amount for one in cut.lines.all()] == [Decimal("-80.00")]


def test_lines_are_added_and_taken_away_without_saving(desk, this, company, travel):
    sent = form("TRANSFER", row(this, company.service, travel, "80.00"), department=company.service.pk)

    more = desk.post(
        reverse("budgets:adjustment_create"), sent | {"action": "add_line"}, headers={"HX-Request": "true"}
    )
    less = desk.post(
        reverse("budgets:adjustment_create"), sent | {"action": "remove-0"}, headers={"HX-Request": "true"}
    )

    assert more.content.decode().count("sh-ex-line-head") == 2
    assert less.content.decode().count("sh-ex-line-head") == 0
    assert "<html" not in more.content.decode()
    assert not Adjustment.objects.exists()


@pytest.mark.rule("GEN-04")
def test_a_form_sent_twice_makes_one(desk, this, company, travel):
    sent = form(
        "SUPPLEMENT", row(this, company.service, travel, "1.00"), department=company.service.pk, request_key="k1"
    )

    first, second = (desk.post(reverse("budgets:adjustment_create"), sent) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Adjustment.objects.count() == 1


def test_a_refused_submission_keeps_the_draft_and_says_why(desk, this, company, travel, office):
    rows = (row(this, company.service, travel, "80.00"), row(this, company.service, office, "79.00", side="GIVES"))

    answer = desk.post(
        reverse("budgets:adjustment_create"), form("TRANSFER", *rows, department=company.service.pk, action="submit")
    )

    assert answer.status_code == 422
    assert "必须相等" in answer.content.decode()
    assert Adjustment.objects.get().state == "DRAFT"


def test_the_budget_is_shown_before_and_after_while_typing(desk, this, company, travel):
    sent = form("CUT", row(this, company.service, travel, "200.00"), department=company.service.pk)

    page = desk.post(reverse("budgets:adjustment_impact"), sent).content.decode()

    assert "12,000.00 → <b>11,800.00</b>" in page.replace('<span class="sh-num">', "").replace("</span>", "")
    assert not Adjustment.objects.exists()


@pytest.mark.rule("GEN-10")
def test_figures_of_another_department_are_not_shown_while_typing(desk, this, company, travel):
    money.appropriate(company.other, travel, per_month="7777.00", year=this.year)
    rows = (row(this, company.service, travel, "80.00"), row(this, company.other, travel, "80.00", side="GIVES"))

    page = desk.post(
        reverse("budgets:adjustment_impact"), form("TRANSFER", *rows, department=company.service.pk)
    ).content.decode()

    assert "93,324" not in page
    assert "只对本部门人员和审批人显示" in page


# --- From a refusal (LED-09) ------------------------------------------------------------------------------------------


@pytest.fixture
def short(this, company, travel):
    """How a hold of 20,000 on a category with far less is refused, for whoever posts it."""

    def refused(person):
        with pytest.raises(InsufficientBudget) as error:
            money.post(
                money.posting(company.service, travel, this.month, "20000.00", year=this.year), actor=actor_of(person)
            )
        return error.value

    return refused


@pytest.mark.rule("LED-09")
@pytest.mark.parametrize(("kind", "place"), [("SUPPLEMENT", 0), ("TRANSFER", 1)])
def test_a_refusal_opens_a_request_filled_in_with_the_shortfall(
    desk, manager, company, travel, this, short, kind, place
):
    refused = short(manager)
    way = refused.ways_out[place]
    asked = parse_qs(urlparse(way.url).query)

    page = desk.get(way.url)

    assert asked["kind"] == [kind]
    assert asked["amount"] == [refused.params["short"]]
    head, lines = page.context["form"], page.context["lines"]
    first = lines.forms[0].initial
    assert head.initial["department"] == company.service.pk
    assert (first["category"], first["amount"]) == (travel.pk, Decimal(refused.params["short"]))
    assert first["period"] == money.period(this.month, this.year).pk
    assert len(lines.forms) == (2 if kind == "TRANSFER" else 1)
    assert head.initial["title"].startswith("出差费用")


@pytest.mark.rule("LED-09")
def test_a_clerk_reads_who_can_ask(owner, manager, short):
    ways = short(owner).ways_out

    assert [way.url for way in ways if "追加" in str(way.label)] == [""]
    assert str(ways[0].label) == "可请 马国强 申请追加或调剂。"


@pytest.mark.rule("LED-09")
def test_the_api_tells_the_ways_out_too(manager, short):
    answer = handle(short(manager), {})

    assert answer.status_code == 409
    assert [way["label"] for way in answer.data["params"]["ways_out"]][:2] == ["申请追加", "申请调剂"]
    assert answer.data["params"]["ways_out"][0]["url"].startswith("/budgets/adjustments/new/?kind=SUPPLEMENT")


@pytest.mark.rule("LED-09")
def test_the_claim_form_offers_them_in_banner_and_panel(client, owner, manager, company, travel, this):
    sent = {
        "title": "差旅",
        "department": company.service.pk,
        "claim_kind": "EXPENSE",
        "currency": "CNY",
        "action": "submit",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-category": travel.pk,
        "lines-0-description": "住宿",
        "lines-0-expense_date": this.isoformat(),
        "lines-0-amount": "20000.00",
    }

    clerk = signed_in(client, owner).post(reverse("expenses:claim_create"), sent).content.decode()
    boss = signed_in(client, manager).post(reverse("expenses:claim_create"), sent).content.decode()

    assert clerk.count("可请 马国强 申请追加或调剂。") == 2
    assert "/budgets/adjustments/new/" not in clerk
    assert boss.count("?kind=SUPPLEMENT") == 2
    assert boss.count("?kind=TRANSFER") == 2


@pytest.mark.rule("LED-09")
def test_taking_too_much_is_not_answered_with_more_of_the_same(manager, company, this, travel):
    with pytest.raises(InsufficientBudget) as refused:
        make.submitted(manager, "CUT", line(this, company.service, travel, "-20000.00"))

    assert not [way for way in refused.value.ways_out if "adjustments/new" in way.url or "override" in way.url]
    assert refusals.who_may_ask(department_id=company.service.pk, actor=actor_of(manager))


# --- Reading ----------------------------------------------------------------------------------------------------------


def test_the_document_shows_lines_budgets_route_and_decision(client, manager, division_manager, company, this, travel):
    made = make.submitted(
        manager, "SUPPLEMENT", line(this, company.service, travel, "6200.00", note="返修"), at=timezone.now()
    )
    address = reverse("budgets:adjustment_detail", kwargs={"adjustment_id": made.pk})

    page = signed_in(client, division_manager).get(address).content.decode()

    for words in ("ADJ-", "差旅预算不足", "+6,200.00", "返修", "18,200.00", "李敏", "decide-approve", "依据.pdf"):
        assert words in page, words


@pytest.mark.rule("GEN-13")
def test_the_list_filters_sorts_sums_and_exports(desk, manager, company, this, travel, office):
    make.submitted(manager, "SUPPLEMENT", line(this, company.service, travel, "6200.00"), title="差旅")
    make.draft(manager, "CUT", line(this, company.service, office, "-300.00"), title="办公")
    address = reverse("budgets:adjustment_list")

    both = desk.get(address)
    cuts = desk.get(address, {"kind": "CUT"})
    by_category = desk.get(address, {"category": travel.pk, "q": "差旅"})
    book = openpyxl.load_workbook(io.BytesIO(desk.get(address, {"format": "xlsx", "sort": "amount"}).getvalue()))

    assert [one.title for one in both.context["page"]] == ["办公", "差旅"]
    assert [(kind.sign, kind.total) for kind in both.context["totals"].kinds] == [
        ("+", Decimal("6200.00")), ("\u2212", Decimal("300.00")),
    ]  # fmt: skip
    assert [one.title for one in cuts.context["page"]] == ["办公"]
    assert [chip.value for chip in cuts.context["chips"]] == ["追减"]
    assert [one.title for one in by_category.context["page"]] == ["差旅"]
    rows = list(book.active.iter_rows(values_only=True))
    assert [cells[1] for cells in rows[1:3]] == ["办公", "差旅"]
    assert [cells[9:] for cells in rows[1:3]] == [(-300, None), (6200, None)]
    assert rows[-1][9] == 5900


def test_statements_do_not_grow_with_documents_and_lines(desk, manager, company, this, travel, office):
    def statements(address):
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(address).status_code == 200
        return len(seen)

    def submitted(*categories):
        lines = [line(this, company.service, category, "1.00") for category in categories]
        return make.submitted(manager, "SUPPLEMENT", *lines)

    listed, small = reverse("budgets:adjustment_list"), submitted(travel)
    statements(listed)
    few = statements(listed)
    detail = [
        reverse("budgets:adjustment_detail", kwargs={"adjustment_id": one.pk})
        for one in (small, submitted(travel, office, *(money.leaf_category() for _ in range(4))))
    ]

    assert statements(listed) == few
    assert statements(detail[0]) == statements(detail[1])


def test_a_budget_in_force_says_approved_adjusted_and_in_force(
    client, manager, division_manager, finance_manager, gm, company
):
    draft = drafts.whole_draft(company.service, manager)
    budget = drafts.in_force(draft, manager, division_manager, finance_manager, gm)
    category = next(one.category for one in budget.lines.all() if one.category.kind == "COST")
    money.open_year(2027)
    before = in_force_of(budget)

    made = make.approved(manager, "SUPPLEMENT", make.line(company.service, category, "6200.00", 12, year=2027))
    after = in_force_of(budget)
    page = signed_in(client, manager).get(reverse("budgets:budget_detail", kwargs={"budget_id": budget.pk}))
    grid = client.get(reverse("budgets:budget_grid", kwargs={"budget_id": budget.pk}))

    assert (before.adjustments, before.approved) == ((), Decimal("26400.00"))
    assert (after.approved, after.adjusted, after.in_force) == (
        Decimal("26400.00"),
        Decimal("6200.00"),
        Decimal("32600.00"),
    )
    assert [(row.label, row.adjusted) for row in after.touched] == [(category.name, Decimal("6200.00"))]
    assert after.untouched == Decimal("14400.00")
    assert [one.pk for one, _change in after.adjustments] == [made.pk]
    assert made.number in page.content.decode()
    assert "32,600.00" in grid.content.decode()


def test_searching_finds_it(desk, manager, company, this, travel):
    from core import search

    made = make.submitted(manager, "SUPPLEMENT", line(this, company.service, travel, "6200.00"))

    (found,) = search.top(actor_of(manager), made.number, limit=5)
    hit = found.hit

    assert hit.url == reverse("budgets:adjustment_detail", kwargs={"adjustment_id": made.pk})
    outsider = cast.member(company.other, "department_manager")
    assert search.top(actor_of(outsider), made.number, limit=5) == []
