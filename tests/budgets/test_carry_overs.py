"""The year's end: what goes along into the new year, and what lapses (BUD-35)."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from budgets.adjustment_errors import AdjustmentIncomplete, AdjustmentOrigin, CarriedChanged, CarriedGone, CarriedTwice
from budgets.errors import CarryOversWaiting, HoldsStillOpen, InsufficientBudget
from budgets.models import Adjustment, FiscalYear, LedgerEntry
from budgets.selectors import carry_overs as selectors
from budgets.selectors.adjustments import in_force_of
from budgets.services import adjustments, years
from budgets.services.adjustment_drafts import AdjustmentLineInput
from core.models import AuditEvent, Notification
from expenses.models import SpendRequest
from expenses.services import requests
from tests.factories import adjustments as make
from tests.factories import budgets as money
from tests.factories import drafts
from tests.factories import expenses as spending
from tests.factories.organization import actor_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("BUD-35"),
    pytest.mark.usefixtures("division_manager", "finance_officer", "finance_manager", "gm"),
]

JANUARY = datetime(2027, 1, 8, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def two_years(year):
    """2026 with only December open, 2027 open: the first days of January."""
    return year, money.open_year(2027)


@pytest.fixture
def travel(two_years, company):
    """1,000 a month of 2026 for service; nothing in 2027 yet."""
    category = money.leaf_category("出差费用")
    money.appropriate(company.service, category, per_month="1000.00")
    for month in range(1, 12):
        money.close(month)
    return category


def unspent_line(department, category, amount, *, into=1, origin=12):
    return AdjustmentLineInput(
        department_id=department.pk,
        category_id=category.pk,
        period_id=money.period(into, 2027).pk,
        amount=Decimal(amount),
        from_period_id=money.period(origin, 2026).pk,
    )


def held_line(request, amount=None):
    line = request.lines.get()
    return AdjustmentLineInput(
        department_id=request.department_id,
        category_id=line.category_id,
        period_id=money.period(1, 2027).pk,
        amount=Decimal(amount) if amount else line.held,
        note=f"{request.number} {request.title}",
        from_period_id=money.period(12, 2026).pk,
        carried_kind="spend_request",
        carried_id=request.pk,
        carried_line=line.pk,
    )


def key(department, category, year):
    return money.key_of(department, category, year)


def carried(manager, *lines):
    return make.approved(manager, "CARRY_OVER", *lines, at=JANUARY)


@pytest.fixture
def held(owner, travel):
    """An approved request for 3,000 in December 2026, to be used by March."""
    return spending.approved_request(
        owner,
        spending.request_line(travel, "3000.00"),
        expected_date=date(2026, 12, 10),
        end_date=date(2027, 3, 31),
    )


# --- Unspent money ------------------------------------------------------------------------------------------------


def test_what_was_not_spent_moves_into_the_new_year_in_one_posting(manager, company, travel):
    made = carried(manager, unspent_line(company.service, travel, "2500.00"))

    old, new = key(company.service, travel, 2026), key(company.service, travel, 2027)
    assert (old.appropriated, new.appropriated) == (Decimal("9500.00"), Decimal("2500.00"))
    entries = LedgerEntry.objects.filter(source_kind="budget_adjustment", source_id=made.pk).order_by("year")
    assert [(entry.year, entry.month, entry.kind, entry.amount) for entry in entries] == [
        (2026, 12, "APPROPRIATION", Decimal("-2500.00")),
        (2027, 1, "APPROPRIATION", Decimal("2500.00")),
    ]
    assert made.fiscal_year.year == 2027
    assert made.total == Decimal("2500.00")


def test_never_more_than_is_available_not_even_when_it_was_spent_meanwhile(manager, owner, company, travel):
    with pytest.raises(InsufficientBudget):
        make.submitted(manager, "CARRY_OVER", unspent_line(company.service, travel, "12000.01"), at=JANUARY)
    made = make.submitted(manager, "CARRY_OVER", unspent_line(company.service, travel, "12000.00"), at=JANUARY)
    money.post(money.posting(company.service, travel, 12, "0.01", "ACTUAL"))

    with pytest.raises(InsufficientBudget):
        make.approve(made, at=JANUARY)
    assert Adjustment.objects.get(pk=made.pk).state == "IN_REVIEW"
    assert key(company.service, travel, 2026).appropriated == Decimal("12000.00")


def test_the_budget_in_force_of_both_years_tells_of_it(company, manager, division_manager, finance_manager, gm):
    """From drafts to force, then carried over: the old budget shows what went, the new what came."""
    money.open_year(2026)
    category = money.leaf_category("备件")
    money.appropriate(company.service, category, per_month="1000.00")
    budget = drafts.draft(company.service, manager)
    drafts.line(budget, manager, category, "500")
    drafts.line(budget, manager, drafts.contingency_category(), "50")
    new = drafts.in_force(budget, manager, division_manager, finance_manager, gm)
    years.open_year(year_id=new.fiscal_year_id, actor=actor_of(finance_manager), at=JANUARY)

    carried(manager, unspent_line(company.service, category, "700.00"))

    told = in_force_of(new)
    assert (told.approved, told.adjusted) == (Decimal("6600.00"), Decimal("700.00"))


# --- Open commitments ---------------------------------------------------------------------------------------------


def test_an_open_commitment_goes_along_with_its_budget(manager, company, travel, held):
    carried(manager, held_line(held))

    old, new = key(company.service, travel, 2026), key(company.service, travel, 2027)
    assert (old.appropriated, old.committed) == (Decimal("9000.00"), Decimal("0.00"))
    assert (new.appropriated, new.committed) == (Decimal("3000.00"), Decimal("3000.00"))
    line = held.lines.get()
    assert (line.held, line.held_period) == (Decimal("3000.00"), money.period(1, 2027))
    assert AuditEvent.objects.filter(code="spend_request.carry", subject_id=held.pk).count() == 1


def test_a_carried_request_is_used_and_closed_in_the_new_year(manager, owner, company, travel, held):
    carried(manager, held_line(held))
    claim = spending.approved_claim(
        owner,
        spending.claim_line(travel, "2400.00", expense_date=date(2027, 1, 6), request_line_id=held.lines.get().pk),
        at=JANUARY,
        request_id=held.pk,
    )
    requests.close_request(request_id=held.pk, actor=actor_of(owner), at=JANUARY, reason="已完成")

    new = key(company.service, travel, 2027)
    assert claim.state == "POSTED" or claim.lines.get().period == money.period(1, 2027)
    assert (new.appropriated, new.committed, new.actual) == (Decimal("3000.00"), Decimal("0.00"), Decimal("2400.00"))
    assert key(company.service, travel, 2026).committed == Decimal("0.00")


def test_a_request_used_meanwhile_is_not_carried_with_the_old_figure(manager, owner, travel, held):
    made = make.submitted(manager, "CARRY_OVER", held_line(held), at=JANUARY)
    spending.submitted_claim(
        owner,
        spending.claim_line(travel, "100.00", expense_date=date(2026, 12, 20), request_line_id=held.lines.get().pk),
        at=JANUARY,
        request_id=held.pk,
    )

    with pytest.raises(CarriedChanged) as refused:
        make.approve(made, at=JANUARY)
    assert "2,900.00" in str(refused.value)


def test_a_request_closed_meanwhile_is_not_carried(manager, owner, travel, held):
    made = make.submitted(manager, "CARRY_OVER", held_line(held), at=JANUARY)
    requests.close_request(request_id=held.pk, actor=actor_of(owner), at=JANUARY, reason="已完成")

    with pytest.raises(CarriedGone):
        make.approve(made, at=JANUARY)


def test_the_amount_of_a_commitment_is_what_it_holds(manager, travel, held):
    with pytest.raises(CarriedChanged):
        make.submitted(manager, "CARRY_OVER", held_line(held, "2999.99"), at=JANUARY)
    with pytest.raises(CarriedTwice):
        make.draft(manager, "CARRY_OVER", held_line(held), held_line(held), at=JANUARY)


def test_another_departments_commitment_is_not_carried_into_ones_own(manager, company, travel, outsider):
    money.appropriate(company.other, travel, {12: "500.00"})
    foreign = spending.approved_request(
        outsider, spending.request_line(travel, "100.00"), expected_date=date(2026, 12, 10), end_date=date(2027, 1, 31)
    )
    line = held_line(foreign)
    mine = AdjustmentLineInput(
        department_id=company.service.pk,
        **{name: getattr(line, name) for name in line.__dataclass_fields__ if name != "department_id"},
    )

    with pytest.raises(CarriedGone):
        make.submitted(manager, "CARRY_OVER", mine, at=JANUARY)


# --- What a carry-over is -----------------------------------------------------------------------------------------


def test_lines_come_from_the_year_before_and_nothing_else_does(manager, company, travel, two_years):
    plain = make.line(company.service, travel, "5.00", 1, year=2027)
    with pytest.raises(AdjustmentIncomplete, match=r"\w"):
        make.submitted(manager, "CARRY_OVER", plain, at=JANUARY)
    with pytest.raises(AdjustmentIncomplete, match=r"\w"):
        make.submitted(manager, "SUPPLEMENT", unspent_line(company.service, travel, "5.00"), at=JANUARY)
    same_year = AdjustmentLineInput(
        department_id=company.service.pk,
        category_id=travel.pk,
        period_id=money.period(2, 2027).pk,
        amount=Decimal(5),
        from_period_id=money.period(1, 2027).pk,
    )
    with pytest.raises(AdjustmentOrigin):
        make.draft(manager, "CARRY_OVER", same_year, at=JANUARY)


def test_the_contingency_lapses(company, two_years):
    reserve = money.leaf_category("应急预算", kind="CONTINGENCY")
    money.appropriate(company.service, reserve, {12: "1000.00"})

    assert selectors.unspent_of(year=two_years[0], department_ids=None) == []
    assert selectors.lapsed_of(two_years[0])[company.service.pk].lapsed == Decimal("1000.00")


# --- Closing ------------------------------------------------------------------------------------------------------


def test_the_last_month_waits_for_carry_overs(manager, finance_officer, company, travel):
    made = make.submitted(manager, "CARRY_OVER", unspent_line(company.service, travel, "2500.00"), at=JANUARY)
    december = money.period(12)

    with pytest.raises(CarryOversWaiting) as refused:
        years.close_period(period_id=december.pk, actor=actor_of(finance_officer), at=JANUARY)
    assert str(made.number) in str(refused.value)

    make.approve(made, at=JANUARY)
    years.close_period(period_id=december.pk, actor=actor_of(finance_officer), at=JANUARY)


def test_a_carried_request_no_longer_keeps_the_year_open(manager, finance_officer, travel, held):
    december = money.period(12)
    with pytest.raises(HoldsStillOpen):
        years.close_period(period_id=december.pk, actor=actor_of(finance_officer), at=JANUARY)

    carried(manager, held_line(held))
    years.close_period(period_id=december.pk, actor=actor_of(finance_officer), at=JANUARY)


def test_closing_the_year_says_what_lapsed(
    manager, finance_officer, finance_manager, company, travel, two_years, run_jobs
):
    carried(manager, unspent_line(company.service, travel, "2500.00"))
    years.close_period(period_id=money.period(12).pk, actor=actor_of(finance_officer), at=JANUARY)
    years.close_year(year_id=two_years[0].pk, actor=actor_of(finance_manager), at=JANUARY)

    event = AuditEvent.objects.get(code="fiscal_year.close")
    assert event.facts == {"lapsed": "9500.00", "carried": "2500.00"}
    run_jobs()
    assert not Notification.objects.filter(code="fiscal_year.lapsed").exists()  # no budget document to lead to
    budget = drafts.Budget.objects.create(
        department=company.service, fiscal_year=two_years[0], created_by=manager, created_at=JANUARY
    )
    drafts.Budget.objects.filter(pk=budget.pk).update(
        state="IN_FORCE", number="BUD-2026-0001", submitted_at=JANUARY, in_force_at=JANUARY
    )
    from budgets.services.lapses import tell_lapsed

    tell_lapsed(fiscal_year_id=two_years[0].pk, at=JANUARY)
    tell_lapsed(fiscal_year_id=two_years[0].pk, at=JANUARY)
    told = Notification.objects.get(code="fiscal_year.lapsed")
    assert (told.person_id, told.facts["lapsed"], told.facts["carried"]) == (manager.pk, "9,500.00", "2,500.00")


# --- The page -------------------------------------------------------------------------------------------------------


@pytest.fixture
def in_january(monkeypatch):
    """The pages' clock stands in January."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: JANUARY)


