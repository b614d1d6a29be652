"""What one control window held makes no room in another: under stop nobody spends more than a window's budget (LED-05)."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgets.choices import EntryKind
from budgets.errors import InsufficientBudget
from budgets.models import ControlKey, Period
from budgets.rules import control
from budgets.selectors import keys, ledger, verification
from core.money import ZERO
from tests.factories import budgets as make

pytestmark = pytest.mark.django_db
HELD, RELEASED, SPENT = EntryKind.COMMITMENT, EntryKind.RELEASE, EntryKind.ACTUAL
D = Decimal


@pytest.fixture(params=["MONTH", "QUARTER_TO_DATE"])
def scope(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def key_of(department, scope: str):
    """100 a month, stopped when over, in windows of this length."""
    make.open_year()
    category = make.leaf_category(scope=scope)
    make.appropriate(department, category, per_month="100.00")
    return category


def room(department, category, month: int) -> Decimal:
    """What may still be spent in a month, as its page says."""
    key = ControlKey.objects.get(category=category)
    found = keys.key_figures(key, actor=make.SYSTEM, at=make.AT).months[month - 1].available
    assert found == keys.balances_of([key])[0].months[month - 1].available
    return found


@pytest.mark.rule("LED-05", "LED-04", "LED-06")
def test_a_hold_of_a_closed_window_makes_no_room_when_it_is_given_back(company, scope):
    category, by = key_of(company.service, scope), make.source()
    last, after = 3, 4
    make.post(make.posting(company.service, category, last, "80", HELD), by=by)
    make.close(last)
    make.post(make.posting(company.service, category, after, "-80", RELEASED), by=by, occasion="close")

    assert room(company.service, category, after) == D(100)
    with pytest.raises(InsufficientBudget):
        make.post(make.posting(company.service, category, after, "100.01", SPENT))
    make.post(make.posting(company.service, category, after, "100.00", SPENT))

    assert room(company.service, category, after) == ZERO
    assert verification.verify().holds


@pytest.mark.rule("LED-05", "LED-05b")
def test_a_line_that_holds_again_after_giving_back_counts_in_full(company, scope):
    category, by = key_of(company.service, scope), make.source()
    make.post(make.posting(company.service, category, 3, "80", HELD), by=by)
    make.close(3)
    make.post(make.posting(company.service, category, 4, "-80", RELEASED), by=by, occasion="return")

    make.post(make.posting(company.service, category, 4, "60", HELD), by=by, occasion="again")

    assert room(company.service, category, 4) == D(40)
    make.post(make.posting(company.service, category, 4, "-60", RELEASED), by=by, occasion="close")
    assert room(company.service, category, 4) == D(100)


@pytest.mark.rule("LED-05", "LED-05b")
def test_a_hold_of_a_closed_window_is_spent_without_asking_again(company, scope):
    category, by = key_of(company.service, scope), make.source()
    make.post(make.posting(company.service, category, 3, "80", HELD), by=by)
    make.close(3)
    make.post(make.posting(company.service, category, 4, "100", HELD))

    lines = (
        make.posting(company.service, category, 4, "-80", RELEASED),
        make.posting(company.service, category, 4, "80", SPENT),
    )
    make.post(*lines, by=by, occasion="approve")

    assert room(company.service, category, 4) == D(-80)


@pytest.mark.rule("LED-05", "LED-07")
def test_the_past_does_not_know_what_was_given_back_since(company, scope):
    category, by = key_of(company.service, scope), make.source()
    make.post(make.posting(company.service, category, 3, "80", HELD), by=by)
    key = ControlKey.objects.get(category=category)
    make.post(
        make.posting(company.service, category, 4, "-80", RELEASED), by=by, occasion="c", at=make.AT.replace(day=9)
    )

    assert ledger.given_back([key.pk])[key.pk][3] == D(80)
    assert ledger.given_back([key.pk], as_of=make.AT)[key.pk] == [ZERO] * 12


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["hold", "hold", "spend", "give back", "give back", "approve", "close"]),
        st.integers(1, 6),
        st.sampled_from(["20.00", "55.55", "80.00", "100.00"]),
    ),
    min_size=5,
    max_size=20,
)


@pytest.mark.rule("LED-05", "LED-06", "LED-02")
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_under_stop_nobody_spends_more_than_the_windows_budget(company, scope, steps):
    """Money belongs to the window that first held or spent it, wherever it is posted later."""
    with transaction.atomic():
        category = key_of(company.service, scope)
        holds: list[tuple[object, int, Decimal]] = []
        used: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
        for number, (what, month, amount) in enumerate(steps):
            period = Period.objects.get(fiscal_year__year=2026, month=month)
            own = control.window(scope, month)
            by, size = make.source(), D(amount)
            if what == "close" and period.state == "OPEN":
                make.close(month)
            elif what in {"hold", "spend"} and period.state == "OPEN":
                posting = make.posting(company.service, category, month, size, HELD if what == "hold" else SPENT)
                try:
                    with transaction.atomic():
                        make.post(posting, by=by, occasion=f"walk:{number}")
                except InsufficientBudget:
                    continue
                used[own] += size
                if what == "hold":
                    holds.append((by, month, size))
            elif what in {"give back", "approve"} and holds:
                by, held_in, size = holds.pop(month % len(holds))
                start = Period.objects.get(fiscal_year__year=2026, month=held_in).start_date
                target = Period.objects.filter(state="OPEN", start_date__gte=start).earliest("start_date").month
                lines = [make.posting(company.service, category, target, -size, RELEASED)]
                if what == "approve":
                    lines.append(make.posting(company.service, category, target, size, SPENT))
                else:
                    used[control.window(scope, held_in)] -= size
                make.post(*lines, by=by, occasion=f"walk:{number}")
            for (first, last), amount_used in used.items():
                assert amount_used <= 100 * (last - first + 1), (first, last)
        assert verification.verify().holds
        transaction.set_rollback(True)
