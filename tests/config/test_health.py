"""Health, readiness and logs (QLT-34)."""

import json
import logging

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from redis.exceptions import ConnectionError as RedisConnectionError

from config.logs import JsonFormatter
from core.context import set_request_id

pytestmark = pytest.mark.rule("QLT-34")


def test_health_answers_without_sign_in_under_any_host_name(client):
    response = client.get("/healthz", headers={"host": "10.0.0.7"})

    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.services
@pytest.mark.django_db
def test_readiness_tells_what_answers(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"database": True, "cache": True}


@pytest.mark.services
@pytest.mark.django_db
def test_readiness_fails_while_the_database_is_away(client, monkeypatch):
    def away():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", away)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": False, "cache": True}


@pytest.mark.services
@pytest.mark.django_db
def test_readiness_fails_while_the_cache_is_away(client, monkeypatch):
    def away(key):
        raise RedisConnectionError

    monkeypatch.setattr(cache, "get", away)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": True, "cache": False}


@pytest.mark.django_db
def test_each_request_leaves_a_line_without_what_was_typed(client, caplog):
    caplog.set_level(logging.INFO, logger="shouhou.requests")

    client.get("/no-such-page/?name=陈立新")

    (record,) = [record for record in caplog.records if record.name == "shouhou.requests"]
    told = json.loads(JsonFormatter().format(record))
    assert (told["method"], told["status"], told["route"]) == ("GET", 404, "")
    assert told["milliseconds"] >= 0
    assert "陈立新" not in json.dumps(told, ensure_ascii=False)


def test_a_log_line_is_one_json_object_with_the_request_id():
    record = logging.LogRecord("budgets", logging.INFO, __file__, 1, "已过账 %s\n行", ("BUD-2026-0007",), None)
    set_request_id("0123456789abcdef")

    line = JsonFormatter().format(record)
    set_request_id("")

    assert "\n" not in line
    told = json.loads(line)
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "INFO",
        "logger": "budgets",
        "message": "已过账 BUD-2026-0007\n行",
        "request_id": "0123456789abcdef",
    }
