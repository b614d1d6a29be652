"""Other systems are told of events: signed, retried for a day, never into private networks (GEN-17)."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core import audit, outbox, outward, webhook_post, webhooks
from core.errors import InvalidInput, NotAllowed, StaleDocument, WrongState
from core.models import AuditEvent, DeliveryState, Webhook, WebhookDelivery
from tests.factories.organization import actor_of, member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-17")]

ADDRESS = "https://erp.example/hook?from=shouhou"
EVENT = "approvals.approve"
PUBLIC, PRIVATE = "93.184.216.34", "10.0.0.7"


class Names:
    """What names resolve to."""

    def __init__(self) -> None:
        self.known: dict[str, list[str]] = {"erp.example": [PUBLIC]}

    def look_up(self, host: str, _port: int) -> list[str]:
        if host not in self.known:
            raise socket.gaierror("no such name")
        return self.known[host]


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    made = Names()
    monkeypatch.setattr(outward, "look_up", made.look_up)
    return made


class Other:
    """The other system: what it was sent, and what it answers."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.answer: outward.Answer | Exception = outward.Answer(200, "ok")

    def post(self, address: str, *, body: bytes, headers: Any) -> outward.Answer:
        outward.place_of(address)
        self.calls.append({"address": address, "body": body, "headers": dict(headers)})
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Other:
    made = Other()
    monkeypatch.setattr(outward, "post", made.post)
    return made


@pytest.fixture
def keeper(company):
    return member(company.company, "information_manager", company_wide=True, name_zh="钱伟")


@pytest.fixture
def hook(keeper) -> tuple[Webhook, str]:
    return webhooks.create(label="金蝶", address=ADDRESS, events=[EVENT], actor=actor_of(keeper), at=timezone.now())


def happen(person: Any, code: str = EVENT, kind: str = "expense_claim") -> AuditEvent:
    return audit.record(
        kind=kind, document_id=7, label="EXP-2026-0007 差旅", code=code, actor=actor_of(person), at=timezone.now(),
        before="IN_REVIEW", after="APPROVED", reason="同意",
    )  # fmt: skip


def send(*, later: timedelta = timedelta()) -> int:
    return webhook_post.send_waiting(at=timezone.now() + later)


def test_a_chosen_event_is_sent_once_and_signed_over_time_and_body(hook, owner, other):
    _webhook, secret = hook
    happen(owner)
    happen(owner, code="approvals.hand_over")

    assert (send(), send()) == (1, 0)
    (call,) = other.calls
    told = json.loads(call["body"])
    time, signed = (part.split("=")[1] for part in call["headers"]["Shouhou-Signature"].split(","))
    assert signed == hmac.new(secret.encode(), f"{time}.".encode() + call["body"], hashlib.sha256).hexdigest()
    assert abs(int(time) - timezone.now().timestamp()) < 60
    assert call["headers"]["Shouhou-Delivery"] == told["id"]
    assert (told["event"], told["document"]["kind"], told["document"]["id"]) == (EVENT, "expense_claim", 7)
    row = WebhookDelivery.objects.get()
    assert (row.state, row.status) == (DeliveryState.SENT, 200)


def test_what_goes_out_holds_no_names_amounts_or_reasons(hook, owner, other):
    happen(owner)
    send()

    text = other.calls[0]["body"].decode()
    assert "差旅" not in text
    assert "同意" not in text
    assert owner.name not in text


def test_a_change_that_is_taken_back_tells_nobody(hook, owner):
    def change() -> None:
        with transaction.atomic():
            happen(owner)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()

    assert not WebhookDelivery.objects.exists()


@pytest.mark.parametrize("answer", [outward.Answer(500, "broken"), outward.Answer(302, ""), outward.CallFailed("away")])
def test_what_does_not_arrive_is_tried_for_a_day_with_growing_pauses_and_then_given_up(hook, owner, other, answer):
    other.answer = answer
    happen(owner)
    waited: list[timedelta] = []
    for _try in range(len(webhook_post.PAUSES)):
        due = WebhookDelivery.objects.get().due_at
        moment = max(due, timezone.now())
        assert webhook_post.send_waiting(at=moment) == 0
        waited.append(WebhookDelivery.objects.get().due_at - moment)
    assert WebhookDelivery.objects.get().state == DeliveryState.WAITING
    webhook_post.send_waiting(at=WebhookDelivery.objects.get().due_at)

    row = WebhookDelivery.objects.get()
    assert waited == sorted(waited)
    assert timedelta(hours=23) < sum(waited, timedelta()) < timedelta(hours=25)
    assert (row.state, row.attempts) == (DeliveryState.GIVEN_UP, len(webhook_post.PAUSES) + 1)
    assert len(other.calls) == row.attempts


