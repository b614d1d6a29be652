"""One PostgreSQL server on a folder, reached through a unix socket in that folder."""

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from devstack import binaries
from devstack.process import command_line, end_with_parent, reachable_by_others, unprivileged

NAME = "app"  # of the account and of the database
SHARED_HOME = Path("/var/lib/shouhou-devstack")  # only where root may neither use namespaces nor be PostgreSQL
LONGEST_FOLDER = 85  # a socket's path ends at 107 bytes
START_SECONDS = 60
STOP_SECONDS = 20

# Without the UTF-8 character type pg_trgm finds no trigram in Chinese text.
LOCALE_18 = ["--locale=C", "--lc-ctype=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
LOCALE_OLD = ["--locale=C.UTF-8"]
ALWAYS = {"listen_addresses": "", "max_connections": "120", "timezone": "UTC", "unix_socket_permissions": "0700"}
# A test's database may be lost with the machine; a demo's may not.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class PostgresFailed(Exception):
    """A program of PostgreSQL ended with an error; the text holds its words."""


class Postgres:
    """Made on first start, kept between starts. `durable=False` trades safety of the data for speed (tests)."""

    variable = "DATABASE_URL"

    def __init__(self, folder: Path, *, durable: bool, database: str = NAME) -> None:
        self.folder = folder
        self.durable = durable
        self.database = database
        self.identity = unprivileged()
        self.programs = binaries.postgres_programs()
        self.major = binaries.major_of(self.programs / "postgres")
        self.log = folder / "postgres.log"
        self.data = self._place(folder)
        self.socket_folder = self._socket_folder()
        self.environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": "/"}
        self.end_with_parent = end_with_parent(signal.SIGINT)  # PostgreSQL's "fast shutdown"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for DATABASE_URL."""
        return f"postgresql://{NAME}@/{self.database}?host={quote(str(self.socket_folder), safe='')}"

    def start(self) -> None:
        """Run the server until it answers. Raises PostgresFailed."""
        if not (self.data / "PG_VERSION").exists():
            quick = [] if self.durable else ["--no-sync"]
            self._run("initdb", "-D", self.data, "-U", NAME, "-A", "trust", "-E", "UTF8", *self._locale(), *quick)
        self._stop_leftover()
        settings = ALWAYS | ({} if self.durable else CARELESS)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.data, "-k", self.socket_folder, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=self.environment,
                preexec_fn=self._in_child,
                start_new_session=True,
                **self.identity.account,
            )
        self._wait_until_it_answers()

    def copy_from(self, kept: Path) -> None:
        """Begin with the data of another server that was ended before. Only before the first start."""
        shutil.copytree(kept, self.data, dirs_exist_ok=True)
        self.data.chmod(0o700)
        if self.identity.account:
            for path in (self.data, *self.data.rglob("*")):
                self.identity.owns(path)

    def stop(self) -> None:
        """End it, and leave nothing outside its folder."""
        self.end()
        if not self.durable and not self.data.is_relative_to(self.folder):
            shutil.rmtree(self.data, ignore_errors=True)
        if self.socket_folder != self.data:
            shutil.rmtree(self.socket_folder, ignore_errors=True)

    def end(self) -> None:
        """End it: sessions are cut off, what was committed is kept."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)  # at once; the next start recovers from the log
            self.process.wait(STOP_SECONDS)

    def _place(self, folder: Path) -> Path:
        """The data folder, named by major version so that an upgrade never meets old files."""
        name = f"pg{self.major}"
        if self.identity.account and not reachable_by_others(folder):
            SHARED_HOME.mkdir(mode=0o755, exist_ok=True)
            name = f"{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}-{name}"
            folder = SHARED_HOME
        if self.identity.account:
            SHARED_HOME.mkdir(mode=0o755, exist_ok=True)
            self.programs = binaries.copy_for_others(self.programs, below=SHARED_HOME)
        data = folder / name
        data.mkdir(mode=0o700, exist_ok=True)
        data.chmod(0o700)
        self.identity.owns(data)
        return data

    def _socket_folder(self) -> Path:
        if len(os.fsencode(self.data)) <= LONGEST_FOLDER:
            return self.data
        folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.identity.owns(folder)
        return folder

    def _locale(self) -> list[str]:
        return LOCALE_18 if self.major >= 17 else LOCALE_OLD

    def _in_child(self) -> None:
        self.identity.before_exec()
        self.end_with_parent()

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self.programs / program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            env=self.environment,
            preexec_fn=self._in_child,
            check=False,
            **self.identity.account,
        )
        if done.returncode:
            raise PostgresFailed(f"{program} failed:\n{done.stdout}")

    def _stop_leftover(self) -> None:
        """Stop the server of a run that was killed. Callers hold the folder's lock, so nobody else uses it.

        The number in its file may belong to a stranger by now: only a process that names this folder is stopped.
        """
        note = self.data / "postmaster.pid"
        if not note.exists():
            return
        pid = int(note.read_text().split()[0])
        if str(self.data) in command_line(pid):
            self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", str(STOP_SECONDS), "stop")
        else:
            note.unlink(missing_ok=True)

    def _wait_until_it_answers(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                self._ensure_database()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise PostgresFailed(f"PostgreSQL did not start; its words are in {self.log}")

    def _ensure_database(self) -> None:
        with psycopg.connect(host=str(self.socket_folder), user=NAME, dbname="postgres", autocommit=True) as session:
            known = session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database]).fetchone()
            if known is None:
                session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.database)))
