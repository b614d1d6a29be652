"""What an installation holds beside its database, and of which version it is (QLT-32)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.crypto import salted_hmac

from core import sealing
from core.backup.archive import Hashing

_holders: dict[type[models.Model], tuple[str, str]] = {}


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file some row names: where it lies in storage, and the hash of its content as the row has it."""

    name: str
    sha256: str


def register(model: type[models.Model], *, file: str = "file", sha256: str = "sha256") -> None:
    """Say which rows name files: the field with the name in storage, and the one with the hash of the content."""
    _holders[model] = (file, sha256)


def holders() -> set[type[models.Model]]:
    """The models that name files."""
    return set(_holders)


def kept_files() -> Iterator[KeptFile]:
    """Every file that some row names, once, as the database says now."""
    seen: set[str] = set()
    tables = set(connection.introspection.table_names())  # before an update is applied some are not there yet
    for model, fields in _holders.items():
        if model._meta.db_table not in tables:  # noqa: SLF001 - of any app
            continue
        rows: Any = model._default_manager.exclude(**{fields[0]: ""})  # noqa: SLF001 - of any app
        for name, sha256 in rows.order_by("pk").values_list(*fields).iterator(2000):
            if name not in seen:
                seen.add(name)
                yield KeptFile(name=str(name), sha256=str(sha256))


def hash_in_storage(name: str) -> str | None:
    """The hash of a stored file's content; None where there is none."""
    try:
        with default_storage.open(name, "rb") as content:
            return Hashing(content).drain()
    except FileNotFoundError:
        return None


def application_version() -> str:
    """Of Shouhou itself."""
    told = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(told["project"]["version"])


def applied_migrations() -> list[str]:
    """The schema's version: the migrations that were applied, as `app.name`."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def known_migrations() -> set[str]:
    """Those this version of Shouhou brings, and those they stand for."""
    loader = MigrationLoader(None)
    replaced = {one for migration in loader.disk_migrations.values() for one in migration.replaces}
    return {f"{app}.{name}" for app, name in {*loader.disk_migrations, *replaced}}


def half_replaced(applied: set[str]) -> list[str]:
    """Migrations that stand for former ones of which only some were applied: Django cannot go on from there."""
    loader = MigrationLoader(None)
    replaced = {
        str(migration): {f"{app}.{name}" for app, name in migration.replaces}
        for migration in loader.disk_migrations.values()
        if migration.replaces
    }
    return sorted(name for name, former in replaced.items() if former & applied and former - applied)


def sessions_table() -> str:
    """The table of sessions, which no back-up holds: whoever was signed in then signs in again."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    return str(store.get_model_class()._meta.db_table)  # noqa: SLF001 - of any engine


def key_marks() -> list[str]:
    """By what an installation's secret keys are told apart without naming them, the present one first."""
    return [mark_of(key) for key in sealing.secret_keys()]


def mark_of(key: str) -> str:
    """By what a key is told from others; it does not lead back to the key."""
    return salted_hmac("core.backup", "mark", secret=key, algorithm="sha256").hexdigest()[:16]