def test_a_given_up_event_is_sent_again_with_the_same_id(hook, keeper, owner, other):
    happen(owner)
    WebhookDelivery.objects.update(state=DeliveryState.GIVEN_UP, attempts=11)
    row = WebhookDelivery.objects.get()

    with pytest.raises(NotAllowed):
        webhooks.send_again(delivery_id=row.pk, actor=actor_of(owner), at=timezone.now())
    webhooks.send_again(delivery_id=row.pk, actor=actor_of(keeper), at=timezone.now())

    assert send() == 1
    assert other.calls[0]["headers"]["Shouhou-Delivery"] == str(row.public_id)
    webhooks.send_again(delivery_id=row.pk, actor=actor_of(keeper), at=timezone.now())
    with pytest.raises(WrongState):
        webhooks.send_again(delivery_id=row.pk, actor=actor_of(keeper), at=timezone.now())


@pytest.mark.rule("QLT-30")
def test_an_event_a_killed_worker_had_in_hand_goes_out_after_a_while(hook, owner, other):
    happen(owner)
    outbox.take_up(WebhookDelivery.objects.all(), at=timezone.now(), limit=1)

    assert send() == 0
    assert send(later=outbox.LEASE) == 1


# --- Where it may go


@pytest.mark.rule("QLT-41")
@pytest.mark.parametrize(
    "address",
    [
        "http://erp.example/hook", "https://", "https://me:secret@erp.example/", "https://erp.example/#part",
        "https://erp.example:99999/", "https://nowhere.example/", "ftp://erp.example/", "https://erp.example/ x",
        "https://ерп.example/", "https://[::1", "https://erp.example/" + "x" * 600,
    ],
)  # fmt: skip
def test_only_whole_https_addresses_with_a_name_are_taken(keeper, address):
    with pytest.raises(outward.AddressRefused):
        webhooks.create(label="x", address=address, events=[EVENT], actor=actor_of(keeper), at=timezone.now())

    assert not Webhook.objects.exists()


@pytest.mark.rule("QLT-41", "QLT-53")
def test_a_name_nobody_knows_is_told_in_words(names):
    with pytest.raises(outward.AddressRefused) as refused:
        outward.place_of("https://nowhere.example/")

    assert "nowhere.example" in str(refused.value)
    assert "Errno" not in str(refused.value)
    assert "https" not in str(refused.value)


@pytest.mark.rule("QLT-41")
@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", PRIVATE, "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.7",
        "64:ff9b::a00:7", "2002:a00:7::1", "nonsense",
    ],
)  # fmt: skip
def test_private_networks_are_never_called(ip):
    assert not outward.is_public(ip)


