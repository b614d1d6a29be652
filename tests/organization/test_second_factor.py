"""The second factor: set up, asked for, locked against guessing, recovered, compulsory by role (ORG-09)."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from django.urls import reverse

from core.errors import NotAllowed
from core.models import AuditEvent, Notification
from organization import services, totp
from organization.errors import (
    OwnRights,
    SecondFactorCompulsory,
    SecondFactorLocked,
    SecondFactorMissing,
    SecondFactorNotRead,
    SecondFactorSetUp,
    SecondFactorWrong,
    WrongPassword,
)
from organization.models import RecoveryCode, Role, SecondFactor, SignedInSession, SignIn
from organization.views.security import SECRET as KEPT
from tests.factories import organization as cast
from tests.organization.unchanged import nothing_changes

pytestmark = pytest.mark.rule("ORG-09")

AT = datetime(2026, 9, 22, 1, 0, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SIGN_IN, CODE = reverse("organization:sign_in"), reverse("organization:sign_in_code")
SET_UP, SECURITY = reverse("organization:second_factor_set_up"), reverse("organization:security")


def code_at(moment: datetime, secret: str = SECRET) -> str:
    return pyotp.TOTP(secret).at(moment)


@pytest.fixture
def clerk(company):
    return cast.member(company.service, "employee", username="li.na", password=cast.PASSWORD, name_zh="李娜")


@pytest.fixture
def turned_on(clerk, actor_of):
    """The clerk's recovery codes."""
    at = datetime.now(UTC) - timedelta(minutes=10)
    return services.turn_on_second_factor(
        secret=SECRET, code=code_at(at), password=cast.PASSWORD, actor=actor_of(clerk), at=at
    )


def password_step(client, **more):
    return client.post(SIGN_IN, {"username": "li.na", "password": cast.PASSWORD, **more})


# --- The rule


