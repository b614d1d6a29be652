"""What every resource of the API does: shapes, refusals, paging, keys (GEN-17)."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from rest_framework.test import APIClient

from core.models import HandledRequest, NumberSeries
from tests.core.api.series import SeriesResource

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.api.series"), pytest.mark.rule("GEN-17")]
LIST = "/api/test/series/"


@pytest.fixture
def api(owner: Any) -> APIClient:
    SeriesResource.calls.clear()
    client = APIClient()
    client.force_login(owner)
    return client


@pytest.fixture
def rows(db: None) -> list[NumberSeries]:
    return [NumberSeries.objects.create(prefix=f"T{n}", year=2000 + n // 2, last=n) for n in range(5)]


def post(client: APIClient, path: str, body: Any, **headers: str) -> Any:
    return client.post(path, body, format="json", headers=headers)


def shape(response: Any) -> set[str]:
    return set(response.json())


def test_without_sign_in_it_is_401(db):
    response = APIClient().get(LIST)

    assert response.status_code == 401
    assert response.json()["code"] == "not_authenticated"
    assert shape(response) == {"code", "detail", "params", "fields"}


def test_a_session_needs_its_csrf_token(owner):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(owner)

    assert post(client, LIST, {"prefix": "A", "year": 2026}).status_code == 403


def test_list_one_and_make(api):
    made = post(api, LIST, {"prefix": "A", "year": 2026})

    assert made.status_code == 201
    assert made["Location"].endswith(f"{LIST}{made.json()['id']}/")
    assert api.get(f"{LIST}{made.json()['id']}/").json()["prefix"] == "A"
    assert [row["prefix"] for row in api.get(LIST).json()["results"]] == ["A"]


@pytest.mark.rule("GEN-10")
def test_what_is_not_seen_is_404(api):
    hidden = NumberSeries.objects.create(prefix="HIDDEN", year=2026)

    for path in (f"{LIST}{hidden.pk}/", f"{LIST}999999999999999999/", "/api/nowhere/", "/api/v1/nowhere/5/"):
        response = api.get(path)
        assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert post(api, f"{LIST}{hidden.pk}/close/", {}).status_code == 404
    assert api.patch(f"{LIST}{hidden.pk}/", {"last": 1}, format="json").status_code == 404


@pytest.mark.rule("QLT-42")
@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"prefix", "year"}),
        ({"prefix": "A\x00", "year": 1}, {"prefix"}),
        ({"prefix": "A", "year": 10**30}, {"year"}),
        ({"prefix": "A", "year": 1, "colour": "red"}, {"colour"}),
        ({"prefix": "A", "year": 1, "lines": [{"amount": "1.005"}]}, {"lines.0.amount"}),
        ({"prefix": "A", "year": 1, "lines": [{"amount": "1"}, {"amount": "-1", "note": "x" * 30}]}, {"lines.1.amount", "lines.1.note"}),
        ({"prefix": "A", "year": 1, "lines": [{"amount": "1e400"}]}, {"lines.0.amount"}),
        ({"prefix": "A", "year": 1, "lines": [{"amount": "NaN"}]}, {"lines.0.amount"}),
        ({"prefix": {}, "year": []}, {"prefix", "year"}),
        ([1], {"non_field_errors"}),
        ("text", {"non_field_errors"}),
    ],
)  # fmt: skip
def test_a_wrong_shape_is_400_and_names_the_fields(api, body, fields):
    response = post(api, LIST, body)

    assert (response.status_code, response.json()["code"]) == (400, "invalid")
    assert set(response.json()["fields"]) == fields
    assert not NumberSeries.objects.exists()


@pytest.mark.rule("QLT-42")
@pytest.mark.parametrize(
    "raw",
    [b"{", b"null", b'{"prefix": "\\ud800", "year": 1}', b"\xff\xfe", b'{"year": NaN}', b"[" * 100_000, b'{"year": ' + b"9" * 5000 + b"}", b'{"a":' * 30 + b"1" + b"}" * 30],
)  # fmt: skip
def test_what_is_no_json_is_400(api, raw):
    response = api.post(LIST, raw, content_type="application/json")

    assert response.status_code == 400
    assert shape(response) == {"code", "detail", "params", "fields"}


def test_what_only_the_database_refuses_is_400(api, rows):
    response = api.patch(f"{LIST}{rows[0].pk}/", {"last": 10**15, "version": 1}, format="json")

    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")


def test_other_content_types_and_methods(api, rows):
    assert api.post(LIST, "a=b", content_type="text/plain").status_code == 415
    assert api.put(f"{LIST}{rows[0].pk}/", {}, format="json").status_code == 405
    assert api.delete(f"{LIST}{rows[0].pk}/").json()["code"] == "method_not_allowed"


@pytest.mark.rule("QLT-42")
@pytest.mark.parametrize(
    "query",
    ["page_size=0", "page_size=x", "page_size=²", "ordering=last", "cursor=x", "cursor=WzEsMV0", "year=abc", "q=%00", "yeer=1", "cursor=ÿ"],
)  # fmt: skip
def test_bad_parameters_are_400(api, rows, query):
    response = api.get(f"{LIST}?{query}")

    assert (response.status_code, response.json()["code"]) == (400, "invalid")
    assert response.json()["fields"]


def test_filters_and_search(api, rows):
    assert [row["prefix"] for row in api.get(f"{LIST}?year=2001").json()["results"]] == ["T2", "T3"]
    assert [row["prefix"] for row in api.get(f"{LIST}?q=t4").json()["results"]] == ["T4"]
    assert api.get(f"{LIST}?year=99999999999999999999").json()["results"] == []


@pytest.mark.parametrize("ordering", ["", "year", "-year", "prefix", "-prefix"])
def test_pages_show_every_row_once_in_both_directions(api, rows, ordering):
    whole = [row["id"] for row in api.get(f"{LIST}?ordering={ordering}").json()["results"]]
    page = api.get(f"{LIST}?page_size=2&ordering={ordering}").json()
    forth, pages = [row["id"] for row in page["results"]], [page]
    while page["next"]:
        page = api.get(page["next"]).json()
        pages.append(page)
        forth += [row["id"] for row in page["results"]]

    assert forth == whole
    assert len(pages) == 3
    for earlier in reversed(pages[:-1]):
        page = api.get(page["previous"]).json()
        assert page["results"] == earlier["results"]
    assert page["previous"] is None


def test_at_most_200_rows_a_page(api):
    NumberSeries.objects.bulk_create(NumberSeries(prefix="M", year=n) for n in range(205))

    assert len(api.get(f"{LIST}?page_size=1000").json()["results"]) == 200


def test_amounts_are_strings(api):
    body = {"prefix": "A", "year": 1, "lines": [{"amount": "9860"}, {"amount": 0.1}, {"amount": 0.2}]}

    assert post(api, f"{LIST}check/", body).json() == {"total": "9860.30", "currency": "CNY"}


def test_a_refused_move_changes_nothing(api):
    shut = NumberSeries.objects.create(prefix="SHUT", year=2026)

    response = post(api, f"{LIST}{shut.pk}/close/", {})

    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")
    assert NumberSeries.objects.get(pk=shut.pk).last == 0


def test_a_move_answers_with_the_document_as_it_is_then(api, rows):
    assert post(api, f"{LIST}{rows[0].pk}/close/", {}).json()["last"] == 99


def test_a_stale_version_is_409(api, rows):
    response = api.patch(f"{LIST}{rows[0].pk}/", {"last": 1, "version": 2}, format="json")

    assert (response.status_code, response.json()["code"]) == (409, "stale_document")


@pytest.mark.rule("GEN-04")
def test_a_change_without_its_version_is_400_and_changes_nothing(api, rows):
    response = api.patch(f"{LIST}{rows[0].pk}/", {"last": 1}, format="json")

    assert (response.status_code, list(response.json()["fields"])) == (400, ["version"])
    assert NumberSeries.objects.get(pk=rows[0].pk).last == rows[0].last


@pytest.mark.urls("config.urls")
@pytest.mark.rule("GEN-04", "GEN-17")
def test_every_change_of_a_versioned_thing_is_described_with_its_version():
    """Who reads it is given the version they have to send; the description says that it cannot be left out."""
    described = SchemaGenerator().get_schema(request=None, public=True)
    parts = described["components"]["schemas"]

    def part(content):
        return parts[content["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]]

    changes = {path: methods["patch"] for path, methods in described["paths"].items() if "patch" in methods}
    for path, one in changes.items():
        if "version" in part(one["responses"]["200"])["properties"]:
            assert "version" in part(one["requestBody"])["required"], path
        else:
            assert path.split("/")[3] in {"saved-views", "notice-choices", "import-sources"}, path
    assert len(changes) > 15


# --- Idempotency keys


def test_the_same_key_gives_the_first_answer(api):
    first = post(api, LIST, {"prefix": "A", "year": 2026}, **{"Idempotency-Key": "k-1"})
    second = post(api, LIST, {"year": 2026, "prefix": "A"}, **{"Idempotency-Key": "k-1"})

    assert second.status_code == 201
    assert second.json() == first.json()
    assert second["Location"] == first["Location"]
    assert second["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first
    assert SeriesResource.calls == ["make"]


def test_the_same_key_with_another_body_is_422(api):
    post(api, LIST, {"prefix": "A", "year": 2026}, **{"Idempotency-Key": "k-1"})

    response = post(api, LIST, {"prefix": "B", "year": 2026}, **{"Idempotency-Key": "k-1"})

    assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")
    assert NumberSeries.objects.get().prefix == "A"


def test_a_refused_write_gives_its_key_back(api):
    shut = NumberSeries.objects.create(prefix="SHUT", year=2026)
    refused = post(api, f"{LIST}{shut.pk}/close/", {}, **{"Idempotency-Key": "k-2"})
    NumberSeries.objects.filter(pk=shut.pk).update(prefix="OPEN")

    assert refused.status_code == 400
    assert post(api, f"{LIST}{shut.pk}/close/", {}, **{"Idempotency-Key": "k-2"}).json()["last"] == 99
    assert HandledRequest.objects.count() == 1


@pytest.mark.parametrize("key", ["", "a b", "x" * 73, "钥"])
def test_a_strange_key_is_400(api, key):
    assert post(api, LIST, {"prefix": "A", "year": 1}, **{"Idempotency-Key": key}).status_code == 400


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_the_same_key_while_the_first_is_worked_on_is_409(owner):
    client = APIClient()
    client.force_login(owner)
    held, done = threading.Event(), threading.Event()

    def rival() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4711))", [f"{owner.pk}:api:k-3"])
                held.set()
                done.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=rival)
    thread.start()
    held.wait(10)
    meanwhile = post(client, LIST, {"prefix": "A", "year": 1}, **{"Idempotency-Key": "k-3"})
    done.set()
    thread.join()

    assert (meanwhile.status_code, meanwhile.json()["code"]) == (409, "request_in_flight")
    assert post(client, LIST, {"prefix": "A", "year": 1}, **{"Idempotency-Key": "k-3"}).status_code == 201


# --- Tokens, throttles, languages, description


def with_token(owner: Any, *scopes: str) -> APIClient:
    client = APIClient()
    token: Any = SimpleNamespace(pk=7, scopes=list(scopes))
    client.force_authenticate(user=owner, token=token)
    return client


@pytest.mark.parametrize(
    ("scopes", "statuses"),
    [(("read",), [200, 403, 403]), (("read", "write"), [200, 201, 403]), (("read", "write", "decide"), [200, 201, 200])],
)  # fmt: skip
def test_a_token_does_only_what_it_is_for(owner, rows, scopes, statuses):
    client = with_token(owner, *scopes)

    assert [
        client.get(LIST).status_code,
        post(client, LIST, {"prefix": "A", "year": 1}).status_code,
        post(client, f"{LIST}{rows[0].pk}/decide/", {}).status_code,
    ] == statuses


def test_too_many_calls_are_429(owner, rows, settings):
    settings.API_CALLS_PER_MINUTE = 2
    client = with_token(owner, "read")

    answers = [client.get(LIST) for _ in range(5)]

    assert 429 in {answer.status_code for answer in answers}  # the minute may turn once in between
    late = next(answer for answer in answers if answer.status_code == 429)
    assert late.json()["code"] == "throttled"
    assert int(late["Retry-After"]) <= 61


@pytest.mark.rule("QLT-30")
def test_without_a_cache_nobody_is_held_up(owner, rows, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}

    assert with_token(owner, "read").get(LIST).status_code == 200


@pytest.mark.rule("GEN-11")
def test_the_language_of_the_call_is_used(api):
    shut = NumberSeries.objects.create(prefix="HIDDEN", year=1)

    english = api.get(f"{LIST}{shut.pk}/", headers={"accept-language": "en"}).json()["detail"]
    chinese = api.get(f"{LIST}{shut.pk}/", headers={"accept-language": "zh-CN"}).json()["detail"]

    assert english == "There is no such thing, or it is not to be seen by you."
    assert chinese == "没有该记录，或您无权查看。"


@pytest.mark.rule("GEN-11")
def test_the_header_wins_over_the_choice_of_who_is_signed_in(client, owner):
    type(owner).objects.filter(pk=owner.pk).update(language="zh-hans")
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")

    told = client.get(f"{LIST}0/", headers={"accept-language": "en"}).json()["detail"]

    assert told == "There is no such thing, or it is not to be seen by you."


def test_the_description_is_openapi_3_1(api):
    described = api.get("/api/schema/").json()

    assert described["openapi"].startswith("3.1")
    post_one = described["paths"]["/api/test/series/"]["post"]
    assert any(parameter["name"] == "Idempotency-Key" for parameter in post_one["parameters"])
    assert {"201", "400", "401", "403", "409", "422"} <= set(post_one["responses"])
    assert "/api/test/series/{id}/close/" in described["paths"]


def test_the_description_is_valid_and_complete(api):
    """Nothing had to be guessed: a warning of the generator is a field or a parameter described wrongly."""
    GENERATOR_STATS.reset()

    validate_schema(SchemaGenerator().get_schema(request=None, public=True))

    assert not GENERATOR_STATS


def test_the_description_can_be_read_as_a_page(api):
    response = api.get("/api/docs/")

    assert response.status_code == 200
    assert "/api/test/series/check/" in response.content.decode()
