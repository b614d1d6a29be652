"""Two who issue or post at once: every share is counted once, every result is posted once (PSL-52, LED-03)."""

from decimal import Decimal

import pytest
from django.db.models import Sum
from django.utils import timezone

from budgets.models import BudgetBalance, LedgerEntry
from budgets.selectors import verification
from core.actors import SYSTEM
from parts_sales.models import ResultLine, ResultPosting
from parts_sales.services import notes, result_postings
from tests.concurrency.race import race
from tests.factories import budgets as money
from tests.factories import organization as cast
from tests.factories import sales
from tests.factories.organization import actor_of
from tests.parts_sales import delivering
from tests.parts_sales.delivering import go, note_of, paid_order, stocked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services, pytest.mark.rule("PSL-52")]
D = Decimal
YEAR = timezone.localdate().year


@pytest.fixture
def hands():
    return delivering.hands(cast.tree())


def test_notes_of_one_order_issued_at_once_add_up_to_its_price(hands):
    money.open_year(YEAR)
    order = paid_order(hands, sales.Piece(stocked(hands.clerk), "3", "33.33"), sales.Work("LABOUR", amount="50.01"))
    line = order.lines.get(kind="GOODS")
    ready = [go(hands, note_of(hands, order, quantities={line.pk: D(1)}), until="TO_ISSUE") for _turn in range(3)]
    keeper = actor_of(hands.keeper)

    race(*(lambda pk=note.pk: notes.issue(note_id=pk, actor=keeper, at=timezone.now()) for note in ready))

    assert ResultLine.objects.aggregate(sum=Sum("revenue"))["sum"] == D("150.00")
    assert BudgetBalance.objects.aggregate(sum=Sum("actual"))["sum"] == D("150.00")
    assert verification.verify().holds


def waiting(hands):
    """A result that waited for the year, which is open now."""
    go(hands, note_of(hands, paid_order(hands, sales.Piece(stocked(hands.clerk), "1", "25.50"))), until="TO_SHIP")
    money.open_year(YEAR)
    return ResultPosting.objects.get()


def test_the_daily_run_and_the_opening_post_a_result_once(hands):
    made = waiting(hands)

    race(*(lambda: result_postings.post_waiting(at=timezone.now()) for _turn in range(2)))

    made.refresh_from_db()
    assert made.state == "POSTED"
    assert LedgerEntry.objects.filter(source_kind="delivery_note").count() == 1


def test_without_the_lock_the_ledger_itself_takes_it_once(hands):
    """The control: two who hold the same row unlocked both try, and the ledger keeps one entry (LED-03)."""
    made = waiting(hands)

    def posting():
        return result_postings.try_post(ResultPosting.objects.get(pk=made.pk), actor=SYSTEM, at=timezone.now())

    race(posting, posting)

    assert LedgerEntry.objects.filter(source_kind="delivery_note").count() == 1
    assert verification.verify().holds
