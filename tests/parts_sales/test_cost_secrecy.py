"""What a part costs is nowhere for who has no right to costs: pages, timeline, search, Excel, PDF, API (PSL-03, decisions
0109 and 0202).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal

import pypdf
import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from budgets.models import Category, ControlKey, LedgerEntry
from core import jobs, press
from organization.models import Person
from parts_sales.models import Quote, ResultLine, SalesOrder
from parts_sales.services import applications, prices, quote_answers, quotes
from parts_sales.services import parts as keeping
from parts_sales.services.inputs import PartInput
from reports.papers import page, registry
from tests.factories import budgets as ledgers
from tests.factories import customers as serving
from tests.factories import money as sums
from tests.factories import organization as cast
from tests.factories import parts as stores
from tests.factories import quotes as offers
from tests.factories.expenses import approve
from tests.factories.organization import actor_of, signed_in
from tests.parts_sales import delivering

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-03", "GEN-10")]
D = Decimal
COST, MARGIN = "5417.13", "14.7"
"""The cost as no other figure has it, and what 6 350.40 leaves above it: 14.7 %."""
SPELLED = re.compile(r"(5[,\s]?417|10[,\s]?834)[.,](13|26)|541713|1083426")
FLOORS = re.compile(r"6[,\s]?156\.00")


class Sold:
    """A part with a cost, from the quote to the goods that left, changed on the way so that its timeline has values."""

    def __init__(self, company: cast.Tree, finance: Person) -> None:
        self.hands = hands = delivering.hands(company)
        cast.put_in_charge(company.service, hands.manager)
        self.part = delivering.stocked(hands.clerk, "50", number="20-4410", name_zh="主轴轴承组")
        stores.price(self.part, "6480.00")
        prices.enter_cost(
            part_id=self.part.pk, amount=D(COST), start_date=timezone.localdate(), source="成本预算",
            actor=actor_of(finance), at=timezone.now(),
        )  # fmt: skip
        self.customer = serving.customer(hands.clerk, "沈阳恒通机械有限公司")
        now, actor = timezone.now(), actor_of(hands.clerk)
        made = offers.submitted(hands.clerk, offers.line(self.part, "1", "6480.00"), customer=self.customer, at=now)
        quotes.withdraw_quote(quote_id=made.pk, actor=actor, at=now)
        cheaper = offers.head(self.customer, offers.line(self.part, "2", "6350.40"))
        quotes.change_quote(quote_id=made.pk, draft=cheaper, version=None, actor=actor, at=now)
        quotes.submit_quote(quote_id=made.pk, actor=actor, at=now)
        approve(Quote.objects.get(pk=made.pk), at=now)
        quote = Quote.objects.get(pk=made.pk)
        quote_answers.send_quote(quote_id=quote.pk, way="FAX", actor=actor, at=now)
        self.order = offers.confirm(quote, hands.clerk, at=(later := timezone.now()), confirmed_at=later)
        self.quote = Quote.objects.get(pk=quote.pk)
        sums.pay(finance, self.order)
        self.note = delivering.go(hands, delivering.note_of(hands, self.order))
        values = {name: getattr(self.part, name) for name in keeping.PLAIN} | {"note": "新批次"}
        draft = PartInput(number=self.part.number, fits=tuple(self.part.fits), **values)
        keeping.change_part(part_id=self.part.pk, draft=draft, version=None, actor=actor, at=timezone.now())
        jobs.run_all_waiting()


@pytest.fixture
def sold(company: cast.Tree, finance_officer: Person) -> Sold:
    year = timezone.localdate().year
    ledgers.open_year(year)
    for code in ("C01", "C07"):
        ledgers.appropriate(company.service, Category.objects.get(code=code), {1: "100000.00"}, year=year)
    return Sold(company, finance_officer)


def addresses(sold: Sold) -> list[str]:
    """Every page and call where the part, its quote, order or note is told of."""
    pages = [
        reverse("parts_sales:part_detail", args=[sold.part.pk]),
        reverse("parts_sales:part_list"),
        reverse("parts_sales:part_search") + "?q=20-4410",
        reverse("parts_sales:price_rules"),
        reverse("parts_sales:quote_list"),
        reverse("parts_sales:quote_detail", args=[sold.quote.pk]),
        reverse("parts_sales:quote_parts") + f"?part=20-4410&customer={sold.customer.pk}",
        reverse("parts_sales:quote_create") + f"?customer={sold.customer.pk}",
        reverse("parts_sales:order_list"),
        reverse("parts_sales:order_detail", args=[sold.order.pk]),
        reverse("parts_sales:note_detail", args=[sold.note.pk]),
        reverse("parts_sales:margin_list"),
        reverse("parts_sales:price_list_list"),
        reverse("customers:customer_detail", args=[sold.customer.pk]),
        reverse("core:search") + "?q=20-4410",
    ]
    pages += [reverse("budgets:entry_list", args=[key.pk]) for key in ControlKey.objects.all()]
    for kind, found in (("part", sold.part), ("quote", sold.quote), ("sales_order", sold.order)):
        pages.append(reverse("core:values", args=[kind, found.pk]))
    calls = [
        f"parts/{sold.part.pk}/", "parts/", "price-lists/", f"quotes/{sold.quote.pk}/", "quotes/",
        f"sales-orders/{sold.order.pk}/", "sales-orders/", f"delivery-notes/{sold.note.pk}/", "sales-results/",
        "sales-results/margins/", "new-price-lists/", "search/?q=20-4410", "ledger-entries/?page_size=200",
    ]  # fmt: skip
    return [*pages, *(f"/api/v1/{call}" for call in calls)]


def told(client: Client, path: str) -> str:
    """What an address says, whatever it answers; files are opened."""
    answer = client.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "spreadsheet" in answer.get("Content-Type", ""):
        rows = load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)
        return "\n".join(str(value) for row in rows for value in row if value is not None)
    return body.decode(errors="replace")


def papers(person: Person, sold: Sold) -> Iterator[tuple[str, str]]:
    """Each paper of the sale as text, both languages on it."""
    for code, found in (
        ("quote", sold.quote), ("delivery_note", sold.note), ("packing_list", sold.note), ("delivery_labels", sold.note),
    ):  # fmt: skip
        kind, actor = registry.get(code, "pdf"), actor_of(person)
        parameters = kind.read({"id": str(found.pk), "words": "both"}, actor)
        try:
            kind.require_seen(parameters, actor)
        except Http404:
            continue
        with press.drawn(page.page(kind.content(parameters, actor))) as result:
            yield code, "".join(sheet.extract_text() for sheet in pypdf.PdfReader(result.file).pages)


def seats(sold: Sold, company: cast.Tree) -> dict[str, Person]:
    return {
        "clerk": sold.hands.clerk,
        "commerce": sold.hands.commerce,
        "keeper": sold.hands.keeper,
        "salesperson": cast.member(company.other, "salesperson"),
        "engineer": cast.member(company.service, "commissioning_engineer"),
        "another manager": cast.member(company.other, "department_manager"),
        "division manager": cast.member(company.division, "division_manager"),
        "maker": cast.member(company.service, "employee"),
    }


def test_the_cost_is_nowhere_for_who_may_not_see_it(sold: Sold, company: cast.Tree) -> None:
    found = []
    for name, person in seats(sold, company).items():
        client = signed_in(Client(), person)
        both = [
            asked for path in addresses(sold) for asked in (path, path + ("&" if "?" in path else "?") + "format=xlsx")
        ]
        found += [(name, asked) for asked in both if SPELLED.search(told(client, asked))]
        found += [(name, "found by its cost")] * ("20-4410" in told(client, reverse("core:search") + f"?q={COST}"))
        found += [(name, code) for code, text in papers(person, sold) if SPELLED.search(text)]

    assert found == []


def test_the_ledger_keeps_single_costs_and_tells_the_sums(
    sold: Sold, company: cast.Tree, finance_officer: Person
) -> None:
    cost = LedgerEntry.objects.get(source_kind=sold.note.kind, category__kind="COST")
    entries = reverse("budgets:entry_list", args=[cost.key_id])
    behind = reverse("reports:variance_documents")
    clerk, division, finance = (
        signed_in(Client(), person)
        for person in (sold.hands.clerk, seats(sold, company)["division manager"], finance_officer)
    )

    assert sold.note.number not in told(clerk, entries)
    assert "只向有权查看成本" in told(clerk, entries)
    assert sold.note.number not in told(division, behind)
    assert "只向有权查看成本" in told(division, behind)
    assert "10,834.26" in told(division, behind), "the sum of the figure"
    for path in (entries, behind):
        assert sold.note.number in told(finance, path)
        assert "只向有权查看成本" not in told(finance, path)
    assert clerk.get(f"/api/v1/ledger-entries/{cost.pk}/").status_code == 404
    revenue = LedgerEntry.objects.get(source_kind=sold.note.kind, category__kind="REVENUE")
    assert clerk.get(f"/api/v1/ledger-entries/{revenue.pk}/").status_code == 200, "what it brought is no secret"


def test_who_may_see_it_sees_it_where_it_stands(sold: Sold, finance_officer: Person) -> None:
    """The twin: a scan that finds nothing anywhere proves nothing."""
    for person in (finance_officer, sold.hands.manager):
        client = signed_in(Client(), person)
        seen = [path for path in addresses(sold) if SPELLED.search(told(client, path))]
        assert f"/api/v1/parts/{sold.part.pk}/" in seen
        assert reverse("parts_sales:part_detail", args=[sold.part.pk]) in seen
        assert MARGIN in told(client, reverse("parts_sales:quote_detail", args=[sold.quote.pk]))


def test_margins_and_floors_are_for_who_quotes_decides_or_sees_costs(sold: Sold, company: cast.Tree) -> None:
    floors, margins = set(), set()
    for name, person in seats(sold, company).items():
        client = signed_in(Client(), person)
        texts = [told(client, path) for path in addresses(sold)]
        floors |= {name for text in texts if FLOORS.search(text)}
        margins |= {name for text in texts if re.search(rf"(?<!\d){MARGIN}\d*\s?%", text)}

    assert (floors, margins) == ({"clerk"}, set())


def test_the_results_of_what_was_sold_are_there_to_be_hidden(sold: Sold) -> None:
    line = ResultLine.objects.get(order=sold.order, part=sold.part)

    assert line.cost == 2 * D(COST)
    assert SalesOrder.objects.get(pk=sold.order.pk).lines.get().cost == D(COST)


@pytest.mark.rule("GEN-17")
def test_how_far_below_the_floor_an_application_goes_is_told_only_where_floors_are(
    sold: Sold, company: cast.Tree, finance_officer: Person
) -> None:
    cast.member(company.other, "domestic_sales_manager", company_wide=True)
    actor, now = actor_of(sold.hands.clerk), timezone.now()
    made = offers.draft(sold.hands.clerk, offers.line(sold.part, "3", "6155.00"), customer=sold.customer, at=now)
    asked = applications.apply_for_prices(quote_id=made.pk, reason="批量", actor=actor, at=now)
    jobs.run_all_waiting()
    paths = [
        reverse("parts_sales:application_detail", args=[asked.pk]), f"/api/v1/price-applications/{asked.pk}/",
        "/api/v1/price-applications/", reverse("core:search") + f"?q={asked.number}",
    ]  # fmt: skip
    maker = cast.member(company.service, "employee")

    def tells(person: Person, figure: str) -> list[bool]:
        return [figure in told(signed_in(Client(), person), path) for path in paths]

    assert asked.below_base == D("3.00")
    assert tells(sold.hands.clerk, "3.00")[:3] == [True, True, True]
    assert tells(finance_officer, '"floor":"6156.00"')[1]
    assert not any(tells(maker, '"below_base":"3.00"') + tells(maker, "6156.00") + tells(maker, ">3.00<"))
    assert tells(maker, '"below_base":null')[1:3] == [True, True]
