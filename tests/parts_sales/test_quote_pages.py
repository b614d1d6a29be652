"""Quotes by page and by API: the editor with and without scripts, what each sees, the paper and the letter."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from django.core import mail as outgoing
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from core import paper, post, press
from core.models import DeliveryState, Mail, Notification
from core.pages import timeline
from customers.models import Customer
from organization.models import Person
from parts_sales.models import Inquiry, Part, Quote, SalesOrder, Violation
from parts_sales.services import inquiries, prices, quote_answers, quotes
from reports.papers import page, registry
from tests.factories import customers as serving
from tests.factories import money
from tests.factories import organization as cast
from tests.factories import parts as stores
from tests.factories import quotes as offers
from tests.factories.expenses import approve
from tests.factories.organization import actor_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def bearing(clerk: Person) -> Part:
    made = stores.part(clerk, "20-4410", "主轴轴承组 P4", name_en="Spindle bearing set P4")
    stores.cost(made, "5417.00")
    stores.price(made, "6480.00")
    return made


@pytest.fixture
def customer(clerk: Person) -> Customer:
    return serving.customer(clerk, "沈阳恒通机械有限公司", name_en="Shenyang Hengtong Machinery")


def typed(customer: Customer, *lines: dict[str, str], **head: str) -> dict[str, str]:
    """The editor's form as a browser sends it."""
    given = {
        "customer": str(customer.pk), "valid_until": timezone.localdate().isoformat(), "freight_payer": "BUYER",
        "expected_freight": "0", "lines-TOTAL_FORMS": str(len(lines)), "lines-INITIAL_FORMS": "0",
    } | head  # fmt: skip
    for place, line in enumerate(lines):
        given |= {f"lines-{place}-{name}": value for name, value in line.items()}
    return given