def body(department, **fields):
    return {
        "department": department.pk,
        "title": "2026 年余额结转",
        "into": money.period(1, 2027).pk,
        "purpose": "返修未完",
        "criteria": "供应商交期推迟到一月",
        "request_key": "k1",
        **fields,
    }


def test_the_page_makes_a_draft_that_can_be_changed(client, signed_in, manager, company, travel, held, in_january):
    page = signed_in(client, manager)
    url = reverse("budgets:year_end", args=[2026])
    shown = page.get(url, {"department": company.service.pk}).content.decode()
    assert "9,000.00" in shown  # 12,000 less what is held
    line = held.lines.get()
    assert f'name="h-spend_request-{line.pk}"' in shown

    sent = page.post(url, body(company.service, **{f"u-{travel.pk}-0": "1,500", f"h-spend_request-{line.pk}": "on"}))
    made = Adjustment.objects.get()
    assert sent.status_code == 302
    assert (made.adjustment_kind, made.total) == ("CARRY_OVER", Decimal("4500.00"))
    again = page.post(url, body(company.service, **{f"u-{travel.pk}-0": "1,500", f"h-spend_request-{line.pk}": "on"}))
    assert again.status_code == 302
    assert Adjustment.objects.count() == 1

    edit = reverse("budgets:carry_over_edit", args=[made.pk])
    assert page.get(reverse("budgets:adjustment_edit", args=[made.pk])).url == edit
    stored = page.get(edit).content.decode()
    assert 'value="1500.00"' in stored
    changed = page.post(edit, body(company.service, version=made.version, **{f"u-{travel.pk}-0": "900.10"}))
    assert changed.status_code == 302
    assert Adjustment.objects.get().total == Decimal("900.10")
    detail = page.get(reverse("budgets:adjustment_detail", args=[made.pk])).content.decode()
    assert "2026-12 →" in detail
    assert page.post(url, body(company.service, request_key="k2", title="")).status_code == 422


