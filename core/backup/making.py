"""Making a back-up while the application runs (QLT-32)."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage

from core import sealing
from core.backup import archive, contents, database
from core.backup.contents import KeptFile
from core.backup.errors import BackupError


@dataclass(frozen=True, slots=True)
class Made:
    """A finished back-up. `missing` are files that rows name and storage does not have."""

    path: Path
    size: int
    rows: int
    files: int
    missing: list[str]
    changed: list[str]


def make(target: Path, *, at: datetime, with_secrets: bool = True, say: Callable[[str], None] = print) -> Made:
    """Write one file: the database as of this moment, the files its rows name, and the keys to what is sealed in it.

    A folder is given a file named by the moment. The file appears under its name only when it has been read again
    from end to end. Raises BackupError.
    """
    path = target / f"shouhou-{at:%Y%m%dT%H%M%SZ}.tar" if target.is_dir() else target
    if path.exists():
        raise BackupError(f"{path} is there already. Choose another name.")
    if not path.parent.is_dir():
        raise BackupError(f"There is no folder {path.parent}.")
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as folder:
            fresh = Path(folder) / "backup.tar"
            os.close(os.open(fresh, os.O_CREAT | os.O_WRONLY, 0o600))
            made = _write(fresh, Path(folder) / "database.dump", at=at, with_secrets=with_secrets, say=say)
            say("Reading it again")
            verify(fresh)
            fresh.rename(path)
    except OSError as error:
        raise BackupError(f"The back-up cannot be written: {error}") from error
    return Made(path=path, size=path.stat().st_size, **made)


def _write(
    fresh: Path, dumped: Path, *, at: datetime, with_secrets: bool, say: Callable[[str], None]
) -> dict[str, Any]:
    sessions = contents.sessions_table()
    with archive.Writer(fresh) as writer:
        with database.snapshot() as name:
            facts = _facts(at)
            wanted = list(contents.kept_files())
            rows = database.row_counts()
            rows |= {table: 0 for table in rows if table == sessions}
            say("Writing the database")
            database.dump(dumped, at_snapshot=name, without_rows_of=sessions)
        with dumped.open("rb") as content:
            writer.add(archive.DATABASE, content, dumped.stat().st_size)
        dumped.unlink()
        say(f"Writing {len(wanted)} files")
        missing, changed = _add_files(writer, wanted)
        if with_secrets:
            writer.add_json(archive.SECRETS, {"secret_keys": sealing.secret_keys()})
        writer.finish({**facts, "rows": rows, "missing": missing, "changed": changed})
    return {"rows": sum(rows.values()), "files": len(wanted) - len(missing), "missing": missing, "changed": changed}


def _facts(at: datetime) -> dict[str, Any]:
    return {
        "application": contents.application_version(),
        "made_at": at.isoformat(),
        "migrations": contents.applied_migrations(),
        "postgresql": database.server_major(),
        "keys": contents.key_marks(),
        "time_zone": settings.TIME_ZONE,
        "base_currency": settings.BASE_CURRENCY,
    }


def _add_files(writer: archive.Writer, wanted: list[KeptFile]) -> tuple[list[str], list[str]]:
    """Add the files; those that are not there any more, and those whose content is not what their rows say."""
    lacking, changed = [], []
    for kept in wanted:
        try:
            with default_storage.open(kept.name, "rb") as content:
                sha256 = writer.add(archive.FILES + kept.name, content, default_storage.size(kept.name))
        except FileNotFoundError:
            lacking.append(kept.name)
        else:
            if sha256 != kept.sha256:
                changed.append(kept.name)
    if lacking:  # a report whose time ran out meanwhile took its file along
        still = {kept.name for kept in contents.kept_files()}
        lacking = [name for name in lacking if name in still]
    return lacking, changed


def verify(path: Path) -> None:
    """Read a back-up as a restore would: every hash, the dump's own list, every row of it. Raises BackupError."""
    with archive.Reader(path) as reader:
        reader.verify()
        with tempfile.TemporaryDirectory(prefix=".verify-", dir=path.parent) as folder:
            dumped = Path(folder) / archive.DATABASE
            reader.copy_to(archive.DATABASE, dumped)
            expected = {name: count for name, count in reader.manifest["rows"].items() if count}
            if lacking := sorted(set(expected) - database.tables_in(dumped)):
                raise archive.damaged(path, f"these tables are not in it: {', '.join(lacking)}")
            found = database.rows_in(dumped)
            if different := sorted(name for name, count in expected.items() if found[name] != count):
                raise archive.damaged(path, f"these tables have other numbers of rows: {', '.join(different)}")
