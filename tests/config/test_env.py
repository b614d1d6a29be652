"""Settings from the environment: what makes no sense stops the start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", True), ("YES", True), ("on", True), ("0", False), ("False", False), ("", True), (" ", True)],
)
def test_a_flag_reads_yes_and_no(monkeypatch, value, expected):
    monkeypatch.setenv("SOME_FLAG", value)

    assert env.flag("SOME_FLAG", default=True) is expected


def test_a_flag_is_not_guessed(monkeypatch):
    monkeypatch.setenv("SOME_FLAG", "maybe")

    with pytest.raises(ImproperlyConfigured, match="SOME_FLAG"):
        env.flag("SOME_FLAG", default=False)


@pytest.mark.parametrize("value", ["-1", "11", "1.5", "many"])
def test_a_number_keeps_its_bounds(monkeypatch, value):
    monkeypatch.setenv("SOME_NUMBER", value)

    with pytest.raises(ImproperlyConfigured, match="SOME_NUMBER"):
        env.number("SOME_NUMBER", default=5, least=0, most=10)


def test_a_choice_is_one_of_its_values(monkeypatch):
    monkeypatch.setenv("SOME_CHOICE", "loud")

    with pytest.raises(ImproperlyConfigured, match="quiet"):
        env.choice("SOME_CHOICE", default="quiet", among={"quiet", "normal"})


def test_names_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("SOME_NAMES", "a.example, b.example,")

    assert env.names("SOME_NAMES") == ["a.example", "b.example"]


@pytest.mark.parametrize("value", ["", "short", "a" * 80])
def test_a_weak_secret_is_refused_and_not_shown(monkeypatch, value):
    monkeypatch.setenv("SOME_SECRET", value)

    with pytest.raises(ImproperlyConfigured) as refused:
        env.secret("SOME_SECRET")

    assert not value or value not in str(refused.value)


def test_a_database_address_may_name_a_socket_and_options(monkeypatch):
    monkeypatch.setenv("SOME_DATABASE", "postgresql://me:p%40ss@/books?host=%2Frun%2Fpg&sslmode=require")

    assert env.database("SOME_DATABASE", pool_size=4) == {
        "ENGINE": "core.postgres",
        "NAME": "books",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "/run/pg",
        "PORT": "",
        "OPTIONS": {
            "sslmode": "require",
            "prepare_threshold": env.ONLY_WHEN_ASKED,
            "pool": {"min_size": 1, "max_size": 4, "timeout": 10},
        },
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }


def test_behind_pgbouncer_nothing_is_prepared(monkeypatch):
    monkeypatch.setenv("SOME_DATABASE", "postgresql://me@/books")
    monkeypatch.setenv("DATABASE_BEHIND_PGBOUNCER", "1")

    behind = env.database("SOME_DATABASE", pool_size=0)

    assert behind["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert "prepare_threshold" not in behind["OPTIONS"]


@pytest.mark.parametrize(
    "value", ["mysql://host/books", "postgresql://host", "host=", "postgresql://host/a?nonsense=1"]
)
def test_another_database_address_is_refused(monkeypatch, value):
    monkeypatch.setenv("SOME_DATABASE", value)

    with pytest.raises(ImproperlyConfigured, match="SOME_DATABASE"):
        env.database("SOME_DATABASE", pool_size=0)


@pytest.mark.parametrize(
    ("address", "broker", "third"),
    [
        ("unix:///run/s.sock?db=0", "redis+socket:///run/s.sock?db=0", "unix:///run/s.sock?db=3"),
        ("redis://:secret@queue:6379/0", "redis://:secret@queue:6379/0", "redis://:secret@queue:6379/3"),
        ("rediss://queue", "rediss://queue", "rediss://queue/3"),
    ],
)
def test_one_address_serves_cache_and_queue(monkeypatch, address, broker, third):
    monkeypatch.setenv("SOME_REDIS", address)

    assert env.redis_url("SOME_REDIS") == address
    assert env.as_broker(address) == broker
    assert env.keyspace(address, 3) == third


def test_another_cache_address_is_refused(monkeypatch):
    monkeypatch.setenv("SOME_REDIS", "memcached://host")

    with pytest.raises(ImproperlyConfigured, match="SOME_REDIS"):
        env.redis_url("SOME_REDIS")
