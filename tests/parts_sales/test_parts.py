"""The catalogue: parts, costs, prices, who sees what (PSL-01, PSL-03)."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core import attachments, search_index
from core.errors import NotAllowed, StaleDocument
from core.models import AuditEvent
from parts_sales.choices import Figure
from parts_sales.errors import DayPast, DayTaken, PartNumberTaken, SuccessorRing
from parts_sales.models import Part, PartPrice
from parts_sales.rules.tiers import Tier
from parts_sales.selectors import parts as selectors
from parts_sales.selectors import prices as reads
from parts_sales.services import parts, prices
from parts_sales.services.inputs import PartInput
from tests.factories import parts as make
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-01")]
D = Decimal


def changed(part: Part, **fields):
    values = {name: getattr(part, name) for name in (*parts.PLAIN, "number", "successor_id")}
    return PartInput(fits=tuple(part.fits), **(values | fields))


@pytest.mark.parametrize(("kind", "code"), [("PURCHASED", "raw"), ("HARDWARE", "semi"), ("SEMI_FINISHED", "semi")])
def test_the_warehouse_follows_from_the_kind(clerk, kind, code):
    made = make.part(clerk, part_kind=kind)

    assert (made.warehouse.code, made.has_own_warehouse) == (code, False)


def test_a_warehouse_that_was_set_stays_when_the_kind_changes(clerk):
    other = make.part(clerk, part_kind="HARDWARE").warehouse
    made = make.part(clerk, part_kind="PURCHASED", warehouse_id=other.pk)

    assert (made.warehouse, made.has_own_warehouse) == (other, True)


def test_a_number_is_given_once_whatever_its_case(clerk):
    make.part(clerk, "a-1")

    with pytest.raises(PartNumberTaken):
        make.part(clerk, "A-1")

    assert Part.objects.get().number == "A-1"


def test_the_database_refuses_the_same_number_in_another_case(clerk):
    make.part(clerk, "A-1")
    other = make.part(clerk, "B-1")

    with pytest.raises(IntegrityError), transaction.atomic():
        Part.objects.filter(pk=other.pk).update(number="a-1")


def test_a_chain_of_successors_has_no_ring(clerk):
    first, second, third = (make.part(clerk, number) for number in ("A-1", "B-1", "C-1"))
    actor, at = actor_of(clerk), timezone.now()
    parts.change_part(part_id=first.pk, draft=changed(first, successor_id=second.pk), version=None, actor=actor, at=at)
    parts.change_part(part_id=second.pk, draft=changed(second, successor_id=third.pk), version=None, actor=actor, at=at)

    for part, successor in ((third, first), (second, first), (first, first)):
        with pytest.raises(SuccessorRing):
            parts.change_part(
                part_id=part.pk, draft=changed(part, successor_id=successor.pk), version=None, actor=actor, at=at
            )

    assert Part.objects.get(pk=third.pk).successor is None


def test_who_only_sells_changes_nothing(company, clerk, outsider):
    made = make.part(clerk)

    with pytest.raises(NotAllowed):
        parts.retire_part(part_id=made.pk, version=1, actor=actor_of(outsider), at=timezone.now())


def test_a_stale_page_changes_nothing(clerk):
    made, actor = make.part(clerk), actor_of(clerk)
    parts.change_part(part_id=made.pk, draft=changed(made, note="新"), version=1, actor=actor, at=timezone.now())

    with pytest.raises(StaleDocument):
        parts.change_part(part_id=made.pk, draft=changed(made, note="旧"), version=1, actor=actor, at=timezone.now())


def test_a_new_price_ends_the_one_before_and_both_stay(clerk, finance_officer):
    made, today = make.part(clerk), timezone.localdate()
    make.price(made, "100.00")
    start = today + timedelta(days=10)

    prices.enter_price(
        part_id=made.pk, currency="CNY", amount=D("120.00"), start_date=start, actor=actor_of(finance_officer),
        at=timezone.now(),
    )  # fmt: skip

    assert [reads.prices_on([made.pk], on=day)[made.pk] for day in (today, start - timedelta(days=1), start)] == [
        D("100.00"), D("100.00"), D("120.00"),
    ]  # fmt: skip


@pytest.mark.rule("PSL-01", "GEN-17")
def test_the_api_gives_the_list_of_any_day_and_takes_new_prices(clerk, finance_officer, outsider):
    made, today = make.part(clerk), timezone.localdate()
    make.price(made, "100.00")
    start = today + timedelta(days=10)
    body = {"part": made.pk, "currency": "CNY", "amount": "120.00", "start_date": start.isoformat()}
    finance, lists = signed_in(Client(), finance_officer), "/api/v1/price-lists/"

    entered = finance.post(lists, body, content_type="application/json")

    assert (entered.status_code, entered.json()["part_number"]) == (201, made.number)
    now, then = (
        finance.get(lists, {"on": day.isoformat(), "part": made.pk}).json()["results"] for day in (today, start)
    )
    assert [(one["amount"], one["end_date"]) for one in (*now, *then)] == [
        ("100.00", start.isoformat()), ("120.00", None)
    ]  # fmt: skip
    assert signed_in(Client(), clerk).post(lists, body, content_type="application/json").status_code == 403
    assert signed_in(Client(), outsider).get(lists).status_code == 403
    unknown = finance.post(lists, {**body, "part": made.pk + 1}, content_type="application/json")
    assert (unknown.status_code, list(unknown.json()["fields"])) == (400, ["part"])


def test_a_price_before_one_that_is_to_come_ends_when_that_begins(clerk, finance_officer):
    made, today, actor = make.part(clerk), timezone.localdate(), actor_of(finance_officer)
    for amount, days in (("130.00", 20), ("110.00", 5)):
        prices.enter_price(
            part_id=made.pk, currency="CNY", amount=D(amount), start_date=today + timedelta(days=days), actor=actor,
            at=timezone.now(),
        )  # fmt: skip

    rows = PartPrice.objects.order_by("start_date").values_list("amount", "end_date")
    assert list(rows) == [(D("110.00"), today + timedelta(days=20)), (D("130.00"), None)]


def test_nobody_enters_a_price_twice_for_a_day_or_for_days_gone_by(clerk, finance_officer):
    made, today, actor = make.part(clerk), timezone.localdate(), actor_of(finance_officer)

    def enter(day):
        prices.enter_price(part_id=made.pk, currency="CNY", amount=D(1), start_date=day, actor=actor, at=timezone.now())

    enter(today)
    with pytest.raises(DayTaken):
        enter(today)
    with pytest.raises(DayPast):
        enter(today - timedelta(days=1))

    assert PartPrice.objects.count() == 1


def test_the_database_refuses_two_prices_of_one_day(clerk):
    made, other = make.part(clerk), make.part(clerk)
    make.price(made, "1.00", date(2026, 1, 1), date(2026, 3, 1))
    make.price(made, "1.00", date(2026, 3, 1))
    make.price(made, "1.00", date(2026, 2, 1), currency="USD")
    make.price(other, "1.00", date(2026, 2, 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        make.price(made, "2.00", date(2026, 2, 28), date(2026, 3, 1))


@pytest.mark.rule("PSL-03")
def test_who_quotes_sets_no_prices(clerk, manager):
    made = make.part(clerk)

    for person in (clerk, manager):
        with pytest.raises(NotAllowed):
            prices.enter_price(
                part_id=made.pk, currency="CNY", amount=D(1), start_date=timezone.localdate(),
                actor=actor_of(person), at=timezone.now(),
            )  # fmt: skip

    assert not PartPrice.objects.exists()


@pytest.mark.rule("PSL-03")
def test_the_floor_follows_the_figures_in_force_and_the_managers_discount(clerk, finance_officer):
    by_cost, by_discount = make.part(clerk), make.part(clerk)
    today = timezone.localdate()
    for part in (by_cost, by_discount):
        make.price(part, "3380.00")
    make.cost(by_cost, "3000.00")
    make.cost(by_discount, "2961.20")
    prices.enter_figure(
        code=Figure.MINIMUM_MARGIN, value=D("0.10"), start_date=today + timedelta(days=1),
        actor=actor_of(finance_officer), at=timezone.now(),
    )  # fmt: skip

    def floors(on):
        found = reads.floors_on([by_cost.pk, by_discount.pk], on=on)
        return [found[part.pk].amount for part in (by_cost, by_discount)]

    assert floors(today) == [D("3240.00"), D("3211.00")]
    assert floors(today + timedelta(days=1)) == [D("3300.00"), D("3257.32")]


@pytest.mark.rule("GEN-02")
def test_tax_rates_are_shipped_and_have_their_days():
    today = timezone.localdate()

    assert [reads.figure_on(code, on=today) for code in ("TAX_PARTS", "TAX_SERVICES", "TAX_EXPORT")] == [
        D("0.13"), D("0.06"), D(0),
    ]  # fmt: skip


@pytest.mark.rule("PSL-41")
def test_a_new_table_of_discounts_holds_from_its_day(finance_officer):
    today = timezone.localdate()
    start = today + timedelta(days=3)
    table = [Tier(D("1000.00"), is_inclusive=False, share=D("0.99")), Tier(None, is_inclusive=True, share=D("0.97"))]

    prices.enter_tiers(tiers=table, start_date=start, actor=actor_of(finance_officer), at=timezone.now())

    assert len(reads.tiers_on(on=start - timedelta(days=1))) == 4
    assert reads.tiers_on(on=start) == table


# --- Who sees costs


def everything_told(client: Client, part: Part) -> str:
    """What pages, the file and the API tell of a part."""
    page = client.get(reverse("parts_sales:part_detail", args=[part.pk])).content.decode()
    found = client.get(reverse("parts_sales:part_list")).content.decode()
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("parts_sales:part_list"), {"format": "xlsx"}).getvalue())
    )
    cells = [str(cell.value) for sheet in book for cells in sheet.iter_rows() for cell in cells]
    api = client.get(f"/api/v1/parts/{part.pk}/").content.decode() + client.get("/api/v1/parts/").content.decode()
    search = client.get(reverse("parts_sales:part_search"), {"q": part.number}).content.decode()
    values = client.get(reverse("core:values", args=["part", part.pk])).content.decode()
    return "\n".join((page, found, *cells, api, search, values))


@pytest.mark.rule("PSL-41")
def test_the_form_of_a_new_table_begins_with_the_present_one(finance_officer):
    page = signed_in(Client(), finance_officer).get(reverse("parts_sales:tiers_enter")).content.decode()

    assert [f'name="percent-{at}" value="{percent}"' in page for at, percent in enumerate((98, 95, 92, 90))] == [
        True
    ] * 4


def test_costs_are_told_to_those_with_the_right_alone(clerk, finance_officer):
    made = make.part(clerk, "20-4410")
    make.price(made, "6480.00")
    prices.enter_cost(
        part_id=made.pk, amount=D("4321.09"), start_date=timezone.localdate(), source="2026 成本预算",
        actor=actor_of(finance_officer), at=timezone.now(),
    )  # fmt: skip

    told = {
        person: everything_told(signed_in(Client(), person), made).replace(",", "")
        for person in (clerk, finance_officer)
    }

    assert "4321.09" not in told[clerk]
    assert "4321.09" in told[finance_officer]
    assert "6156.00" in told[clerk]
    assert "4321.09" not in str(AuditEvent.objects.values_list("facts", flat=True))


def test_who_only_keeps_a_warehouse_sees_no_floor(clerk, keeper):
    made = make.part(clerk)
    make.price(made, "6480.00")

    assert "6156" not in everything_told(signed_in(Client(), keeper), made).replace(",", "")


def test_without_the_right_there_is_no_catalogue(clerk, outsider):
    made, client = make.part(clerk), signed_in(Client(), outsider)

    assert client.get(reverse("parts_sales:part_list")).status_code == 403
    assert client.get(reverse("parts_sales:part_detail", args=[made.pk])).status_code == 404
    assert client.get("/api/v1/parts/").status_code == 403


# --- The quick search


@pytest.mark.parametrize("words", ["20-44", "20-4410", "轴承", "zczc", "zhucheng", "M2600", "spindle", "204410"])
def test_a_part_is_offered_by_all_it_is_known_by(clerk, words):
    made = make.part(clerk, "20-4410", "主承轴承组", name_en="Spindle bearing", fits=("M2600",))
    make.part(clerk, "99-0001", "油封", fits=("X1",))
    make.price(made, "6480.00")
    make.receive(made, "6")

    answer = signed_in(Client(), clerk).get(reverse("parts_sales:part_search"), {"q": words}).json()

    assert [(one["number"], one["free"], one["price"]) for one in answer["parts"]] == [("20-4410", "6", "6480.00")]


def test_the_quick_search_asks_as_often_for_many_as_for_one(clerk, django_assert_max_num_queries):
    for number in range(15):
        make.part(clerk, f"Q-{number:03}")
    actor = actor_of(clerk)
    search_index.refresh_all()

    with django_assert_max_num_queries(12):
        assert len(selectors.quick(actor, "轴承", on=timezone.localdate())) == selectors.QUICK


# --- Its picture


def test_the_picture_is_made_anew_and_small(clerk):
    made, drawn = make.part(clerk), io.BytesIO()
    Image.new("RGB", (1600, 800), "navy").save(drawn, "PNG")
    attachments.attach(
        kind="part", document_id=made.pk, file=SimpleUploadedFile("图.png", drawn.getvalue()), name="图.png",
        actor=actor_of(clerk), at=timezone.now(),
    )  # fmt: skip

    answer = signed_in(Client(), clerk).get(reverse("parts_sales:part_picture", args=[made.pk]))

    assert answer["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).size == (320, 160)


def test_a_broken_picture_is_no_page_error(clerk):
    made = make.part(clerk)
    attachments.attach(
        kind="part", document_id=made.pk, file=SimpleUploadedFile("图.png", b"\x89PNG\r\n\x1a\n" + b"x" * 99),
        name="图.png", actor=actor_of(clerk), at=timezone.now(),
    )  # fmt: skip
    client = signed_in(Client(), clerk)

    assert client.get(reverse("parts_sales:part_picture", args=[made.pk])).status_code == 404
    assert client.get(reverse("parts_sales:part_detail", args=[made.pk])).status_code == 200


def test_the_page_of_rules_tries_an_orders_value(clerk):
    text = signed_in(Client(), clerk).get(reverse("parts_sales:price_rules"), {"value": "49,000"}).content.decode()

    assert "46,550.00" in text
    assert "46,000.01" in text