def said(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.rule("PSL-11")
def test_the_editor_saves_a_draft_and_hands_it_in(
    client: Client, clerk: Person, manager: Person, bearing: Part, customer: Customer
) -> None:
    signed_in(client, clerk)
    lines = (
        {"kind": "GOODS", "part": "20-4410", "quantity": "2", "unit_price": "6,350.40"},
        {"kind": "LABOUR", "name": "现场更换", "quantity": "6", "unit_price": "180"},
        {"kind": "GOODS", "part": "", "quantity": "1", "unit_price": ""},
    )

    response = client.post(reverse("parts_sales:quote_create"), typed(customer, *lines, action="submit"))

    quote = Quote.objects.get()
    assert response.headers["Location"] == reverse("parts_sales:quote_detail", args=[quote.pk])
    assert (quote.number, quote.total, quote.lines.count()) == ("QUO-2026-0001", Decimal("13780.80"), 2)
    shown = said(client.get(response.headers["Location"]))
    assert "沈阳恒通机械有限公司" in shown
    assert "人民币壹万叁仟柒佰捌拾元零捌角整" in shown


def test_wrong_lines_are_named_and_nothing_is_kept(client: Client, clerk: Person, customer: Customer) -> None:
    signed_in(client, clerk)
    lines = (
        {"part": "99-9999", "quantity": "1"}, {"kind": "TRAVEL", "name": "差旅", "quantity": "1"},
    )  # fmt: skip

    response = client.post(reverse("parts_sales:quote_create"), typed(customer, *lines, action="save"))

    assert response.status_code == 422
    assert "没有件号为“99-9999”的配件" in said(response)
    assert not Quote.objects.exists()


def test_lines_are_added_and_taken_away_without_scripts(
    client: Client, clerk: Person, bearing: Part, customer: Customer
) -> None:
    signed_in(client, clerk)
    given = typed(customer, {"part": "20-4410", "quantity": "2", "unit_price": "6480.00"})

    added = client.post(reverse("parts_sales:quote_create"), given | {"action": "add_LABOUR"})
    removed = client.post(reverse("parts_sales:quote_create"), given | {"action": "remove-0"})

    assert [one["kind"].value() for one in added.context["lines"]] == [None, "LABOUR"]
    assert len(removed.context["lines"].forms) == 0
    assert not Quote.objects.exists()


@pytest.mark.rule("PSL-03")
@pytest.mark.rule("PSL-15")
def test_what_is_typed_is_added_up_before_it_is_kept(
    client: Client, clerk: Person, bearing: Part, customer: Customer
) -> None:
    signed_in(client, clerk)
    given = typed(customer, {"part": "20-4410", "quantity": "2", "unit_price": "6155.99"}, expected_freight="300")

    response = client.post(reverse("parts_sales:quote_check"), given)

    check = response.context["check"]
    assert (check.sums.gross, check.sums.net, check.grants, check.below) == (
        Decimal("12311.98"), Decimal("10895.56"), "APPLICATION", 1,
    )  # fmt: skip
    assert check.needs_freight
    assert check.sums.margin is None
    assert not Quote.objects.exists()


def test_the_editor_tells_floors_but_no_costs_to_a_clerk_and_the_last_price_of_the_customer(
    client: Client, clerk: Person, manager: Person, bearing: Part, customer: Customer
) -> None:
    offers.confirmed(clerk, offers.line(bearing, "1", "6350.40"), customer=customer)
    signed_in(client, clerk)
    query = f"?part=20-4410&part=nothing&customer={customer.pk}"

    told = client.get(reverse("parts_sales:quote_parts") + query).json()["parts"]

    assert set(told) == {"20-4410"}
    part = told["20-4410"]
    assert (part["price"], part["floor"], part["cost"], part["last"]) == ("6480.00", "6156.00", None, "6350.40")


@pytest.mark.rule("PSL-11", "PSL-22")
def test_a_new_quote_begins_with_finances_account_the_customers_terms_and_earlier_quotes(
    client: Client, clerk: Person, manager: Person, finance_officer: Person, bearing: Part, customer: Customer
) -> None:
    earlier = offers.sent(clerk, offers.line(bearing), customer=customer, at=timezone.now())
    prices.enter_bank_details(
        currency="CNY", text="建设银行 9988", start_date=timezone.localdate(), actor=actor_of(finance_officer),
        at=timezone.now(),
    )  # fmt: skip
    money.term(manager, customer, "10000.00", days=45)
    page = said(signed_in(client, clerk).get(reverse("parts_sales:quote_create") + f"?customer={customer.pk}"))

    assert "建设银行 9988" in page
    assert "45 天" in page
    copy = reverse("parts_sales:quote_copy", args=[earlier.pk])
    assert f'formaction="{copy}"' in page
    made = client.post(copy, typed(customer, {"part": "", "quantity": "1"}))
    assert made.url == reverse("parts_sales:quote_edit", args=[Quote.objects.latest("pk").pk])


@pytest.mark.rule("GEN-10")
def test_margins_are_shown_to_the_manager_and_floors_to_nobody_outside(
    client: Client, clerk: Person, manager: Person, owner: Person, outsider: Person, bearing: Part
) -> None:
    quote = offers.submitted(clerk, offers.line(bearing, "2", "6350.40"))
    address = reverse("parts_sales:quote_detail", args=[quote.pk])

    pages = {
        person: said(signed_in(Client(), person).get(address)) for person in (clerk, manager, owner)
    }  # fmt: skip

    assert "6,156.00" in pages[clerk]
    assert "14.7%" not in pages[clerk]
    assert "14.7%" in pages[manager]
    assert "6,156.00" not in pages[owner]
    assert signed_in(client, outsider).get(address).status_code == 404


@pytest.mark.rule("PSL-13")
def test_two_revisions_stand_beside_each_other(client: Client, clerk: Person, manager: Person, bearing: Part) -> None:
    first = offers.sent(clerk, offers.line(bearing, "2", "6480.00"), at=timezone.now())
    signed_in(client, clerk)

    answer = client.post(reverse("parts_sales:quote_revise", args=[first.pk]), {"reason": "客户认为偏高"})

    second = Quote.objects.get(replaces=first)
    assert answer.headers["Location"] == reverse("parts_sales:quote_edit", args=[second.pk])
    cheaper = typed(first.customer, {"part": "20-4410", "quantity": "3", "unit_price": "6350.40"}, contact="王强")
    client.post(reverse("parts_sales:quote_edit", args=[second.pk]), cheaper | {"action": "save"})
    shown = said(client.get(reverse("parts_sales:quote_compare", args=[second.pk])))
    assert "12,960.00 → <b>19,051.20</b>" in re.sub(r"</?bdi>|<span[^>]*>|</span>", "", shown)


@pytest.mark.rule("PSL-14")
def test_the_pages_lead_from_sending_to_the_order(
    client: Client, clerk: Person, manager: Person, bearing: Part
) -> None:
    quote = offers.reviewed(clerk, offers.line(bearing), at=timezone.now(), expected_freight=Decimal(420))
    signed_in(client, clerk)
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    answer = {"way": "PHONE", "name": "王强", "when": now}

    def post_to(what: str, **data: str) -> Any:
        return client.post(reverse(f"parts_sales:quote_{what}", args=[quote.pk]), data)

    assert post_to("send", way="FAX").status_code == 302
    refused = post_to("confirm", **answer, proof="电话确认")
    assert refused.status_code == 422
    assert "420.00" in said(refused)
    assert post_to("freight", **answer).status_code == 302
    assert post_to("confirm", **answer, proof="电话确认").status_code == 302
    assert SalesOrder.objects.get().quote == quote
    assert SalesOrder.objects.get().number in said(client.get(reverse("parts_sales:quote_detail", args=[quote.pk])))


@pytest.mark.rule("CUS-01")
def test_a_customers_page_shows_its_quotes(client: Client, clerk: Person, bearing: Part, customer: Customer) -> None:
    quote = offers.draft(clerk, offers.line(bearing), customer=customer)
    signed_in(client, clerk)

    shown = said(client.get(reverse("customers:customer_detail", args=[customer.pk])))

    assert reverse("parts_sales:quote_detail", args=[quote.pk]) in shown
    assert f"{reverse('parts_sales:quote_create')}?customer={customer.pk}" in shown


# --- Inquiries and violations


@pytest.mark.rule("PSL-10")
def test_commerce_hands_an_inquiry_over_by_recording_it(
    client: Client, company: cast.Tree, clerk: Person, manager: Person, bearing: Part, customer: Customer
) -> None:
    commerce = cast.member(company.other, "commerce", name_zh="赵敏")
    signed_in(client, commerce)
    when = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    given = {
        "customer": "沈阳恒通机械有限公司", "way": "FAX", "received_at": when, "wanted": "主轴轴承 20-4410，2 套",
        "handed_to": str(clerk.pk),
    }  # fmt: skip

    client.post(reverse("parts_sales:inquiry_create"), given)

    inquiry = Inquiry.objects.get()
    assert (inquiry.customer, inquiry.handed_to, inquiry.created_by) == (customer, clerk, commerce)
    assert inquiry.handed_over_at >= inquiry.received_at
    assert client.get(reverse("parts_sales:quote_create")).status_code == 403
    assert Notification.objects.get(person=clerk).code == "inquiry.handed_over"
    signed_in(client, clerk)
    begun = client.get(reverse("parts_sales:quote_create"), {"inquiry": inquiry.pk})
    assert [line.initial for line in begun.context["lines"].initial_forms] == [
        {"part": "20-4410", "quantity": Decimal(2), "unit_price": Decimal("6480.00")}
    ]
    assert "主轴轴承 20-4410，2 套" in begun.content.decode()
    lines = {"part": "20-4410", "quantity": "2", "unit_price": "6480.00"}
    body = typed(customer, lines, action="submit", inquiry=str(inquiry.pk))
    client.post(reverse("parts_sales:quote_create"), body)
    inquiry = Inquiry.objects.get()
    assert (inquiry.state, inquiry.quotes.get().number) == ("QUOTED", "QUO-2026-0001")
    shown = reverse("parts_sales:inquiry_detail", args=[inquiry.pk])
    assert reverse("parts_sales:quote_detail", args=[inquiry.quotes.get().pk]) in client.get(shown).content.decode()
    signed_in(client, commerce)
    quote = inquiry.quotes.get()
    assert reverse("parts_sales:quote_detail", args=[quote.pk]) not in client.get(shown).content.decode(), "GEN-10"


@pytest.mark.rule("GEN-05", "GEN-11")
def test_whom_an_inquiry_was_handed_to_is_told_in_the_readers_language(customer: Customer, clerk: Person) -> None:
    Person.objects.filter(pk=clerk.pk).update(name_zh="李敏", name_en="Li Min")
    inquiry = inquiries.record_inquiry(
        way="PHONE", received_at=timezone.now(), wanted="轴承", customer_id=customer.pk, handed_to_id=clerk.pk,
        actor=cast.actor_of(clerk), at=timezone.now(),
    )  # fmt: skip

    for language, name in (("zh-hans", "李敏"), ("en", "Li Min")):
        with translation.override(language):
            (entry,) = timeline(kind=inquiry.kind, document=inquiry)
            assert name in str(entry.detail)


@pytest.mark.rule("PSL-10")
def test_a_violation_is_proposed_by_the_manager_and_decided_by_management(
    clerk: Person, manager: Person, gm: Person, outsider: Person
) -> None:
    def post_as(who: Person, name: str, *args: int, **data: str) -> Any:
        return signed_in(Client(), who).post(reverse(f"parts_sales:violation_{name}", args=args), data)

    today = timezone.localdate().isoformat()
    post_as(clerk, "create", person=str(outsider.pk), happened_on=today, facts="私自向客户报价 1,200 元")
    made = Violation.objects.get()
    about = reverse("parts_sales:violation_detail", args=[made.pk])

    assert signed_in(Client(), outsider).get(about).status_code == 404
    assert post_as(gm, "decide", made.pk, reason="通报批评").status_code == 422
    assert post_as(clerk, "propose", made.pk, reason="批评").status_code == 403
    assert post_as(manager, "propose", made.pk, reason="扣发当月奖金").status_code == 302
    assert post_as(manager, "decide", made.pk, reason="通报批评").status_code == 403
    assert post_as(gm, "decide", made.pk, reason="通报批评").status_code == 302
    made = Violation.objects.get()
    assert (made.state, made.proposal, made.decision) == ("DECIDED", "扣发当月奖金", "通报批评")
    told = Notification.objects.filter(subject_kind="violation").order_by("pk").values_list("code", "person")
    assert list(told) == [
        ("violation.to_propose", manager.pk), ("violation.to_decide", gm.pk),
        *(("violation.decided", pk) for pk in sorted({clerk.pk, manager.pk})),
    ]  # fmt: skip


@pytest.mark.rule("PSL-10")
def test_a_violation_reported_by_management_is_the_service_managers_to_propose(
    company: cast.Tree, clerk: Person, manager: Person, gm: Person, outsider: Person
) -> None:
    boss = cast.member(company.other, "executive", company_wide=True, name_zh="高总")

    made = inquiries.report_violation(
        person_id=outsider.pk,
        happened_on=timezone.localdate(),
        facts="私自报价",
        actor=actor_of(boss),
        at=timezone.now(),
    )
    inquiries.propose_measure(violation_id=made.pk, proposal="批评", actor=actor_of(manager), at=timezone.now())

    assert made.department_id == clerk.department_id
    told = Notification.objects.filter(code="violation.to_decide").values_list("person", flat=True)
    assert list(told) == [gm.pk]  # who reported it decides nothing


# --- API


@pytest.mark.rule("GEN-17")
def test_a_quote_is_made_changed_and_carried_on_by_the_api(
    client: Client, clerk: Person, manager: Person, bearing: Part, customer: Customer
) -> None:
    signed_in(client, clerk)

    def call(address: str, body: dict[str, Any], method: str = "post") -> Any:
        send = getattr(client, method)
        return send(f"/api/v1/{address}", json.dumps(body), content_type="application/json")

    lines = [{"part": bearing.pk, "quantity": "2", "unit_price": "6350.40"}]
    made = call(
        "quotes/", {"customer": customer.pk, "expected_freight": "0.00", "bank_details": "工行 1234", "lines": lines}
    )
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    assert (made.json()["total"], made.json()["lines"][0]["floor"]) == ("12700.80", "6156.00")
    changed = call(f"quotes/{pk}/", {"terms": "款到发货", "version": made.json()["version"]}, "patch")
    assert (changed.json()["terms"], len(changed.json()["lines"])) == ("款到发货", 1)
    stale = call(f"quotes/{pk}/", {"terms": "月结", "version": made.json()["version"]}, "patch")
    assert stale.json()["code"] == "stale_document"
    assert call(f"quotes/{pk}/submit/", {}).json()["state"] == "IN_REVIEW"
    approve(Quote.objects.get(pk=pk), at=timezone.now())
    assert call(f"quotes/{pk}/send/", {"way": "FAX"}).json()["state"] == "SENT"
    when = timezone.now().isoformat()
    done = call(f"quotes/{pk}/confirm/", {"way": "FAX", "name": "王强", "proof": "回传件", "when": when})
    assert done.json()["state"] == "CONFIRMED"
    assert done.json()["order"] == SalesOrder.objects.get().pk


# --- On paper and by mail


def drawn(person: Person, quote: Quote, words: str = "") -> str:
    kind, actor = registry.get("quote", "pdf"), actor_of(person)
    parameters = kind.read({"id": str(quote.pk), "words": words}, actor)
    with press.drawn(page.page(kind.content(parameters, actor))) as result:
        assert result.problems == ()
        text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(result.file).pages)
    return re.sub(r"\s", "", text)