def test_the_standards_own_example_gives_its_own_codes():
    """RFC 6238, appendix B: the last six digits of its SHA-1 table."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for second, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        moment = datetime.fromtimestamp(second, UTC)
        assert totp.matching_step(secret, code, at=moment, after=0) == second // 30


@pytest.mark.parametrize(("seconds", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_phones_clock_may_be_half_a_minute_off(seconds, fits):
    at = datetime(2026, 9, 22, 1, 0, 0, tzinfo=UTC)

    step = totp.matching_step(SECRET, code_at(at + timedelta(seconds=seconds)), at=at, after=0)

    assert (step is not None) is fits


def test_a_secret_is_stored_encrypted_and_read_again_after_the_key_was_changed(settings):
    sealed = totp.seal(SECRET)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-that-is-long-enough-for-anybody-to-accept-it"

    assert SECRET not in sealed
    assert totp.unseal(sealed) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    assert totp.unseal(sealed) is None


# --- Setting it up


def test_setting_up_gives_ten_codes_and_keeps_neither_secret_nor_codes_in_the_clear(clerk, actor_of):
    codes = services.turn_on_second_factor(
        secret=SECRET, code=code_at(AT), password=cast.PASSWORD, actor=actor_of(clerk), at=AT
    )

    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[2-9a-z]{5}-[2-9a-z]{5}", code) for code in codes)
    kept = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert len(kept) == 10
    assert not kept & set(codes)
    assert SECRET not in SecondFactor.objects.get(person=clerk).secret
    assert AuditEvent.objects.get(code="person.second_factor_on").subject_id == clerk.pk


def test_setting_up_asks_password_and_code_and_happens_once(clerk, actor_of):
    actor = actor_of(clerk)
    good = {"secret": SECRET, "code": code_at(AT), "password": cast.PASSWORD, "actor": actor, "at": AT}

    for wrong, refusal in (({"password": "x"}, WrongPassword), ({"code": "000000"}, SecondFactorNotRead)):
        with nothing_changes(), pytest.raises(refusal):
            services.turn_on_second_factor(**{**good, **wrong})
    services.turn_on_second_factor(**good)
    with nothing_changes(), pytest.raises(SecondFactorSetUp):
        services.turn_on_second_factor(**good)


def test_the_page_shows_a_picture_without_script_or_style_and_then_the_codes_once(client, clerk, signed_in):
    signed_in(client, clerk)

    page = client.get(SET_UP).content.decode()
    again = client.get(SET_UP).content.decode()
    secret = totp.unseal(client.session[KEPT])
    answer = client.post(SET_UP, {"code": code_at(datetime.now(UTC), secret), "password": cast.PASSWORD})

    assert totp.in_groups(secret) in page
    assert totp.in_groups(secret) in again
    picture = re.search(r"<svg class=\"sh-qr\".*?</svg>", page, re.DOTALL).group()
    assert "<path" in picture
    assert "style" not in picture
    assert "script" not in picture
    codes = re.findall(r"<code class=\"sh-key\">([^<]{11})</code>", answer.content.decode())
    assert len(codes) == 10
    assert KEPT not in client.session
    assert client.get(SET_UP).url == SECURITY


def test_a_wrong_code_keeps_the_picture_and_says_so(client, clerk, signed_in):
    signed_in(client, clerk)
    client.get(SET_UP)
    before = client.session[KEPT]

    answer = client.post(SET_UP, {"code": "000000", "password": cast.PASSWORD})

    assert answer.status_code == 422
    assert "验证码不匹配" in answer.content.decode()
    assert client.session[KEPT] == before


def test_the_picture_is_the_address_the_app_reads():
    address = totp.address_of(SECRET, username="li.na", issuer="售后预算")
    parsed = pyotp.parse_uri(address)

    width, path = totp.qr_path(address)

    assert (parsed.secret, parsed.name, parsed.issuer) == (SECRET, "li.na", "售后预算")
    assert width >= 21 + 8
    assert path.startswith("M4 4h1v1h-1z")


# --- Signing in


def test_signing_in_needs_the_code_and_goes_where_one_wanted(client, clerk, turned_on):
    wanted = reverse("core:notices")

    first = password_step(client, next=wanted)
    still_out = client.get(wanted)
    page = client.get(CODE)
    second = client.post(CODE, {"code": code_at(datetime.now(UTC))})

    assert (first.status_code, first.url) == (302, CODE)
    assert still_out.status_code == 302
    assert "李娜" in page.content.decode()
    assert (second.status_code, second.url) == (302, wanted)
    assert client.get(wanted).status_code == 200
    assert SignIn.objects.get(outcome="IN").with_second_factor


def test_a_code_counts_once(client, clerk, turned_on):
    code = code_at(datetime.now(UTC))
    password_step(client)
    client.post(CODE, {"code": code})
    client.post(reverse("organization:sign_out"))
    password_step(client)

    assert client.post(CODE, {"code": code}).status_code == 422


def test_a_recovery_code_signs_in_once_however_it_is_typed(client, clerk, turned_on):
    typed = f" {turned_on[3].upper().replace('-', ' ')} "
    password_step(client)

    assert client.post(CODE, {"code": typed}).status_code == 302
    client.post(reverse("organization:sign_out"))
    password_step(client)
    assert client.post(CODE, {"code": turned_on[3]}).status_code == 422
    assert RecoveryCode.objects.filter(used_at__isnull=True).count() == 9
    told = Notification.objects.get(code="person.recovery_code_used")
    assert (told.person, told.facts["left"]) == (clerk, 9)


def test_a_code_typed_in_full_width_digits_counts(client, clerk, turned_on):
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    password_step(client)

    assert client.post(CODE, {"code": code_at(datetime.now(UTC)).translate(wide)}).status_code == 302


def test_five_wrong_codes_lock_for_fifteen_minutes_even_against_the_right_one(client, clerk, turned_on):
    password_step(client)
    for left in (4, 3, 2, 1):
        answer = client.post(CODE, {"code": "000000"})
        assert answer.status_code == 422
        assert f"还可以再试 {left} 次" in answer.content.decode()

    assert client.post(CODE, {"code": "000000"}).status_code == 429
    assert client.get(CODE).url == SIGN_IN
    password_step(client)
    assert client.post(CODE, {"code": code_at(datetime.now(UTC))}).status_code == 429
    assert list(SignIn.objects.values_list("outcome", flat=True)) == ["LOCKED", "LOCKED", *["WRONG_CODE"] * 4]


def test_the_lock_ends_and_a_right_code_forgets_the_wrong_ones(clerk, turned_on):
    now = datetime.now(UTC)
    for _try in range(4):
        with pytest.raises(SecondFactorWrong):
            services.check_second_factor(person_id=clerk.pk, code="000000", at=now)
    with pytest.raises(SecondFactorLocked):
        services.check_second_factor(person_id=clerk.pk, code="000000", at=now)

    later = now + timedelta(minutes=15, seconds=1)
    services.check_second_factor(person_id=clerk.pk, code=code_at(later), at=later)

    assert SecondFactor.objects.get().failures == 0


def test_nobody_comes_to_the_second_step_without_the_first(client, clerk, turned_on):
    assert client.get(CODE).url == SIGN_IN
    assert client.post(CODE, {"code": code_at(datetime.now(UTC))}).url == SIGN_IN


def test_a_password_changed_meanwhile_ends_the_waiting(client, clerk, turned_on):
    password_step(client)
    clerk.set_password("another-long-pass-phrase")
    clerk.save()

    assert client.post(CODE, {"code": code_at(datetime.now(UTC))}).url == SIGN_IN


def test_a_token_by_password_needs_the_code_too(client, clerk, turned_on):
    body = {"username": "li.na", "password": cast.PASSWORD, "label": "ERP"}

    def ask(**more):
        return client.post("/api/v1/tokens/", json.dumps({**body, **more}), content_type="application/json")

    missing, wrong, right = ask(), ask(code="000000"), ask(code=code_at(datetime.now(UTC)))

    assert (missing.status_code, missing.json()["code"]) == (401, "second_factor_needed")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "second_factor_wrong")
    assert right.status_code == 201


# --- Afterwards


def test_turning_it_off_needs_a_code(client, clerk, turned_on, signed_in):
    signed_in(client, clerk)
    off = reverse("organization:second_factor_off")

    assert client.post(off, {"code": "000000"}).status_code == 422
    assert client.post(off, {"code": turned_on[0]}).url == SECURITY
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert client.get(off).status_code == 404


def test_new_recovery_codes_replace_the_old_ones(client, clerk, turned_on, signed_in):
    signed_in(client, clerk)
    renew = reverse("organization:recovery_codes_renew")

    assert client.post(renew, {"code": turned_on[0]}).status_code == 200
    with pytest.raises(SecondFactorWrong):
        services.check_second_factor(person_id=clerk.pk, code=turned_on[1], at=datetime.now(UTC))
    assert RecoveryCode.objects.filter(used_at__isnull=True).count() == 10


def test_a_lost_phone_is_answered_by_somebody_else_with_a_reason(
    client, clerk, turned_on, signed_in, finance_supervisor, actor_of, owner
):
    signed_in(client, clerk)
    supervisor = actor_of(finance_supervisor)
    given = {"person_id": clerk.pk, "reason": "手机丢失，已当面核实", "at": AT}

    for actor, refusal in ((actor_of(owner), NotAllowed), (actor_of(clerk), NotAllowed)):
        with nothing_changes(), pytest.raises(refusal):
            services.reset_second_factor(**given, actor=actor)
    services.reset_second_factor(**given, actor=supervisor)

    assert not SecondFactor.objects.exists()
    assert not SignedInSession.objects.filter(person=clerk).exists()
    told = Notification.objects.get(code="person.second_factor_reset")
    assert (told.person_id, told.facts["by"]) == (clerk.pk, finance_supervisor.name)
    assert AuditEvent.objects.get(code="person.second_factor_reset").reason == "手机丢失，已当面核实"
    with pytest.raises(SecondFactorMissing):
        services.reset_second_factor(**given, actor=supervisor)
    with pytest.raises(OwnRights):
        services.reset_second_factor(**{**given, "person_id": finance_supervisor.pk}, actor=supervisor)


def test_the_keeper_of_accounts_does_not_open_the_account_of_who_grants_rights(company, finance_supervisor, actor_of):
    keeper = cast.member(company.company, "information_manager", company_wide=True, name_zh="钱伟")
    SecondFactor.objects.create(person=finance_supervisor, secret=totp.seal(SECRET), set_up_at=AT)

    with nothing_changes(), pytest.raises(NotAllowed):
        services.reset_second_factor(person_id=finance_supervisor.pk, reason="手机丢失", actor=actor_of(keeper), at=AT)


# --- Compulsory by role


@pytest.fixture
def compulsory(finance_supervisor, actor_of):
    role = Role.objects.get(code="employee")
    services.require_second_factor(
        role_id=role.pk, is_required=True, reason="制度 3.2", actor=actor_of(finance_supervisor), at=AT
    )
    return role


def test_a_role_that_needs_it_opens_nothing_else_until_it_is_set_up(client, clerk, compulsory):
    assert password_step(client).url == "/"

    assert client.get(reverse("core:notices")).url == SET_UP
    assert client.get("/api/v1/claims/").json()["code"] == "second_factor_due"
    assert client.get(SECURITY).status_code == 200
    assert "取消" not in client.get(SET_UP).content.decode().split("<main")[1].split("</form>")[0]
    secret = totp.unseal(client.session[KEPT])
    client.post(SET_UP, {"code": code_at(datetime.now(UTC), secret), "password": cast.PASSWORD})

    assert client.get(reverse("core:notices")).status_code == 200


def test_a_compulsory_one_stays_on(clerk, turned_on, compulsory, actor_of):
    with nothing_changes(), pytest.raises(SecondFactorCompulsory):
        services.turn_off_second_factor(code=turned_on[0], actor=actor_of(clerk), at=datetime.now(UTC))

    assert RecoveryCode.objects.filter(used_at__isnull=True).count() == 10


def test_no_token_by_password_alone_where_one_is_due(client, clerk, compulsory):
    body = {"username": "li.na", "password": cast.PASSWORD, "label": "ERP"}

    answer = client.post("/api/v1/tokens/", json.dumps(body), content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_due")


def test_others_are_not_asked(client, manager, compulsory, signed_in):
    assert signed_in(client, manager).get(reverse("core:notices")).status_code == 200


def test_nobody_lets_go_of_it_for_their_own_role(finance_supervisor, actor_of, manager):
    role = Role.objects.get(code="finance_supervisor")
    actor = actor_of(finance_supervisor)
    given = {"role_id": role.pk, "reason": "制度 3.2", "at": AT}

    services.require_second_factor(**given, is_required=True, actor=actor)

    with nothing_changes(), pytest.raises(OwnRights):
        services.require_second_factor(**given, is_required=False, actor=actor)
    with nothing_changes(), pytest.raises(NotAllowed):
        services.require_second_factor(**given, is_required=False, actor=actor_of(manager))


def test_the_roles_page_says_so_and_the_action_asks_a_reason(client, finance_supervisor, signed_in):
    signed_in(client, finance_supervisor)
    role = Role.objects.get(code="cashier")
    action = reverse("organization:role_second_factor", args=[role.pk])

    refused = client.post(action, {"reason": ""})
    done = client.post(action, {"reason": "付款岗位"})

    assert refused.status_code == 422
    assert done.status_code == 302
    assert Role.objects.get(pk=role.pk).requires_second_factor
    page = client.get(reverse("organization:role_detail", args=[role.pk])).content.decode()
    assert "必须启用" in page
    assert "付款岗位" in page
