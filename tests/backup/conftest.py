"""Databases of a test's own to restore into, by the command as an operator runs it."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from psycopg import sql
from psycopg.conninfo import make_conninfo

ROOT = Path(__file__).resolve().parents[2]
KEY = "another-installation-0123456789-abcdefghijklmnopqrstuvwxyz"
_counter = itertools.count(1)


@dataclass(frozen=True)
class Installation:
    """A database and a folder of files, as another computer has them."""

    address: str
    folder: Path

    def run(self, *command: str, module: str = "config.settings.demo", **environment: str) -> Any:
        """One of Django's commands on it, as a process of its own."""
        given = {
            "DATABASE_URL": self.address, "DJANGO_SETTINGS_MODULE": module, "MEDIA_ROOT": str(self.folder / "media"),
            "EMAIL_FILE_PATH": str(self.folder / "mail"), "SECRET_KEY": KEY, "DATABASE_POOL_SIZE": "0",
        }  # fmt: skip
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT, env=os.environ | given | environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def restore(self, path: Path, *options: str) -> Any:
        return self.run("restore", str(path), *options)

    def tell(self, script: str, **environment: str) -> Any:
        """What a piece of Python prints as JSON there."""
        done = self.run("shell", "--no-imports", "-c", script, **environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def value(self, query: str) -> Any:
        with psycopg.connect(self.address) as session:
            return session.execute(query).fetchone()[0]


@pytest.fixture
def empty_installation(tmp_path: Path) -> Iterator[Callable[..., Installation]]:
    """Makes installations whose database holds nothing at all, or begins as a copy of another."""
    server, made = os.environ["DATABASE_URL"], []

    def make(template: str = "template0") -> Installation:
        name = f"backup_{os.getpid()}_{next(_counter)}"
        with psycopg.connect(server, autocommit=True) as session:
            names = sql.Identifier(name), sql.Identifier(template)
            session.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        made.append(name)
        folder = tmp_path / name
        (folder / "media").mkdir(parents=True)
        return Installation(address=make_conninfo(server, dbname=name), folder=folder)

    yield make
    with psycopg.connect(server, autocommit=True) as session:
        for name in made:
            session.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def other(empty_installation: Callable[..., Installation]) -> Installation:
    return empty_installation()


@pytest.fixture
def our_key() -> str:
    return str(settings.SECRET_KEY)