@pytest.mark.rule("PSL-12")
def test_the_paper_says_all_a_quote_states_and_nothing_internal(
    clerk: Person, manager: Person, bearing: Part, customer: Customer
) -> None:
    quote = offers.reviewed(
        clerk, offers.line(bearing, "2", "6350.40"), offers.line(None, "6", "180.00", kind="LABOUR"),
        customer=customer, bank_details="中国银行沈阳分行 4563 5101", shipping_method="货运",
        expected_freight=Decimal(420), terms="款到发货",
    )  # fmt: skip

    chinese = drawn(clerk, quote)
    with translation.override("en"):
        english = drawn(clerk, quote)
    both = drawn(clerk, quote, "both")

    stated = ("20-4410", "6,350.40", "12,700.80", "13,780.80", "45635101", "货运", "款到发货", "420.00")
    assert [text for text in (*stated, "人民币壹万叁仟柒佰捌拾元零捌角整", "有效期") if text not in chinese] == []
    assert [text for text in (*stated, "Quotation", "Validuntil", "Spindlebearing") if text not in english] == []
    assert [text for text in ("报价单Quotation", "主轴轴承组P4SpindlebearingsetP4") if text not in both] == []
    assert [text for text in ("6,156.00", "5,417.00", "马国强") if text in chinese + english + both] == []


