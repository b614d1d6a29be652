"""`run.py test`: first everything a program can check by reading, then the test suite, on throw-away services.

With arguments only pytest runs, and they are passed on to it.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from devstack.migrated import test_services

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent
WORKERS = 2
# Made up, so that the settings for production can be read by `check --deploy`.
AS_IN_PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "SECRET_KEY": "made-up-for-a-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
    "ALLOWED_HOSTS": "shouhou.example",
}
# Enough for docker-compose.yml to be read; it refuses to be without.
COMPOSE_SECRETS = {"POSTGRES_PASSWORD": "made-up", "SECRET_KEY": "made-up", "ALLOWED_HOSTS": "shouhou.example"}


@dataclass(frozen=True)
class Check:
    """One program that reads the sources and says yes or no."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a check ended."""

    check: Check
    passed: bool
    words: str
    seconds: float


def checks() -> list[Check]:
    """All of them, the slowest first, since they run two at a time."""

    def python(*command: str) -> list[str]:
        return [sys.executable, *command]

    return [
        Check("mypy", python("-m", "mypy", ".")),
        Check("import-linter", [str(TOOLS / "lint-imports")]),
        Check("ruff check", python("-m", "ruff", "check", ".")),
        Check("ruff format", python("-m", "ruff", "format", "--check", ".")),
        Check("djlint", python("-m", "djlint", "templates", "--lint", "--quiet")),
        Check("migrations", python("manage.py", "makemigrations", "--check", "--dry-run")),
        Check("deployment", python("manage.py", "check", "--deploy", "--fail-level", "WARNING"), AS_IN_PRODUCTION),
        Check("translations", python("-m", "scripts.messages", "check")),
        Check("rules", python("-m", "scripts.rules", "--missing")),
        Check("docker-compose.yml", [str(TOOLS / "docker-compose"), "config", "--quiet"], COMPOSE_SECRETS),
    ]


def run_check(check: Check) -> Outcome:
    """Run one, keeping its words."""
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**os.environ, **check.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return Outcome(check, done.returncode == 0, done.stdout.strip(), time.monotonic() - began)


def run_checks() -> list[str]:
    """Run them all; print how each went; return the names of those that failed."""
    failed: list[str] = []
    with ThreadPoolExecutor(WORKERS) as pool:
        for outcome in pool.map(run_check, checks()):
            say(f"{'ok    ' if outcome.passed else 'FAILED'}  {outcome.check.name:<20} {outcome.seconds:5.1f} s")
            if not outcome.passed:
                say(f"\n{outcome.words}\n")
                failed.append(outcome.check.name)
    return failed


def say(text: str) -> None:
    """Print at once, so that lines keep their place among pytest's."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def run_tests(arguments: list[str]) -> int:
    """Run pytest; return its exit code."""
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode


def main(arguments: list[str]) -> int:
    """Check and test; 0 only when all of it is well."""
    if arguments:
        return run_tests(arguments)
    with test_services() as addresses:
        os.environ.update(addresses)
        failed = run_checks()
        code = run_tests(["-n", str(WORKERS), "--dist", "worksteal", "-q"])
    if failed:
        say(f"Checks that failed, see above: {', '.join(failed)}")
        return code or 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
