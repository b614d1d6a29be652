"""What delivered parts bring and cost, in the department's result and in the ledger (PSL-52, BUD-10)."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from budgets.choices import EntryKind
from budgets.models import BudgetBalance, Category, LedgerEntry
from budgets.selectors import verification
from budgets.services import years
from core.actors import SYSTEM
from core.errors import NotAllowed
from core.models import Notification
from parts_sales.choices_results import Bearing
from parts_sales.models import ResultLine, ResultPosting
from parts_sales.services import notes, result_postings, returns
from parts_sales.services.inputs_delivery import ReturnInput
from tests.factories import budgets as money
from tests.factories import organization as cast
from tests.factories import sales
from tests.factories.organization import actor_of
from tests.parts_sales import delivering
from tests.parts_sales.delivering import go, note_of, paid_order, stocked

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-52")]
D = Decimal
YEAR = timezone.localdate().year


@pytest.fixture
def hands(company: cast.Tree) -> delivering.Hands:
    return delivering.hands(company)


@pytest.fixture
def open_year(company: cast.Tree):
    """A year in which the service department may spend on parts and on warranty."""
    year = money.open_year(YEAR)
    for code in ("C01", "C07"):
        money.appropriate(company.service, of(code), {1: "100000.00"}, year=YEAR)
    return year


def of(code: str) -> Category:
    return Category.objects.get(code=code)


def stands(hands: delivering.Hands, code: str) -> Decimal:
    """What stands as actual of a category in the department."""
    rows = BudgetBalance.objects.filter(department=hands.clerk.department_id, category=of(code))
    return sum((row.actual for row in rows), D(0))


def issued(hands, *pieces, quantities=None):
    order = paid_order(hands, *pieces)
    return go(hands, note_of(hands, order, **({"quantities": quantities} if quantities else {})), until="TO_SHIP")


def results() -> list[tuple[str, str, Decimal, Decimal]]:
    rows = ResultPosting.objects.order_by("pk")
    return [(row.occasion, row.state, row.revenue, row.cost) for row in rows]


def test_goods_that_leave_bring_their_price_and_cost_their_cost(hands, open_year):
    part = stocked(hands.clerk)

    issued(hands, sales.Piece(part, "4", "25.50", cost="20.00"), sales.Work("LABOUR", amount="80.00"))

    assert results() == [("ISSUE", "POSTED", D("182.00"), D("80.00"))]
    assert (stands(hands, "R01"), stands(hands, "R02"), stands(hands, "C01")) == (D("102.00"), D("80.00"), D("80.00"))
    entry = LedgerEntry.objects.filter(kind=EntryKind.ACTUAL).earliest("pk")
    assert (entry.source_kind, entry.period.start_date.month) == ("delivery_note", timezone.localdate().month)
    assert verification.verify().holds


def test_parts_of_a_line_add_up_and_work_counts_once_with_the_last_goods(hands, open_year):
    order = paid_order(
        hands, sales.Piece(stocked(hands.clerk), "3", "33.33", cost="10.00"), sales.Work("LABOUR", amount="50.00")
    )
    line = order.lines.get(kind="GOODS")

    made = [note_of(hands, order, quantities={line.pk: D(1)}) for _turn in range(3)]
    gone = [go(hands, note, until="TO_SHIP") for note in made]
    assert [row[2] for row in results()] == [D("33.33"), D("33.33"), D("83.33")]
    cancel(hands, gone[0])
    go(hands, note_of(hands, order), until="TO_SHIP")

    assert results()[-2:] == [("TAKE_BACK", "POSTED", D("-33.33"), D("-10.00")), ("ISSUE", "POSTED", D("33.33"), D(10))]
    assert (stands(hands, "R01"), stands(hands, "R02"), stands(hands, "C01")) == (D("99.99"), D("50.00"), D("30.00"))


def test_abroad_the_base_currency_adds_up_to_the_orders_total(hands, open_year):
    parts = [stocked(hands.clerk) for _turn in range(3)]
    quote = sales.quote_of(
        hands.clerk, [sales.Piece(part, "1", "33.33") for part in parts], currency="USD", rate=D("7.1234"),
        base_total=D("712.27"),
    )  # fmt: skip
    order = sales.order_of(hands.clerk, quote=quote, paid=True)

    go(hands, note_of(hands, order), until="TO_SHIP")

    assert sorted(line.revenue for line in ResultLine.objects.all()) == [D("237.42"), D("237.42"), D("237.43")]
    assert stands(hands, "R01") == D("712.27")


def test_what_is_taken_back_before_dispatch_is_reversed(hands, open_year):
    note = issued(hands, sales.Piece(stocked(hands.clerk), "4", "25.50", cost="20.00"), sales.Work("LABOUR"))

    cancel(hands, note)

    assert [stands(hands, code) for code in ("R01", "R02", "C01")] == [0, 0, 0]
    kinds = LedgerEntry.objects.filter(source_kind="delivery_note").values_list("kind", flat=True)
    assert sorted(kinds) == ["ACTUAL"] * 3 + ["ACTUAL_REVERSAL"] * 3
    assert verification.verify().holds


def test_a_credited_return_takes_back_revenue_and_the_cost_of_what_is_good(hands, open_year):
    made = returned(hands)

    returns.credit(return_id=made.pk, actor=actor_of(hands.finance), at=timezone.now())

    assert results()[-1] == ("CREDIT", "POSTED", D("-76.50"), D("-40.00"))
    assert (stands(hands, "R01"), stands(hands, "C01")) == (D("25.50"), D("40.00"))


def test_a_replacement_without_charge_costs_warranty_less_what_came_back_whole(hands, open_year):
    made = returned(hands, remedy="REPLACEMENT")

    free = returns.replace(return_id=made.pk, actor=actor_of(hands.clerk), at=timezone.now())
    go(hands, free, until="TO_SHIP")

    assert results()[-1] == ("ISSUE", "POSTED", D(0), D("20.00"))
    assert (stands(hands, "C07"), stands(hands, "C01"), stands(hands, "R01")) == (D("20.00"), D("80.00"), D("102.00"))
    assert ResultLine.objects.latest("pk").bearing == Bearing.FREE


def test_a_part_nobody_knows_the_cost_of_says_so(hands, open_year):
    issued(hands, sales.Piece(stocked(hands.clerk), "1", "25.50"))

    assert ResultLine.objects.get().is_costed is False
    assert (stands(hands, "R01"), stands(hands, "C01")) == (D("25.50"), 0)


# --- Later


def test_without_a_year_it_waits_and_opening_the_year_posts_it(hands, run_jobs):
    note = issued(hands, sales.Piece(stocked(hands.clerk), "4", "25.50"))
    assert (note.state, ResultPosting.objects.get().why) == ("TO_SHIP", "NO_YEAR")
    year = money.planned_year(YEAR)
    result_postings.mind_waiting(at=timezone.now())
    assert ResultPosting.objects.get().why == "CLOSED"

    years.open_year(year_id=year.pk, actor=SYSTEM, at=timezone.now())
    run_jobs()

    assert results() == [("ISSUE", "POSTED", D("102.00"), D(0))]
    assert stands(hands, "R01") == D("102.00")


def test_a_month_opened_again_takes_what_waited_for_it(hands, run_jobs):
    money.open_year(YEAR)
    today = timezone.localdate().month
    for month in range(today, 13):
        money.close(month, YEAR)
    issued(hands, sales.Piece(stocked(hands.clerk), "4", "25.50"))
    assert ResultPosting.objects.get().why == "CLOSED"

    period = money.period(12, YEAR)
    years.reopen_period(period_id=period.pk, actor=SYSTEM, at=timezone.now(), reason="补记")
    run_jobs()

    assert LedgerEntry.objects.get(source_kind="delivery_note").period.month == 12
    assert ResultPosting.objects.get().why == ""


def test_a_stop_holds_no_goods_back_and_is_posted_once_the_budget_covers_it(hands, company):
    money.open_year(YEAR)
    note = issued(hands, sales.Piece(stocked(hands.clerk), "4", "25.50", cost="20.00"))
    assert (note.state, ResultPosting.objects.get().why, stands(hands, "R01")) == ("TO_SHIP", "BUDGET", 0)

    assert result_postings.mind_waiting(at=timezone.now()) == 1
    money.appropriate(company.service, of("C01"), {1: "80.00"}, year=YEAR)
    assert result_postings.mind_waiting(at=timezone.now()) == 0

    assert (stands(hands, "R01"), stands(hands, "C01")) == (D("102.00"), D("80.00"))


def test_what_still_waits_is_told_to_finance_once_a_day(hands):
    issued(hands, sales.Piece(stocked(hands.clerk), "1"))

    for _turn in range(2):
        result_postings.mind_waiting(at=datetime(YEAR, 11, 24, 1, tzinfo=UTC))

    assert Notification.objects.filter(code="result.waits", person=hands.finance).count() == 1


def test_one_that_cannot_be_posted_does_not_keep_the_others(hands, company):
    money.open_year(YEAR)
    issued(hands, sales.Piece(stocked(hands.clerk), "1", "5.00", cost="80.00"))
    issued(hands, sales.Piece(stocked(hands.clerk), "1", "6.00", cost="20.00"))
    money.appropriate(company.service, of("C01"), {1: "20.00"}, year=YEAR)

    after, posted = -1, 0
    while after:
        now, after = result_postings.post_waiting(at=timezone.now(), after=max(after, 0), most=1)
        posted += now

    assert (posted, [row[1] for row in results()]) == (1, ["WAITING", "POSTED"])


def test_finance_alone_asks_for_what_waits(hands, run_jobs):
    issued(hands, sales.Piece(stocked(hands.clerk), "1"))
    money.open_year(YEAR)

    with pytest.raises(NotAllowed):
        result_postings.ask_to_post(actor=actor_of(hands.manager))
    result_postings.ask_to_post(actor=actor_of(hands.finance))
    run_jobs()

    assert [row[1] for row in results()] == ["POSTED"]


# --- Parts


def cancel(hands, note):
    return notes.cancel_note(note_id=note.pk, reason="改期", actor=actor_of(hands.keeper), at=timezone.now())


def returned(hands, remedy="CREDIT"):
    """Three of four came back at 25.50 each, two of them good; one costs 20.00."""
    order = paid_order(hands, sales.Piece(stocked(hands.clerk), "4", "25.50", cost="20.00"))
    note = go(hands, note_of(hands, order))
    at, keeper = timezone.now(), actor_of(hands.keeper)
    wanted = ReturnInput(reason="异响", remedy=remedy, quantities={note.lines.get().pk: D(3)})
    made = returns.ask_return(note_id=note.pk, wanted=wanted, actor=actor_of(hands.clerk), at=at)
    line = made.lines.get().pk
    returns.receive(return_id=made.pk, quantities={line: D(3)}, actor=keeper, at=at)
    return returns.inspect(return_id=made.pk, good={line: D(2)}, finding="保持架断裂", actor=keeper, at=at)