@pytest.mark.rule("QLT-41")
@pytest.mark.parametrize("ip", [PUBLIC, "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_the_public_internet_is(ip):
    assert outward.is_public(ip)


@pytest.mark.rule("QLT-41")
def test_a_name_with_one_private_address_among_public_ones_is_refused(keeper, names):
    names.known["erp.example"] = [PUBLIC, PRIVATE]

    with pytest.raises(outward.AddressRefused):
        webhooks.create(label="x", address=ADDRESS, events=[EVENT], actor=actor_of(keeper), at=timezone.now())


@pytest.mark.rule("QLT-41")
def test_a_name_that_points_inside_later_is_not_called(hook, owner, names, monkeypatch):
    happen(owner)
    names.known["erp.example"] = [PRIVATE]
    called: list[Any] = []
    monkeypatch.setattr(outward.socket, "create_connection", lambda *where: called.append(where))

    assert send() == 0
    assert called == []
    assert PRIVATE in WebhookDelivery.objects.get().error


@pytest.mark.rule("QLT-41")
def test_the_connection_goes_to_the_address_that_was_checked(names, monkeypatch):
    """A name's server that answers differently a second time leads nowhere: nobody asks it a second time."""
    asked: list[str] = []
    look_up = names.look_up

    def changing(host: str, port: int) -> list[str]:
        asked.append(host)
        names.known["erp.example"] = [PRIVATE] if len(asked) > 1 else [PUBLIC]
        return look_up(host, port)

    connected: list[Any] = []

    def connect(where: Any, *_more: Any) -> Any:
        connected.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(outward, "look_up", changing)
    monkeypatch.setattr(outward.socket, "create_connection", connect)
    with pytest.raises(outward.CallFailed):
        outward.post(ADDRESS, body=b"{}", headers={})

    assert connected == [(PUBLIC, 443)]


# --- A real server over TLS


class Receiver(BaseHTTPRequestHandler):
    received: list[bytes] = []
    moved_to = ""

    def do_POST(self) -> None:
        Receiver.received.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(302 if Receiver.moved_to else 204)
        if Receiver.moved_to:
            self.send_header("Location", Receiver.moved_to)
        self.end_headers()

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server(tmp_path: Any, names: Names, monkeypatch: pytest.MonkeyPatch) -> Iterator[HTTPServer]:
    """A server that proves to be erp.example, on this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "erp.example")])
    now = datetime.now(UTC)
    cert = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("erp.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = tmp_path / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = cert.public_bytes(serialization.Encoding.PEM)
    pem.write_bytes(private + public)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    made = HTTPServer(("127.0.0.1", 0), Receiver)
    made.socket = context.wrap_socket(made.socket, server_side=True)
    Receiver.received, Receiver.moved_to = [], ""
    threading.Thread(target=made.serve_forever, daemon=True).start()
    names.known |= {"erp.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}
    monkeypatch.setattr(outward, "is_public", lambda _ip: True)
    monkeypatch.setattr(outward, "tls_context", lambda: ssl.create_default_context(cadata=public.decode()))
    yield made
    made.shutdown()
    made.server_close()


def test_an_event_arrives_over_tls(server, keeper, owner):
    webhooks.create(
        label="ERP", address=f"https://erp.example:{server.server_port}/hook", events=[EVENT],
        actor=actor_of(keeper), at=timezone.now(),
    )  # fmt: skip
    happen(owner)

    assert send() == 1
    assert json.loads(Receiver.received[0])["event"] == EVENT


@pytest.mark.rule("QLT-41")
def test_who_cannot_prove_to_be_the_named_host_is_sent_nothing(server):
    with pytest.raises(outward.CallFailed, match=r"(?i)certificate"):
        outward.post(f"https://other.example:{server.server_port}/", body=b"{}", headers={})

    assert Receiver.received == []


@pytest.mark.rule("QLT-41")
def test_redirects_are_not_followed(server):
    Receiver.moved_to = f"https://other.example:{server.server_port}/inside"

    answer = outward.post(f"https://erp.example:{server.server_port}/", body=b"{}", headers={})

    assert answer.status == 302
    assert len(Receiver.received) == 1


def test_a_side_that_never_answers_is_cut_off(names, monkeypatch):
    silent = socket.create_server(("127.0.0.1", 0))
    names.known["erp.example"] = ["127.0.0.1"]
    monkeypatch.setattr(outward, "is_public", lambda _ip: True)
    monkeypatch.setattr(outward, "CONNECT_SECONDS", 0.5)

    with silent, pytest.raises(outward.CallFailed):
        outward.post(f"https://erp.example:{silent.getsockname()[1]}/", body=b"{}", headers={})


# --- Keeping them


def test_only_who_keeps_them_sets_them_up_and_each_step_is_on_record(owner, keeper, hook):
    webhook, secret = hook
    actor, at = actor_of(keeper), timezone.now()

    with pytest.raises(NotAllowed):
        webhooks.create(label="x", address=ADDRESS, events=[EVENT], actor=actor_of(owner), at=at)
    webhooks.change(
        webhook_id=webhook.pk, version=1, label="金蝶云", address=ADDRESS, events=[EVENT], actor=actor, at=at
    )
    with pytest.raises(StaleDocument):
        webhooks.change(
            webhook_id=webhook.pk, version=1, label="x", address=ADDRESS, events=[EVENT], actor=actor, at=at
        )
    with pytest.raises(InvalidInput, match=r"no\.such"):
        webhooks.change(
            webhook_id=webhook.pk, version=2, label="x", address=ADDRESS, events=["no.such"], actor=actor, at=at
        )
    webhooks.set_active(webhook_id=webhook.pk, is_active=False, actor=actor, at=at)

    codes = AuditEvent.objects.filter(subject_kind="webhook").order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["webhook.create", "webhook.change", "webhook.pause"]
    assert secret not in str(list(AuditEvent.objects.values())) + str(list(Webhook.objects.values()))


def test_a_paused_one_is_told_nothing(hook, keeper, owner, other):
    webhook, _secret = hook
    happen(owner)
    webhooks.set_active(webhook_id=webhook.pk, is_active=False, actor=actor_of(keeper), at=timezone.now())
    happen(owner)

    assert send() == 0
    assert WebhookDelivery.objects.get().state == DeliveryState.SKIPPED
    assert other.calls == []


def test_a_renewed_secret_signs_from_then_on(hook, keeper, owner, other):
    webhook, old = hook
    new = webhooks.renew_secret(webhook_id=webhook.pk, actor=actor_of(keeper), at=timezone.now())
    happen(owner)
    send()

    (call,) = other.calls
    time, signed = (part.split("=")[1] for part in call["headers"]["Shouhou-Signature"].split(","))
    assert new != old
    assert signed == hmac.new(new.encode(), f"{time}.".encode() + call["body"], hashlib.sha256).hexdigest()


def test_the_pages_show_the_secret_once_and_every_outcome(client, keeper, other):
    signed_in(client, keeper)
    assert client.get(reverse("core:webhook_list")).status_code == 200
    made = client.post(reverse("core:webhook_create"), {"label": "金蝶", "address": ADDRESS, "events": [EVENT]})
    webhook = Webhook.objects.get()
    detail = reverse("core:webhook_detail", args=[webhook.pk])

    assert "whsec_" in made.content.decode()
    assert "whsec_" not in client.get(detail).content.decode()
    client.post(reverse("core:webhook_ping", args=[webhook.pk]))
    other.answer = outward.Answer(503, "closed for the night")
    send()
    page = client.get(detail).content.decode()
    assert "503" in page
    assert "closed for the night" in page
    WebhookDelivery.objects.update(state=DeliveryState.GIVEN_UP)
    client.post(reverse("core:webhook_again", args=[WebhookDelivery.objects.get().pk]))
    other.answer = outward.Answer(200, "")
    assert send() == 1
    assert "whsec_" in client.post(reverse("core:webhook_renew_secret", args=[webhook.pk])).content.decode()


def test_a_private_address_stays_in_the_form_with_its_reason(client, keeper, names):
    names.known["inside.example"] = [PRIVATE]

    page = signed_in(client, keeper).post(
        reverse("core:webhook_create"), {"label": "金蝶", "address": "https://inside.example/", "events": [EVENT]}
    )

    assert page.status_code == 422
    assert PRIVATE in str(page.context["form"].errors["address"])
    assert "https://inside.example/" in page.content.decode()


def test_the_api_does_the_same(client, keeper, owner, other):
    signed_in(client, keeper)
    made = client.post(
        "/api/v1/webhooks/", {"label": "ERP", "address": ADDRESS, "events": [EVENT]}, content_type="application/json"
    )
    one = f"/api/v1/webhooks/{made.json()['id']}/"

    assert (made.status_code, made.json()["secret"][:6]) == (201, "whsec_")
    assert "secret" not in client.get(one).json()
    changed = client.patch(one, {"label": "ERP 2", "version": 1}, content_type="application/json")
    assert (changed.status_code, changed.json()["label"]) == (200, "ERP 2")
    assert client.post(f"{one}renew-secret/").json()["secret"] != made.json()["secret"]
    happen(owner)
    send()
    (row,) = client.get("/api/v1/webhook-deliveries/?state=SENT").json()["results"]
    assert (row["event"], row["status"], row["body"]["document"]["id"]) == (EVENT, 200, 7)
    assert client.post(f"/api/v1/webhook-deliveries/{row['id']}/send-again/").json()["state"] == "WAITING"
    assert client.post(f"{one}pause/").json()["is_active"] is False
    refused = client.post(
        "/api/v1/webhooks/", {"label": "x", "address": "https://[::1]/", "events": [EVENT]},
        content_type="application/json",
    )  # fmt: skip
    assert (refused.status_code, refused.json()["code"]) == (400, "address_refused")


def test_the_list_asks_as_much_for_many_as_for_few(client, hook, keeper, owner, django_assert_max_num_queries):
    webhook, _secret = hook
    for _number in range(30):
        happen(owner)
    signed_in(client, keeper)

    with django_assert_max_num_queries(16):
        client.get(reverse("core:webhook_detail", args=[webhook.pk]))
