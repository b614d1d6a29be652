"""Signing in with the company's identity provider: who it is, and everything that must not pass (ORG-09)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from joserfc.jwk import RSAKey
from requests.adapters import HTTPAdapter

from config import env
from config.env import Oidc
from core.models import AuditEvent
from organization import company as provider_client
from organization import services
from organization.models import ExternalIdentity, Person, RoleAssignment, SignIn
from tests.factories import organization as cast
from tests.organization.provider import CLIENT_ID, ISSUER, Provider, shared_secret

pytestmark = pytest.mark.rule("ORG-09")

BEGIN, BACK = reverse("organization:company_sign_in"), reverse("organization:company_sign_in_back")
WANTED = reverse("core:notices")


def configured(**more) -> Oidc:
    return Oidc(issuer=ISSUER, client_id=CLIENT_ID, client_secret="client-secret", label="云岭账号", **more)


@pytest.fixture
def provider(settings, monkeypatch):
    made = Provider()
    monkeypatch.setattr(HTTPAdapter, "send", lambda _adapter, request, **_more: made.send(request))
    settings.OIDC = configured()
    provider_client.forget()
    yield made
    provider_client.forget()


@pytest.fixture
def clerk(company):
    return cast.member(company.service, "employee", username="li.na", password=cast.PASSWORD, name_zh="李娜")


def go(client, provider, **changed):
    """There and back again."""
    sent = client.get(BEGIN, {"next": WANTED})
    return client.get(f"{BACK}?{provider.authorize(sent.url, **changed)}")


def is_in(client) -> bool:
    return client.get(WANTED).status_code == 200


# --- The way in


def test_a_known_person_signs_in_and_is_linked(client, provider, clerk):
    answer = go(client, provider)

    assert (answer.status_code, answer.url) == (302, WANTED)
    assert is_in(client)
    link = ExternalIdentity.objects.get()
    assert (link.person, link.issuer, link.subject) == (clerk, ISSUER, "u-1")
    assert AuditEvent.objects.get(code="person.account_link").subject_id == clerk.pk
    assert SignIn.objects.values_list("outcome", "method").get() == ("IN", "OIDC")


def test_what_is_asked_of_the_provider_carries_state_nonce_and_challenge(client, provider, clerk):
    address = client.get(BEGIN).url
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}

    assert address.startswith(f"{ISSUER}/authorize?")
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked["state"]), len(asked["nonce"]), len(asked["code_challenge"])) >= 20


def test_the_link_holds_when_the_name_at_the_provider_changes(client, provider, clerk):
    go(client, provider)
    client.post(reverse("organization:sign_out"))
    provider.claims["preferred_username"] = "na.li"

    go(client, provider)

    assert is_in(client)
    assert ExternalIdentity.objects.count() == 1


def test_the_sign_in_page_offers_it_only_where_it_is_set_up(client, provider, settings, clerk):
    with_provider = client.get(reverse("organization:sign_in")).content.decode()
    settings.OIDC = Oidc()
    without = client.get(reverse("organization:sign_in")).content.decode()

    assert "使用云岭账号登录" in with_provider
    assert BEGIN not in without
    assert client.get(BEGIN).status_code == client.get(BACK).status_code == 404


def test_the_second_factor_is_asked_after_it_unless_the_provider_counts(client, provider, clerk, actor_of, settings):
    at, secret = datetime.now(UTC) - timedelta(minutes=5), pyotp.random_base32()
    code = pyotp.TOTP(secret).at(at)
    services.turn_on_second_factor(secret=secret, code=code, password=cast.PASSWORD, actor=actor_of(clerk), at=at)

    answer = go(client, provider)
    assert answer.url == reverse("organization:sign_in_code")
    assert not is_in(client)
    client.post(answer.url, {"code": pyotp.TOTP(secret).now()})
    assert is_in(client)

    client.post(reverse("organization:sign_out"))
    settings.OIDC = configured(counts_as_second_factor=True)
    go(client, provider)
    assert is_in(client)


# --- Who it is


def test_nobody_is_added_without_being_asked(client, provider, company):
    answer = go(client, provider)

    assert answer.status_code == 403
    assert "系统中没有与此企业账号对应的人员" in answer.content.decode()
    assert not is_in(client)
    assert not Person.objects.filter(username="li.na").exists()


def test_with_a_department_named_new_people_are_added_without_any_right(client, provider, company, settings):
    settings.OIDC = configured(creates_in=company.other.code)

    go(client, provider)

    person = Person.objects.get(username="li.na")
    assert (person.department, person.name_zh, person.has_usable_password()) == (company.other, "李娜", False)
    assert not RoleAssignment.objects.filter(person=person).exists()
    assert is_in(client)


def test_who_left_does_not_come_in(client, provider, clerk):
    go(client, provider)
    client.post(reverse("organization:sign_out"))
    Person.objects.filter(pk=clerk.pk).update(is_active=False)

    assert go(client, provider).status_code == 403
    assert not is_in(client)


def test_another_account_with_the_same_name_does_not_take_over(client, provider, clerk):
    go(client, provider)
    client.post(reverse("organization:sign_out"))
    provider.claims["sub"] = "u-2"

    assert go(client, provider).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize(("verified", "twice", "outcome"), [(True, False, 302), (False, False, 403), (True, True, 403)])
def test_an_address_counts_when_verified_and_one_persons_alone(
    client, provider, clerk, company, settings, verified, twice, outcome
):
    settings.OIDC = configured(match="email", claim="email")
    Person.objects.filter(pk=clerk.pk).update(email="li.na@example.com")
    if twice:
        cast.person(company.other, email="LI.NA@example.com")
    provider.claims |= {"email": "Li.Na@example.com", "email_verified": verified}

    assert go(client, provider).status_code == outcome
    assert is_in(client) is (outcome == 302)


# --- What must not pass


@pytest.mark.parametrize(
    "overrides",
    [
        {"nonce": "of-another-session"},
        {"iss": "https://elsewhere.example.com"},
        {"aud": "another-application"},
        {"exp": 1_600_000_000},
        {"sub": ""},
    ],
    ids=lambda value: next(iter(value)),
)
def test_a_token_that_does_not_hold_is_refused(client, provider, clerk, overrides):
    provider.overrides = overrides

    assert go(client, provider).status_code == 502
    assert not is_in(client)
    assert not ExternalIdentity.objects.exists()


def test_a_token_signed_by_somebody_else_is_refused(client, provider, clerk):
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})

    assert go(client, provider).status_code == 502
    assert not is_in(client)


def test_a_token_signed_with_a_shared_secret_is_refused(client, provider, clerk):
    provider.signs_with, provider.algorithm = shared_secret(), "HS256"

    assert go(client, provider).status_code == 502
    assert not is_in(client)


def test_an_answer_without_a_token_of_identity_is_refused(client, provider, clerk):
    provider.without_id_token = True

    assert go(client, provider).status_code == 502
    assert not is_in(client)


def test_a_state_of_another_session_is_refused(client, provider, clerk):
    assert go(client, provider, state="of-another-session").status_code == 502
    assert client.get(BACK).status_code == 502
    assert not is_in(client)


def test_an_answer_counts_once(client, provider, clerk):
    query = provider.authorize(client.get(BEGIN).url)
    client.get(f"{BACK}?{query}")
    client.post(reverse("organization:sign_out"))

    assert client.get(f"{BACK}?{query}").status_code == 502
    assert not is_in(client)


def test_a_code_caught_on_its_way_is_of_no_use_without_the_verifier(client, provider, clerk):
    query = provider.authorize(client.get(BEGIN).url)
    provider.asked["code_challenge"] = "of-somebody-else"

    assert client.get(f"{BACK}?{query}").status_code == 502
    assert not is_in(client)


def test_a_provider_that_is_another_or_away_leaves_the_password(client, provider, clerk):
    provider.is_away = True
    away = client.get(BEGIN)
    provider.is_away, provider.issuer = False, "https://elsewhere.example.com"
    other = client.get(BEGIN)

    for answer in (away, other):
        assert answer.status_code == 502
        assert "企业账号登录未成功" in answer.content.decode()
        assert 'name="password"' in answer.content.decode()


def test_a_refusal_at_the_provider_is_told(client, provider, clerk):
    client.get(BEGIN)

    assert client.get(f"{BACK}?error=access_denied&state=x").status_code == 502


def test_nobody_is_sent_to_another_site_afterwards(client, provider, clerk):
    sent = client.get(BEGIN, {"next": "https://elsewhere.example/"})

    assert client.get(f"{BACK}?{provider.authorize(sent.url)}").url == "/"


# --- Setting it up


def test_settings_come_from_the_environment_and_a_bad_one_stops_the_start(monkeypatch):
    assert not env.oidc()
    for name, value in {"ISSUER": ISSUER, "CLIENT_ID": "a", "CLIENT_SECRET": "b", "MATCH": "email"}.items():
        monkeypatch.setenv(f"OIDC_{name}", value)
    known = env.oidc()
    assert (known.issuer, known.claim, known.creates_in) == (ISSUER, "email", "")

    monkeypatch.setenv("OIDC_ISSUER", "http://id.example.com")
    with pytest.raises(ImproperlyConfigured):
        env.oidc()
    monkeypatch.setenv("OIDC_ISSUER", ISSUER)
    monkeypatch.delenv("OIDC_CLIENT_SECRET")
    with pytest.raises(ImproperlyConfigured):
        env.oidc()
