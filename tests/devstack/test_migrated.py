"""The kept database that test runs begin with."""

import psycopg

from devstack import migrated


def test_a_run_begins_with_all_migrations_applied(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)

    with migrated.test_services() as addresses:
        database = psycopg.conninfo.make_conninfo(addresses["DATABASE_URL"], dbname=addresses[migrated.VARIABLE])
        with psycopg.connect(database) as session:
            (applied,) = session.execute("SELECT count(*) FROM django_migrations WHERE app = 'core'").fetchone()

    assert applied > 0


def test_another_migration_is_another_state(monkeypatch, tmp_path):
    (tmp_path / "core/migrations").mkdir(parents=True)
    monkeypatch.setattr(migrated, "ROOT", tmp_path)
    before = migrated.state_of_migrations()

    (tmp_path / "core/migrations/0001_initial.py").write_text("first")

    assert migrated.state_of_migrations() != before


def test_an_external_database_begins_empty(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/shouhou")
    monkeypatch.setenv("REDIS_URL", "redis://queue.example/0")

    with migrated.test_services() as addresses:
        assert addresses == {"DATABASE_URL": "postgresql://db.example/shouhou", "REDIS_URL": "redis://queue.example/0"}