@pytest.mark.rule("PSL-11")
def test_the_letter_brings_the_quote_as_pdf_and_waits_while_it_cannot_be_drawn(
    settings: Any, monkeypatch: pytest.MonkeyPatch, clerk: Person, manager: Person, bearing: Part, customer: Customer
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    clerk.email = "clerk@shouhou.example"
    clerk.save(update_fields=("email",))
    quote = offers.reviewed(clerk, offers.line(bearing), customer=customer, at=timezone.now())
    quote_answers.send_quote(
        quote_id=quote.pk, way="EMAIL", to="buyer@hengtong.example", language="en", actor=actor_of(clerk),
        at=timezone.now(),
    )  # fmt: skip

    def broken(*_args: Any, **_more: Any) -> bytes:
        raise press.PressFailed("no fonts")

    monkeypatch.setattr(paper, "drawn", broken)
    assert post.send_waiting(at=timezone.now()) == 0
    letter = Mail.objects.get(kind="OUTSIDE")
    assert (letter.state, letter.attempts) == (DeliveryState.WAITING, 1)
    monkeypatch.setattr(paper, "drawn", lambda *_args, **_more: b"%PDF-1.7 quote")
    Mail.objects.update(due_at=timezone.now())
    assert post.send_waiting(at=timezone.now()) == 1

    (message,) = outgoing.outbox
    assert (message.to, message.reply_to) == (["buyer@hengtong.example"], ["clerk@shouhou.example"])
    assert message.subject == "Quotation QUO-2026-0001"
    assert [one[:2] for one in message.attachments] == [("QUO-2026-0001.pdf", b"%PDF-1.7 quote")]


def test_a_merge_takes_the_quotes_along(clerk: Person, bearing: Part, customer: Customer) -> None:
    from customers import referrers

    other = serving.customer(clerk)
    quote = offers.draft(clerk, offers.line(bearing), customer=other)
    quotes.cancel_quote(quote_id=quote.pk, reason="重复", actor=actor_of(clerk), at=timezone.now())

    (mover,) = [one for one in referrers.registered() if one.code == "quote"]
    mover.move(other.pk, customer.pk)

    assert Quote.objects.get(pk=quote.pk).customer == customer
