"""PostgreSQL's own programs on the installation's database: dump of a snapshot, list, load in one transaction."""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from core.backup.errors import BackupError
from devstack import binaries

PROGRAMS = ("pg_dump", "pg_restore", "psql")
PREAMBLE = 60
"""Lines at the beginning of a script that pg_restore writes, among them settings older servers do not know."""
NEWER_SETTINGS = {b"SET transaction_timeout = 0;\n": 17}
EMPTY = (
    "SET LOCAL lock_timeout = '30s'; SET LOCAL client_min_messages = warning; DROP SCHEMA IF EXISTS public CASCADE; "
    "CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC"
)
_COPY = re.compile(rb"COPY public\.(\"[^\"]+\"|\w+) \(")


def server_major() -> int:
    """The major version of the server."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def programs(major: int) -> Path:
    """The folder with PostgreSQL's programs of this version, else the newest that is later. Raises BackupError."""
    whole = [folder for folder in binaries.program_folders() if all((folder / name).exists() for name in PROGRAMS)]
    versions = {folder: binaries.major_of(folder / "pg_dump") for folder in whole}
    if same := [folder for folder, version in versions.items() if version == major]:
        return same[0]
    if later := [folder for folder, version in versions.items() if version > major]:
        return max(later, key=lambda folder: versions[folder])
    raise BackupError(
        f"Back-ups need the programs pg_dump, pg_restore and psql of PostgreSQL {major} or later, and none were found. "
        "Install them, for example: apt-get install postgresql-client"
    )


@contextmanager
def snapshot() -> Iterator[str]:
    """What is committed at this moment, for as long as the block lasts, while others go on writing; its name."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def dump(target: Path, *, at_snapshot: str, without_rows_of: str) -> None:
    """Write the database as of a snapshot to a file, one table without its rows. Raises BackupError."""
    command = [f"--snapshot={at_snapshot}", "--format=custom", f"--exclude-table-data=public.{without_rows_of}"]
    _run("pg_dump", *command, "--no-owner", "--no-privileges", f"--file={target}", _address())


def tables_in(path: Path) -> set[str]:
    """The tables whose rows a dump holds, by the dump's own list. Raises BackupError."""
    lines = _run("pg_restore", "--list", path).splitlines()
    found = (re.search(r" TABLE DATA public (\S+) ", line) for line in lines)
    return {match.group(1) for match in found if match}


def rows_in(path: Path) -> Counter[str]:
    """How many rows of each table a dump holds, by reading all of it. Raises BackupError."""
    rows: Counter[str] = Counter()
    with _program("pg_restore", "--data-only", "--file=-", path, stdout=subprocess.PIPE) as process:
        table = ""
        for line in _pipe(process.stdout):
            if not table:
                if match := _COPY.match(line):
                    table = match.group(1).decode().strip('"')
                    rows[table] += 0
            elif line == b"\\.\n":
                table = ""
            else:
                rows[table] += 1
    _require_well("pg_restore", process.returncode, "")
    return rows


def load(path: Path) -> None:
    """Put a dump in the place of all the database holds, wholly or not at all. Raises BackupError."""
    major = server_major()
    connection.close()
    quiet = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
    with (
        _program("pg_restore", "--no-owner", "--no-privileges", "--file=-", path, stdout=subprocess.PIPE) as reading,
        _program(
            "psql", *quiet, f"--command={EMPTY}", "--file=-", f"--dbname={_address()}",
            major=major, stdin=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as writing,
    ):  # fmt: skip
        words = _pour(reading, writing, major)
        if reading.wait() or writing.returncode:
            raise BackupError(f"The database could not be restored and is as it was before:\n{words[-2000:]}")


def _pour(reading: subprocess.Popen[bytes], writing: subprocess.Popen[bytes], major: int) -> str:
    """Pass a script on to psql; what psql complained of. Of a script that is cut off nothing is kept."""
    script = _pipe(writing.stdin)
    try:
        for number, line in enumerate(_pipe(reading.stdout)):
            if number >= PREAMBLE or NEWER_SETTINGS.get(line, 0) <= major:
                script.write(line)
        if reading.wait():
            writing.kill()  # its end would commit what came so far
    except BrokenPipeError:  # psql has stopped at an error
        reading.kill()
    return writing.communicate()[1].decode(errors="replace")


def row_counts() -> dict[str, int]:
    """How many rows each table holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = pg_class.oid AND d.deptype = 'e') ORDER BY 1"
        )
        names = [name for (name,) in cursor.fetchall()]
        counts = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 - of the catalogue
            counts[name] = int(cursor.fetchone()[0])
    return counts


def others_connected() -> int:
    """How many sessions of others there are on this database."""
    connection.close()
    if (close_pool := getattr(connection, "close_pool", None)) is not None:
        close_pool()
    with psycopg.connect(_address(), password=_password()) as session:
        found = session.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"  # the server's own cleaning is nobody's work
            " AND backend_type = 'client backend'"
        ).fetchone()
    return int(found[0]) if found else 0


def _address() -> str:
    """The database's address without its password, which other users of the machine would see."""
    known = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
    parts = {libpq: str(known[django]) for libpq, django in names.items() if known.get(django)}
    parts |= {name: value for name, value in known["OPTIONS"].items() if isinstance(value, str)}
    return make_conninfo("", **parts)


def _password() -> str | None:
    return str(connection.settings_dict.get("PASSWORD") or "") or None


def _environment() -> dict[str, str]:
    password = _password()
    return {**os.environ, **({"PGPASSWORD": password} if password else {}), "LC_ALL": "C"}


@contextmanager
def _program(
    name: str, *arguments: str | Path, major: int | None = None, **streams: int
) -> Iterator[subprocess.Popen[bytes]]:
    folder = programs(major or server_major())
    command = [folder / name, *arguments]
    with subprocess.Popen(command, env=_environment(), cwd="/", **streams) as process:  # type: ignore[call-overload]
        yield process


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise BackupError("A program of PostgreSQL was started without a pipe.")
    return stream


def _run(name: str, *arguments: str | Path) -> str:
    with _program(name, *arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        said, complaints = process.communicate()
    _require_well(name, process.returncode, complaints.decode(errors="replace"))
    return str(said.decode(errors="replace"))


def _require_well(name: str, code: int, words: str) -> None:
    if code:
        raise BackupError(f"{name} failed:\n{words[-2000:]}")
