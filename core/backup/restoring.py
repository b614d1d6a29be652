"""Restoring a back-up into an installation nobody works on (QLT-32)."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import cast

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from core import outbox
from core.backup import archive, contents, database
from core.backup.errors import BackupError
from core.models import Mail, WebhookDelivery

HELD_BACK = "held back"  # in words: core.models.outbox
CHECKS = ("verify_ledger", "verify_decisions")
"""Commands of the apps above that end with an error where what they verify does not hold."""


@dataclass(slots=True)
class Restored:
    """How a restore went: what came back, and every sentence of what does not hold."""

    rows: int = 0
    files: int = 0
    migrated: int = 0
    held_back: int = 0
    said: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def restore(
    path: Path,
    *,
    at: datetime,
    force: bool = False,
    secret_file: Path | None = None,
    say: Callable[[str], None] = print,
) -> Restored:
    """Put a back-up in the place of what the installation holds, bring it to this version, and verify it.

    `secret_file` is given the key the back-up was sealed with. Raises BackupError, and then nothing has changed, for a
    file that is damaged or made by a later version, for a database that holds data (without `force`) or is in use.
    """
    with archive.Reader(path) as reader:
        _require_known(reader)
        say("Reading the back-up")
        reader.verify()
        _require_free(force=force)
        done = Restored(files=len(reader.files))
        say(f"Restoring {done.files} files")
        _restore_files(reader)
        say("Restoring the database")
        with tempfile.TemporaryDirectory(prefix="restore-") as folder:
            dumped = Path(folder) / archive.DATABASE
            reader.copy_to(archive.DATABASE, dumped)
            database.load(dumped)
        _compare_rows(reader, done)
        _hand_keys_over(reader, secret_file, done)
    say("Bringing it to this version")
    _migrate(done)
    done.held_back = hold_back(at=at)
    cache.clear()
    say("Verifying")
    _verify(reader, done)
    return done


def hold_back(*, at: datetime) -> int:
    """Set aside what waited to go to other machines when the back-up was made: it may have gone since. How many.

    It stays in the lists of mails and deliveries, from where it can be sent again.
    """
    held = 0
    for model in (Mail, WebhookDelivery):
        held += outbox.give_up(model.objects.all(), error=HELD_BACK, at=at)
    return held


def _require_known(reader: archive.Reader) -> None:
    manifest = reader.manifest
    if unknown := sorted(set(manifest["migrations"]) - contents.known_migrations()):
        raise BackupError(
            f"{reader.path} was made by a later version of Shouhou ({manifest['application']}; this one does not know "
            f"{unknown[0]}). Install that version or a later one, then restore."
        )
    if contents.half_replaced(set(manifest["migrations"])):
        raise BackupError(
            f"{reader.path} was made before the first release of Shouhou ({manifest['application']}): "
            "this version does not bring its tables up to date. Restore it with a version from then."
        )
    if manifest["postgresql"] > database.server_major():
        raise BackupError(
            f"The back-up is of PostgreSQL {manifest['postgresql']}, this server is {database.server_major()}. "
            "Restore into a server of that version or a later one."
        )


def _require_free(*, force: bool) -> None:
    if others := database.others_connected():
        raise BackupError(
            f"The database is in use ({others} connections). End web, worker and beat first; nothing was changed."
        )
    if not force and (held := _held()):
        raise BackupError(
            f"The database holds data already: {held}. Nothing was changed. Restore into an empty one, or add --force "
            "to replace all of it; what it holds now is then gone, so back it up first."
        )


def _held() -> str:
    """What the database holds, in words; nothing where it was never used."""
    tables, person = connection.introspection.table_names(), get_user_model()
    if person._meta.db_table not in tables:  # noqa: SLF001 - of any app
        return f"{len(tables)} tables of something else" if tables else ""
    count = person._default_manager.count()  # noqa: SLF001 - of any app
    return f"{count} people" if count else ""


def _restore_files(reader: archive.Reader) -> None:
    for name, facts in reader.files.items():
        if default_storage.exists(name):
            if contents.hash_in_storage(name) == facts["sha256"]:
                continue
            default_storage.delete(name)
        with reader.open(archive.FILES + name) as content:
            kept = default_storage.save(name, File(cast("io.BufferedReader", content), name=name))
        if kept != name:
            raise BackupError(f"Storage keeps {name} under another name; the database was not changed.")


def _compare_rows(reader: archive.Reader, done: Restored) -> None:
    found = database.row_counts()
    expected = reader.manifest["rows"]
    done.rows = sum(found.values())
    for name in sorted(expected):
        if found.get(name) != expected[name]:
            done.problems.append(f"{name} has {found.get(name, 0)} rows, the back-up {expected[name]}.")


def _hand_keys_over(reader: archive.Reader, secret_file: Path | None, done: Restored) -> None:
    """Second factors and secrets of webhooks are sealed with the key of the installation they come from."""
    if archive.SECRETS in reader.manifest["members"] and secret_file is not None:
        keys = reader.read_json(archive.SECRETS)["secret_keys"]
        os.close(os.open(secret_file, os.O_CREAT | os.O_WRONLY, 0o600))
        secret_file.write_text("\n".join(keys), encoding="utf-8")
        done.said.append(f"The key of what is sealed in it was written to {secret_file}.")
    elif set(reader.manifest["keys"]) - set(contents.key_marks()):
        done.problems.append(
            "Second factors and secrets of webhooks were sealed with another SECRET_KEY than this installation's. Set "
            f"that one, or add it to SECRET_KEY_FALLBACKS: tar -xOf {reader.path} {archive.SECRETS} shows it where the "
            "back-up holds it."
        )


def _migrate(done: Restored) -> None:
    before = set(contents.applied_migrations())
    call_command("migrate", interactive=False, verbosity=0)
    done.migrated = len(set(contents.applied_migrations()) - before)


def _verify(reader: archive.Reader, done: Restored) -> None:
    for command in CHECKS:
        words = io.StringIO()
        try:
            call_command(command, stdout=words, stderr=words)
        except (CommandError, SystemExit) as error:
            done.problems.append(f"{words.getvalue().strip()} {error}".strip())
        else:
            done.said.append(words.getvalue().strip())
    lacking = set(reader.manifest["missing"])
    for kept in contents.kept_files():
        found = contents.hash_in_storage(kept.name)
        if found is None:
            known = " It was missing when the back-up was made." if kept.name in lacking else ""
            done.problems.append(f"The file {kept.name} is missing.{known}")
        elif found != kept.sha256:
            done.problems.append(f"The file {kept.name} is not what its row says.")