@pytest.mark.rule("GEN-10")
def test_the_page_keeps_to_what_one_sees(client, signed_in, outsider, finance_officer, manager, company, travel):
    url = reverse("budgets:year_end", args=[2026])
    assert signed_in(client, outsider).get(url).status_code == 403
    read = signed_in(client, finance_officer)
    assert read.get(url, {"department": company.service.pk}).status_code == 200
    assert read.post(url, body(company.service)).status_code == 422
    assert not Adjustment.objects.exists()
    foreign = signed_in(client, manager).get(url, {"department": company.other.pk}).content.decode()
    assert company.other.name not in foreign


def test_what_another_carry_over_asks_for_is_shown(manager, company, travel, two_years, held):
    make.draft(manager, "CARRY_OVER", unspent_line(company.service, travel, "10.00"), held_line(held), at=JANUARY)

    (row,) = selectors.unspent_of(year=two_years[0], department_ids=[company.service.pk])
    (own,) = selectors.held_in(year=two_years[0], department_ids=[company.service.pk])
    assert (row.unspent, row.asked, own.is_asked) == (Decimal("9000.00"), Decimal("10.00"), True)


def test_without_an_open_next_year_nothing_is_offered(client, signed_in, manager, company, year):
    category = money.leaf_category("出差费用")
    money.appropriate(company.service, category, per_month="1000.00")
    shown = signed_in(client, manager).get(reverse("budgets:year_end", args=[2026])).content.decode()

    assert "12,000.00" in shown
    assert 'name="title"' not in shown
    assert FiscalYear.objects.count() == 1


