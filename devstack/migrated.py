"""A PostgreSQL folder with all migrations applied, kept between test runs.

Applying the migrations takes longer than most test runs, and gives the same database every time. So it is done once for
each state of the migrations; a test run copies the folder, and makes its databases from the one called `migrated`.
Where migrations were only added since a kept state, that one is copied and the new ones are applied to it.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from devstack.postgres import Postgres
from devstack.services import backing_services, folder_lock

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".local" / "migrated"
KEEP = 2  # states of the migrations beside the present one; another run may be copying one of them
DATABASE = "migrated"
VARIABLE = "TEST_DATABASE_TEMPLATE"


def state_of_migrations() -> str:
    """Changes with every migration, with the packages' own ones and with the list of applications."""
    return hashlib.sha256(json.dumps(_files(), sort_keys=True).encode()).hexdigest()[:16]


def _files() -> dict[str, str]:
    """What makes the database: each file by its path in the project, with its digest."""
    patterns = (
        "*/migrations/*.py",
        "*/shipped*.py",
        "config/settings/*.py",
        "requirements.txt",
        "devstack/postgres.py",
    )
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@contextlib.contextmanager
def test_services() -> Iterator[dict[str, str]]:
    """Throw-away services for one test run, begun from the migrated folder; yields what the environment must say."""
    beginning = None if os.environ.get(Postgres.variable) else migrated_folder()
    with (
        tempfile.TemporaryDirectory(prefix="shouhou-test-", ignore_cleanup_errors=True) as folder,
        backing_services(Path(folder), durable=False, beginning=beginning) as addresses,
    ):
        yield addresses | ({VARIABLE: DATABASE} if beginning else {})


def migrated_folder() -> Path | None:
    """The folder to copy, made now when need be; None when it cannot be made (the tests then say what is wrong)."""
    kept = KEPT / state_of_migrations()
    if not kept.exists():
        with folder_lock(KEPT, wait=True):  # another run may be making it
            if not kept.exists():
                _make(kept)
    return kept if kept.exists() else None


def _make(kept: Path) -> None:
    files = _files()
    by_age = sorted(KEPT.glob("*/"), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for old in by_age[KEEP:]:
        shutil.rmtree(old, ignore_errors=True)
        _list_of(old).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="shouhou-migrate-") as folder:
        server = Postgres(Path(folder), durable=False, database=DATABASE)
        try:
            if nearest := _grown_into(files):
                server.copy_from(nearest)
            server.start()
            done = subprocess.run(
                [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"],
                cwd=ROOT,
                env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", **_addresses(server)},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
            server.end()
            if done.returncode == 0:
                fresh = kept.with_name(f"{kept.name}.new")
                shutil.rmtree(fresh, ignore_errors=True)
                shutil.copytree(server.data, fresh)
                _list_of(kept).write_text(json.dumps(files))
                fresh.rename(kept)
        finally:
            server.stop()


def _list_of(kept: Path) -> Path:
    """Where it stands which files made a kept folder."""
    return kept.with_name(f"{kept.name}.json")


def _grown_into(files: dict[str, str]) -> Path | None:
    """The kept folder that lacks fewest of these files, where all that is lacking is migrations; None for none."""
    best: tuple[int, Path] | None = None
    for listed in KEPT.glob("*.json"):
        kept, made_of = listed.with_suffix(""), json.loads(listed.read_text())
        added = files.keys() - made_of.keys()
        grown = made_of.items() <= files.items() and all("/migrations/" in path for path in added)
        if grown and kept.exists() and (best is None or len(added) < best[0]):
            best = len(added), kept
    return best[1] if best else None


def _addresses(server: Postgres) -> dict[str, str]:
    # Migrations use no queue; the settings only want an address that makes sense.
    return {"DATABASE_URL": server.url, "REDIS_URL": "redis://127.0.0.1:1/0"}
