"""The kept database that test runs begin with."""

import json

import psycopg
import pytest

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


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """A project with one migration, and a folder kept for that state."""
    for path, text in {"core/migrations/0001_initial.py": "first", "core/shipped.py": "rows"}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    monkeypatch.setattr(migrated, "ROOT", tmp_path)
    monkeypatch.setattr(migrated, "KEPT", tmp_path / "kept")
    folder = tmp_path / "kept" / migrated.state_of_migrations()
    folder.mkdir(parents=True)
    folder.with_name(f"{folder.name}.json").write_text(json.dumps(migrated._files()))
    return folder


@pytest.mark.parametrize(
    ("path", "text", "begins_with_it"),
    [
        ("core/migrations/0002_more.py", "second", True),
        ("core/migrations/0001_initial.py", "changed", False),
        ("core/shipped.py", "other rows", False),
        ("core/shipped_more.py", "new rows", False),
    ],
)
def test_only_added_migrations_begin_with_what_was_kept(kept, path, text, begins_with_it):
    (migrated.ROOT / path).write_text(text)

    nearest = migrated._grown_into(migrated._files())

    assert nearest == (kept if begins_with_it else None)