def test_it_can_be_withdrawn_and_leaves_no_trace_in_the_ledger(manager, company, travel):
    made = make.submitted(manager, "CARRY_OVER", unspent_line(company.service, travel, "2500.00"), at=JANUARY)
    adjustments.withdraw_adjustment(adjustment_id=made.pk, actor=actor_of(manager), at=JANUARY)

    assert not LedgerEntry.objects.filter(source_kind="budget_adjustment").exists()
    assert SpendRequest.objects.count() == 0


@pytest.mark.rule("LED-05")
@pytest.mark.parametrize(
    ("scope", "takeable"),
    [("MONTH", "1000.00"), ("QUARTER_TO_DATE", "3000.00"), ("YEAR_TO_DATE", "12000.00"), ("YEAR", "12000.00")],
)
def test_what_control_lets_go_is_what_is_offered(client, signed_in, manager, company, two_years, scope, takeable):
    category = money.leaf_category("培训")
    money.own_policy(company.service, category, scope=scope)
    money.appropriate(company.service, category, per_month="1000.00")
    for month in range(1, 12):
        money.close(month)

    (row,) = selectors.unspent_of(year=two_years[0], department_ids=[company.service.pk])
    shown = signed_in(client, manager).get(reverse("budgets:year_end", args=[2026])).content.decode()

    assert (row.unspent, row.takeable, row.is_bound) == (Decimal(12000), Decimal(takeable), takeable != "12000.00")
    assert f'data-take="{takeable}"' in shown
    cent_more = unspent_line(company.service, category, str(row.takeable + Decimal("0.01")))
    with pytest.raises(InsufficientBudget):
        make.submitted(manager, "CARRY_OVER", cent_more, at=JANUARY)
    carried(manager, unspent_line(company.service, category, takeable))
    assert key(company.service, category, 2027).appropriated == row.takeable


def test_what_is_asked_for_already_is_not_offered_again(manager, company, travel, two_years):
    make.submitted(manager, "CARRY_OVER", unspent_line(company.service, travel, "11999.99"), at=JANUARY)

    (row,) = selectors.unspent_of(year=two_years[0], department_ids=[company.service.pk])
    assert (row.unspent, row.asked, row.all_of_it) == (Decimal(12000), Decimal("11999.99"), Decimal("0.01"))
