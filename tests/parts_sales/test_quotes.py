"""Quotes from the first line to the order: review, authority, floor, freight, revision, confirmation (PSL-03, PSL-10 to PSL-15)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from approvals.models import Task
from approvals.services import decisions
from core.errors import InvalidInput, NotAllowed, ReasonMissing, StaleDocument, WrongState
from core.models import AuditEvent, Mail
from customers.models import Customer
from organization.models import Person
from parts_sales.choices import QuoteState
from parts_sales.errors import DayPast, DayTaken
from parts_sales.handlers import UNPRICED, PriceApplicationHandler, QuoteHandler
from parts_sales.models import Part, PriceApplication, Quote, SalesOrder
from parts_sales.quote_errors import (
    AddressMissing,
    AlreadyRevised,
    ApplicationRunning,
    AppliedForCustomer,
    BankDetailsMissing,
    DiscountBeyondAuthority,
    FreightLineMissing,
    FreightLineTooMany,
    FreightNotConfirmed,
    FreightUnknown,
    MomentImpossible,
    NoQuoteLines,
    NothingBelowFloor,
    PartNotSold,
    PriceMissing,
    PriceNotGranted,
    QuoteExpired,
    ValidityPast,
)
from parts_sales.selectors import authority, quote_compare
from parts_sales.selectors.quote_pages import sums_of
from parts_sales.selectors.visibility import quotes_visible_to
from parts_sales.services import applications, parts, prices, quote_answers, quotes
from tests.factories import customers as serving
from tests.factories import organization as cast
from tests.factories import parts as stores
from tests.factories import quotes as offers
from tests.factories.expenses import approve
from tests.factories.organization import actor_of
from tests.factories.quotes import AT, head, later, line

pytestmark = pytest.mark.django_db


@pytest.fixture
def bearing(clerk: Person) -> Part:
    """Costs 5 417, listed at 6 480: its floor is 6 156."""
    made = stores.part(clerk, "20-4410", "主轴轴承组 P4")
    stores.cost(made, "5417.00")
    stores.price(made, "6480.00")
    return made


@pytest.fixture
def customer(clerk: Person) -> Customer:
    return serving.customer(clerk, "沈阳恒通机械有限公司")


@pytest.fixture
def sales_manager(company: cast.Tree) -> Person:
    """Grants prices below the floor for the company."""
    return cast.member(company.other, "domestic_sales_manager", company_wide=True, name_zh="孙建国")


@pytest.mark.rule("PSL-11")
@pytest.mark.rule("PSL-14")
def test_a_quote_is_reviewed_sent_and_confirmed_and_makes_its_order(
    clerk: Person, manager: Person, bearing: Part, customer: Customer
) -> None:
    work = line(None, "6", "180.00", kind="LABOUR", name="现场更换主轴")

    made = offers.submitted(clerk, line(bearing, "2", "6350.40"), work, customer=customer)

    assert (made.number, made.state) == ("QUO-2026-0001", QuoteState.IN_REVIEW)
    assert Task.objects.get(case__subject_kind="quote").person == manager
    with pytest.raises(WrongState):
        quote_answers.send_quote(quote_id=made.pk, way="FAX", actor=actor_of(clerk), at=AT)
    approve(made, at=AT)
    quote_answers.send_quote(quote_id=made.pk, way="FAX", to="024-8888", actor=actor_of(clerk), at=AT)
    order = offers.confirm(made, clerk, at=later(days=1), confirmed_at=later(hours=3))
    made = Quote.objects.get(pk=made.pk)
    assert (made.state, made.confirmed_name, made.confirmed_proof) == (QuoteState.CONFIRMED, "王强", "回传签字件")
    assert made.confirmed_at == later(hours=3)
    assert (order.quote, order.total, order.customer) == (made, Decimal("13780.80"), customer)
    assert [(one.name_zh, one.quantity, one.unit_price) for one in order.lines.all()] == [
        ("主轴轴承组 P4", 2, Decimal("6350.40")), ("现场更换主轴", 6, Decimal("180.00")),
    ]  # fmt: skip
    told = AuditEvent.objects.get(code="quote.confirm").facts
    assert (told["who"], told["proof"], told["way"]) == ("王强", "回传签字件", "FAX")


@pytest.mark.rule("PSL-14")
def test_what_was_confirmed_cannot_change_and_makes_one_order(clerk: Person, manager: Person, bearing: Part) -> None:
    order = offers.confirmed(clerk, line(bearing, "1", "6480.00"))
    quote = order.quote

    for act in (
        lambda: quotes.change_quote(
            quote_id=quote.pk, draft=head(quote.customer, line(bearing)), version=None, actor=actor_of(clerk), at=AT
        ),
        lambda: quotes.revise_quote(quote_id=quote.pk, reason="降价", actor=actor_of(clerk), at=AT),
        lambda: quotes.lose_quote(quote_id=quote.pk, reason="不要了", actor=actor_of(clerk), at=AT),
        lambda: offers.confirm(quote, clerk),
    ):
        with pytest.raises(WrongState):
            act()

    assert SalesOrder.objects.get() == order
    assert [one.unit_price for one in quote.lines.all()] == [Decimal("6480.00")]


@pytest.mark.rule("PSL-10")
def test_nobody_outside_the_service_department_quotes(
    company: cast.Tree, clerk: Person, customer: Customer, bearing: Part
) -> None:
    for role in ("commerce", "salesperson", "domestic_sales_manager", "department_manager", "finance"):
        outside = cast.member(company.other, role)

        with pytest.raises(NotAllowed):
            quotes.create_quote(draft=head(customer, line(bearing)), actor=actor_of(outside), at=AT)

    assert not Quote.objects.exists()


@pytest.mark.rule("ORG-06")
@pytest.mark.rule("PSL-11")
def test_who_made_a_quote_is_never_asked_to_review_it(
    company: cast.Tree, clerk: Person, division_manager: Person, bearing: Part
) -> None:
    cast.put_in_charge(company.service, clerk)

    offers.submitted(clerk, line(bearing))

    assert Task.objects.get(case__subject_kind="quote").person == division_manager


@pytest.mark.rule("PSL-12")
def test_net_and_tax_are_those_of_the_lines(clerk: Person, bearing: Part, customer: Customer) -> None:
    """The worked table of docs/rules/parts_sales.md."""
    seal, encoder, hose = (stores.part(clerk, number) for number in ("31-0082", "22-1175", "55-2040"))

    made = offers.draft(
        clerk, line(bearing, "2", "6350.40"), line(seal, "10", "199.00"), line(encoder, "1", "3160.30"),
        line(hose, "6", "78.00"), line(None, "1", "800.00", kind="TRAVEL"), line(None, "6", "180.00", kind="LABOUR"),
        customer=customer,
    )  # fmt: skip

    sums = sums_of(made, list(made.lines.all()), sees_costs=False)
    assert (made.goods_total, made.total) == (Decimal("18319.10"), Decimal("20199.10"))
    assert (sums.services, sums.tax, sums.net) == (Decimal("1880.00"), Decimal("2213.91"), Decimal("17985.19"))
    assert sums.in_capitals == "人民币贰万零壹佰玖拾玖元壹角整"
    assert {one.tax_rate for one in made.lines.filter(kind="GOODS")} == {Decimal("0.13")}
    assert {one.tax_rate for one in made.lines.exclude(kind="GOODS")} == {Decimal("0.06")}


def test_a_part_without_a_typed_price_is_offered_at_its_list_price_with_cost_and_floor_frozen(
    clerk: Person, bearing: Part
) -> None:
    made = offers.submitted(clerk, line(bearing, "2"))
    stores.price(bearing, "7000.00", since=AT.date() + timedelta(days=400), currency="USD")

    kept = made.lines.get()

    assert (kept.unit_price, kept.list_price) == (Decimal("6480.00"), Decimal("6480.00"))
    assert (kept.cost, kept.floor) == (Decimal("5417.00"), Decimal("6156.00"))


@pytest.mark.rule("PSL-03")
@pytest.mark.rule("ORG-08")
def test_a_deputy_who_stands_for_the_manager_grants_no_more_than_a_deputy(
    company: cast.Tree, clerk: Person, bearing: Part
) -> None:
    deputy = cast.member(company.service, "deputy_manager", name_zh="李静")
    company.service.deputy = deputy
    company.service.save(update_fields=("deputy",))
    within = offers.submitted(clerk, line(bearing, "1", "6350.40"))
    beyond = offers.submitted(clerk, line(bearing, "1", "6350.39"))

    approve(within, at=AT)
    with pytest.raises(DiscountBeyondAuthority):
        approve(beyond, at=AT)

    assert Quote.objects.get(pk=within.pk).state == QuoteState.APPROVED
    assert Quote.objects.get(pk=beyond.pk).state == QuoteState.IN_REVIEW


@pytest.mark.rule("PSL-03")
def test_below_the_floor_a_quote_is_not_sent_before_the_sales_manager_grants_its_prices(
    clerk: Person, manager: Person, sales_manager: Person, bearing: Part
) -> None:
    made = offers.reviewed(clerk, line(bearing, "2", "6155.99"))
    send = {"quote_id": made.pk, "way": "FAX", "actor": actor_of(clerk), "at": AT}

    with pytest.raises(PriceNotGranted, match="20-4410"):
        quote_answers.send_quote(**send)
    with pytest.raises(ReasonMissing):
        applications.apply_for_prices(quote_id=made.pk, reason=" ", actor=actor_of(clerk), at=AT)
    asked = applications.apply_for_prices(quote_id=made.pk, reason="老客户，批量采购", actor=actor_of(clerk), at=AT)
    with pytest.raises(ApplicationRunning):
        applications.apply_for_prices(quote_id=made.pk, reason="再来", actor=actor_of(clerk), at=AT)
    with pytest.raises(PriceNotGranted):
        quote_answers.send_quote(**send)

    assert (asked.number, asked.below_base) == ("PAP-2026-0001", Decimal("0.02"))
    assert Task.objects.get(case__subject_kind="price_application").person == sales_manager
    assert made in quotes_visible_to(actor_of(sales_manager))
    approve(asked, at=AT)
    assert PriceApplication.objects.get().state == "APPROVED"
    assert quote_answers.send_quote(**send).state == QuoteState.SENT
    with pytest.raises(WrongState):
        applications.apply_for_prices(quote_id=made.pk, reason="还要", actor=actor_of(clerk), at=AT)


@pytest.mark.rule("PSL-03")
def test_a_granted_price_holds_for_later_revisions_but_not_for_a_lower_one(
    clerk: Person, manager: Person, sales_manager: Person, bearing: Part
) -> None:
    first = offers.reviewed(clerk, line(bearing, "1", "6100.00"))
    approve(applications.apply_for_prices(quote_id=first.pk, reason="老客户", actor=actor_of(clerk), at=AT), at=AT)
    quote_answers.send_quote(quote_id=first.pk, way="FAX", actor=actor_of(clerk), at=AT)
    second = quotes.revise_quote(quote_id=first.pk, reason="数量增加", actor=actor_of(clerk), at=AT)
    with pytest.raises(NothingBelowFloor):
        applications.apply_for_prices(quote_id=second.pk, reason="同价", actor=actor_of(clerk), at=AT)

    for changed in (line(bearing, "1.5", "6100.00"), line(bearing, "1", "6099.99")):  # more pieces; a lower price
        draft = head(first.customer, changed)
        second = quotes.change_quote(quote_id=second.pk, draft=draft, version=None, actor=actor_of(clerk), at=AT)
        assert [one.part for one in authority.below_floor(second, list(second.lines.all()))] == [bearing]
    quotes.submit_quote(quote_id=second.pk, actor=actor_of(clerk), at=AT)
    approve(second, at=AT)

    with pytest.raises(PriceNotGranted):
        quote_answers.send_quote(quote_id=second.pk, way="FAX", actor=actor_of(clerk), at=AT)


@pytest.mark.rule("PSL-03", "PSL-41")
def test_what_was_applied_for_stays_with_its_customer(
    clerk: Person, manager: Person, sales_manager: Person, bearing: Part
) -> None:
    first = offers.draft(clerk, line(bearing, "1", "6100.00"))
    approve(applications.apply_for_prices(quote_id=first.pk, reason="老客户", actor=actor_of(clerk), at=AT), at=AT)
    other = head(serving.customer(clerk), line(bearing, "1", "6100.00"))

    with pytest.raises(AppliedForCustomer, match="PAP-"):
        quotes.change_quote(quote_id=first.pk, draft=other, version=None, actor=actor_of(clerk), at=AT)

    assert Quote.objects.get(pk=first.pk).customer == first.customer


@pytest.mark.rule("PSL-03")
def test_a_part_without_list_price_has_the_floor_of_its_cost(
    clerk: Person, manager: Person, sales_manager: Person
) -> None:
    part = stores.part(clerk, "20-9001", "定制夹具")
    stores.cost(part, "100.00")
    at_floor, below = (offers.reviewed(clerk, line(part, "1", price)) for price in ("108.00", "107.99"))
    send = {"way": "FAX", "actor": actor_of(clerk), "at": AT}

    assert (at_floor.lines.get().floor, at_floor.lines.get().list_price) == (Decimal("108.00"), None)
    assert quote_answers.send_quote(quote_id=at_floor.pk, **send).state == QuoteState.SENT
    with pytest.raises(PriceNotGranted, match="20-9001"):
        quote_answers.send_quote(quote_id=below.pk, **send)


@pytest.mark.rule("PSL-03")
def test_a_part_without_list_price_and_cost_is_offered_only_upon_an_application(
    clerk: Person, manager: Person, sales_manager: Person
) -> None:
    part = stores.part(clerk, "20-9002", "进口密封件")
    made = offers.reviewed(clerk, line(part, "1", "9999.00"))
    send = {"quote_id": made.pk, "way": "FAX", "actor": actor_of(clerk), "at": AT}
    assert UNPRICED in QuoteHandler().facts(made.pk).flags

    with pytest.raises(PriceNotGranted, match="20-9002"):
        quote_answers.send_quote(**send)
    asked = applications.apply_for_prices(quote_id=made.pk, reason="首次采购", actor=actor_of(clerk), at=AT)

    assert (asked.below_base, asked.lines.get().is_unpriced) == (Decimal(0), True)
    assert UNPRICED in PriceApplicationHandler().facts(asked.pk).flags
    assert Task.objects.get(case__subject_kind="price_application").person == sales_manager
    approve(asked, at=AT)
    assert quote_answers.send_quote(**send).state == QuoteState.SENT


@pytest.mark.rule("PSL-03")
def test_once_finance_has_entered_a_cost_the_quote_handed_in_anew_has_a_floor(clerk: Person, manager: Person) -> None:
    part = stores.part(clerk, "20-9003", "进口密封件")
    first = offers.submitted(clerk, line(part, "1", "200.00"))
    quotes.withdraw_quote(quote_id=first.pk, actor=actor_of(clerk), at=AT)
    stores.cost(part, "100.00")

    quotes.submit_quote(quote_id=first.pk, actor=actor_of(clerk), at=AT)
    approve(Quote.objects.get(pk=first.pk), at=AT)

    assert quote_answers.send_quote(quote_id=first.pk, way="FAX", actor=actor_of(clerk), at=AT).state == QuoteState.SENT


# --- Where the customer pays (PSL-12) -------------------------------------------------------------------------------


def bank(finance: Person, text: str, *, currency: str = "CNY", days: int = 0) -> None:
    prices.enter_bank_details(
        currency=currency, text=text, start_date=AT.date() + timedelta(days=days), actor=actor_of(finance), at=AT
    )


@pytest.mark.rule("PSL-12")
def test_a_quote_that_says_nowhere_where_to_pay_is_not_sent(
    clerk: Person, manager: Person, bearing: Part, finance_officer: Person
) -> None:
    made = offers.reviewed(clerk, line(bearing), bank_details="")
    send = {"quote_id": made.pk, "way": "FAX", "actor": actor_of(clerk), "at": AT}

    with pytest.raises(BankDetailsMissing, match="CNY") as refused:
        quote_answers.send_quote(**send)

    assert [way.url for way in refused.value.ways_out] == [reverse("parts_sales:price_rules")]
    assert Quote.objects.get(pk=made.pk).state == QuoteState.APPROVED
    bank(finance_officer, "Bank of China", currency="USD")
    with pytest.raises(BankDetailsMissing):
        quote_answers.send_quote(**send)
    bank(finance_officer, "工商银行沈阳分行 4563")
    assert quote_answers.send_quote(**send).bank_details == "工商银行沈阳分行 4563"


@pytest.mark.rule("PSL-12")
def test_the_account_finance_keeps_is_stated_from_its_day_on_and_an_own_one_stays(
    clerk: Person, manager: Person, bearing: Part, finance_officer: Person
) -> None:
    bank(finance_officer, "旧账户")
    bank(finance_officer, "新账户", days=1)

    today, own = offers.submitted(clerk, line(bearing), bank_details=""), offers.submitted(clerk, line(bearing))
    tomorrow = offers.submitted(clerk, line(bearing), bank_details="", at=later(days=1))

    assert [one.bank_details for one in (today, own, tomorrow)] == ["旧账户", offers.BANK, "新账户"]


@pytest.mark.rule("PSL-12")
def test_an_account_of_another_currency_does_not_stay(
    clerk: Person, manager: Person, bearing: Part, finance_officer: Person
) -> None:
    bank(finance_officer, "人民币账户")
    bank(finance_officer, "美元账户", currency="USD")

    assert offers.submitted(clerk, line(bearing), bank_details="美元账户").bank_details == "人民币账户"


@pytest.mark.rule("PSL-12")
def test_a_copy_and_a_revision_state_the_account_of_their_day(
    clerk: Person, manager: Person, bearing: Part, finance_officer: Person
) -> None:
    bank(finance_officer, "旧账户")
    kept, own = offers.sent(clerk, line(bearing), bank_details=""), offers.sent(clerk, line(bearing))
    bank(finance_officer, "新账户", days=1)
    act = {"actor": actor_of(clerk), "at": later(days=1)}

    copies = [quotes.copy_quote(quote_id=one.pk, **act) for one in (kept, own)]
    revision = quotes.revise_quote(quote_id=kept.pk, reason="账户变更", **act)

    assert [one.bank_details for one in (*copies, revision)] == ["新账户", offers.BANK, "新账户"]
    assert Quote.objects.get(pk=kept.pk).bank_details == "旧账户"


@pytest.mark.rule("PSL-12", "ORG-05")
def test_finance_alone_says_where_customers_pay(clerk: Person, manager: Person, finance_officer: Person) -> None:
    for person in (clerk, manager):
        with pytest.raises(NotAllowed):
            bank(person, "私人账户")
    with pytest.raises(InvalidInput):
        bank(finance_officer, " ")
    with pytest.raises(DayPast):
        bank(finance_officer, "账户", days=-1)
    bank(finance_officer, "账户")
    with pytest.raises(DayTaken):
        bank(finance_officer, "又一个")

    told = AuditEvent.objects.get(code="price_rules.bank_details")
    assert (told.facts["value"], told.actor_name) == ("账户", finance_officer.name)


@pytest.mark.rule("PSL-13")
def test_a_revision_keeps_the_number_and_leaves_the_old_one_readable(
    clerk: Person, manager: Person, bearing: Part
) -> None:
    first = offers.sent(clerk, line(bearing, "2", "6480.00"))
    with pytest.raises(ReasonMissing):
        quotes.revise_quote(quote_id=first.pk, reason="", actor=actor_of(clerk), at=AT)

    second = quotes.revise_quote(quote_id=first.pk, reason="客户认为偏高", actor=actor_of(clerk), at=AT)

    first = Quote.objects.get(pk=first.pk)
    assert (first.state, second.number, second.revision, second.state) == (
        QuoteState.SUPERSEDED, "QUO-2026-0001-R2", 2, QuoteState.DRAFT,
    )  # fmt: skip
    with pytest.raises(AlreadyRevised):
        quotes.revise_quote(quote_id=first.pk, reason="再改", actor=actor_of(clerk), at=AT)
    with pytest.raises(WrongState):
        offers.confirm(first, clerk)
    cheaper = head(first.customer, line(bearing, "3", "6350.40"), contact="王强")
    quotes.change_quote(quote_id=second.pk, draft=cheaper, version=None, actor=actor_of(clerk), at=AT)
    found = quote_compare.compared(first, Quote.objects.get(pk=second.pk))
    (pair,) = found.lines
    assert pair.before is not None
    assert pair.after is not None
    assert (pair.state, pair.before.quantity, pair.after.quantity) == ("changed", 2, 3)
    assert found.difference == Decimal("6091.20")
    assert [one.unit_price for one in first.lines.all()] == [Decimal("6480.00")]


@pytest.mark.rule("PSL-15")
@pytest.mark.parametrize(
    ("payer", "freight", "refused"),
    [
        ("BUYER", "299.99", False), ("BUYER", "300.00", True), ("PREPAID", "300.00", True),
        ("SELLER", "900.00", False), ("BUYER", "0", False),
    ],
)  # fmt: skip
def test_freight_from_300_is_agreed_with_the_customer_before_the_order(
    clerk: Person, manager: Person, bearing: Part, payer: str, freight: str, refused: bool
) -> None:
    lines = [line(bearing), *([line(None, "1", freight, kind="FREIGHT")] if payer == "PREPAID" else [])]
    made = offers.sent(clerk, *lines, freight_payer=payer, expected_freight=Decimal(freight))

    if refused:
        with pytest.raises(FreightNotConfirmed):
            offers.confirm(made, clerk)
        assert not SalesOrder.objects.exists()
        assert Quote.objects.get(pk=made.pk).state == QuoteState.SENT
        quote_answers.confirm_freight(
            quote_id=made.pk, way="PHONE", name="王强", agreed_at=AT, actor=actor_of(clerk), at=AT
        )
    assert offers.confirm(made, clerk).quote == made


@pytest.mark.rule("PSL-15")
def test_freight_paid_in_advance_counts_where_its_line_is_more(clerk: Person, manager: Person, bearing: Part) -> None:
    freight = line(None, "1", "420.00", kind="FREIGHT")
    made = offers.sent(clerk, line(bearing), freight, freight_payer="PREPAID", expected_freight=Decimal(100))

    with pytest.raises(FreightNotConfirmed):
        offers.confirm(made, clerk)


@pytest.mark.rule("PSL-12")
def test_freight_paid_in_advance_is_a_line_of_its_own(clerk: Person, bearing: Part) -> None:
    freight = line(None, "1", "420.00", kind="FREIGHT")

    with pytest.raises(FreightLineMissing) as missing:
        offers.submitted(clerk, line(bearing), freight_payer="PREPAID")
    assert missing.value.at_fields() == ("lines",)
    for payer in ("BUYER", "SELLER"):
        with pytest.raises(FreightLineTooMany) as too_many:
            offers.submitted(clerk, line(bearing), freight, freight_payer=payer)
        assert too_many.value.at_fields() == ("freight_payer",)
    assert not Quote.objects.exclude(state=QuoteState.DRAFT).exists()
    assert offers.submitted(clerk, line(bearing), freight, freight_payer="PREPAID").total == Decimal("6900.00")


def test_what_a_quote_needs_before_its_review(clerk: Person, manager: Person, bearing: Part) -> None:
    unpriced = stores.part(clerk, "9-1")
    for error, lines, fields in (
        (NoQuoteLines, (), {}),
        (PriceMissing, (line(unpriced),), {}),
        (FreightUnknown, (line(bearing),), {"expected_freight": None}),
        (ValidityPast, (line(bearing),), {"valid_until": AT.date() - timedelta(days=1)}),
    ):
        made = offers.draft(clerk, *lines, **fields)
        with pytest.raises(error):
            quotes.submit_quote(quote_id=made.pk, actor=actor_of(clerk), at=AT)
        assert (Quote.objects.get(pk=made.pk).state, made.number) == (QuoteState.DRAFT, None)
    offers.submitted(clerk, line(None, "1", "800.00", kind="TRAVEL"), expected_freight=None)


def test_a_part_off_sale_is_not_quoted_and_its_successor_is_named(clerk: Person, bearing: Part) -> None:
    old = stores.part(clerk, "20-4390", successor_id=bearing.pk)
    parts.retire_part(part_id=old.pk, version=None, actor=actor_of(clerk), at=AT)

    with pytest.raises(PartNotSold, match="20-4410"):
        offers.draft(clerk, line(old, "1", "10.00"))


def test_a_stale_page_and_somebody_else_change_nothing(company: cast.Tree, clerk: Person, bearing: Part) -> None:
    made = offers.draft(clerk, line(bearing))
    other = cast.member(company.service, "service_clerk")
    given = head(made.customer, line(bearing, "9"))
    quotes.change_quote(quote_id=made.pk, draft=given, version=1, actor=actor_of(clerk), at=AT)

    with pytest.raises(StaleDocument):
        quotes.change_quote(quote_id=made.pk, draft=given, version=1, actor=actor_of(clerk), at=AT)
    with pytest.raises(NotAllowed):
        quotes.change_quote(quote_id=made.pk, draft=given, version=2, actor=actor_of(other), at=AT)
    with pytest.raises(NotAllowed):
        quotes.submit_quote(quote_id=made.pk, actor=actor_of(other), at=AT)

    assert made.lines.get().quantity == 9


@pytest.mark.rule("PSL-14")
def test_a_confirmation_after_the_validity_or_before_sending_is_refused(
    clerk: Person, manager: Person, bearing: Part
) -> None:
    made = offers.sent(clerk, line(bearing), valid_until=AT.date() + timedelta(days=2))

    with pytest.raises(QuoteExpired):
        offers.confirm(made, clerk, at=later(days=3))
    with pytest.raises(MomentImpossible):
        offers.confirm(made, clerk, confirmed_at=later(hours=1))
    with pytest.raises(MomentImpossible):
        offers.confirm(made, clerk, confirmed_at=later(days=-1))
    assert made.sent_at is not None
    with pytest.raises(MomentImpossible):  # on the day it was sent, and before
        offers.confirm(made, clerk, at=later(days=2), confirmed_at=made.sent_at - timedelta(minutes=1, seconds=1))
    with pytest.raises(InvalidInput):
        offers.confirm(made, clerk, proof=" ")
    with pytest.raises(InvalidInput):
        offers.confirm(made, clerk, name="")

    assert offers.confirm(made, clerk, at=later(days=3), confirmed_at=later(days=2)).quote == made


@pytest.mark.rule("PSL-11")
def test_a_quote_sent_by_mail_goes_to_the_customer_in_the_clerks_name(
    clerk: Person, manager: Person, bearing: Part
) -> None:
    made = offers.reviewed(clerk, line(bearing))
    send = {"quote_id": made.pk, "way": "EMAIL", "actor": actor_of(clerk), "at": AT}

    with pytest.raises(AddressMissing):
        quote_answers.send_quote(**send, to="恒通")
    quote_answers.send_quote(**send, to="buyer@hengtong.example", language="both")

    mail = Mail.objects.get(kind="OUTSIDE")
    assert (mail.address, mail.person) == ("buyer@hengtong.example", clerk)
    assert (mail.facts["document"], mail.facts["language"]) == (made.pk, "both")
    assert Quote.objects.get(pk=made.pk).sent_to == "buyer@hengtong.example"


def test_a_copy_takes_lines_and_prices_into_a_draft_of_todays_validity(
    clerk: Person, manager: Person, bearing: Part
) -> None:
    old = offers.sent(clerk, line(bearing, "2", "6350.40"), terms="款到发货")

    made = quotes.copy_quote(quote_id=old.pk, actor=actor_of(clerk), at=later(days=40))

    assert (made.number, made.state, made.terms, made.revision) == (None, QuoteState.DRAFT, "款到发货", 1)
    assert made.valid_until == later(days=70).date()
    assert [(one.quantity, one.unit_price) for one in made.lines.all()] == [(2, Decimal("6350.40"))]


def test_a_lost_quote_says_why_and_a_returned_one_is_handed_in_again(
    clerk: Person, manager: Person, bearing: Part
) -> None:
    lost = offers.sent(clerk, line(bearing))
    quotes.lose_quote(quote_id=lost.pk, reason="选了别家", actor=actor_of(clerk), at=AT)
    assert AuditEvent.objects.get(code="quote.lose").reason == "选了别家"
    back = offers.submitted(clerk, line(bearing))
    task = Task.objects.get(case__subject_kind="quote", case__subject_id=back.pk)
    decisions.decide(task_id=task.pk, verdict="RETURN", reason="运费没写", actor=actor_of(manager), at=AT)

    assert Quote.objects.get(pk=back.pk).state == QuoteState.RETURNED
    again = quotes.submit_quote(quote_id=back.pk, actor=actor_of(clerk), at=AT)
    assert (again.number, again.state) == ("QUO-2026-0002", QuoteState.IN_REVIEW)
