"""Both services on one data folder, which only one process at a time may hold."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path

from devstack.postgres import Postgres
from devstack.valkey import Valkey

ADDRESSES = "services.json"


class FolderInUse(Exception):
    """Another process holds the data folder."""


@contextlib.contextmanager
def folder_lock(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold a data folder; the kernel lets go of it however the process ends. Raises FolderInUse, or waits."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise FolderInUse(str(folder)) from None
        yield


@contextlib.contextmanager
def backing_services(folder: Path, *, durable: bool, beginning: Path | None = None) -> Iterator[dict[str, str]]:
    """Start what the environment does not name; yield the addresses of both. Callers hold the folder's lock.

    `beginning` is a kept PostgreSQL folder that a new one is copied from.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    addresses: dict[str, str] = {}
    with contextlib.ExitStack() as stack:
        for kind in (Postgres, Valkey):
            given = os.environ.get(kind.variable)
            if given:
                addresses[kind.variable] = given
                continue
            server = kind(folder, durable=durable)
            stack.callback(server.stop)
            if isinstance(server, Postgres) and beginning is not None:
                server.copy_from(beginning)
            server.start()
            addresses[kind.variable] = server.url
        note = folder / ADDRESSES
        note.touch(mode=0o600)
        note.write_text(json.dumps(addresses))
        stack.callback(note.unlink, missing_ok=True)
        yield addresses


def addresses_of(folder: Path) -> dict[str, str]:
    """The addresses another process serves from this folder; empty when none does."""
    try:
        return dict(json.loads((folder / ADDRESSES).read_text()))
    except FileNotFoundError:
        return {}
