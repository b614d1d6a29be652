"""The embedded services: what they promise to the demo and to the tests."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis

from devstack.process import LINUX, command_line
from devstack.services import FolderInUse, addresses_of, backing_services, folder_lock

START_AND_WAIT = """
import sys, time
from pathlib import Path
from devstack.services import backing_services, folder_lock
folder = Path(sys.argv[1])
with folder_lock(folder), backing_services(folder, durable=True):
    print("up", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def embedded(monkeypatch):
    """As on a machine that names no services of its own."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


def server_pids(folder: Path) -> list[int]:
    """The servers that run on this folder. Only Linux ties them to the supervisor; elsewhere the next start stops them."""
    if not LINUX:
        return []
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if pid != os.getpid() and f"{folder}/" in command_line(pid)]


def test_data_is_there_after_a_restart(embedded, tmp_path):
    with backing_services(tmp_path, durable=True) as addresses:
        with psycopg.connect(addresses["DATABASE_URL"]) as session:
            session.execute("CREATE TABLE kept AS SELECT 7 AS seven")
        redis.from_url(addresses["REDIS_URL"]).set("kept", "7")

    with backing_services(tmp_path, durable=True) as addresses:
        with psycopg.connect(addresses["DATABASE_URL"]) as session:
            assert session.execute("SELECT seven FROM kept").fetchone() == (7,)
        assert redis.from_url(addresses["REDIS_URL"]).get("kept") == b"7"


def test_the_durable_database_does_not_answer_before_the_disk_has_it(embedded, tmp_path):
    with backing_services(tmp_path, durable=True) as addresses, psycopg.connect(addresses["DATABASE_URL"]) as session:
        shown = [session.execute(f"SHOW {name}").fetchone()[0] for name in ("fsync", "synchronous_commit")]

    assert shown == ["on", "on"]


def test_the_database_understands_chinese_text(embedded, tmp_path):
    with backing_services(tmp_path, durable=False) as addresses, psycopg.connect(addresses["DATABASE_URL"]) as session:
        session.execute("CREATE EXTENSION pg_trgm")
        (trigrams,) = session.execute("SELECT show_trgm('办公费用')").fetchone()

    assert trigrams


def test_no_port_is_opened(embedded, tmp_path):
    with backing_services(tmp_path, durable=False) as addresses:
        with psycopg.connect(addresses["DATABASE_URL"]) as session:
            assert session.execute("SHOW listen_addresses").fetchone() == ("",)
        assert redis.from_url(addresses["REDIS_URL"]).config_get("port") == {"port": "0"}


def test_a_service_named_by_the_environment_is_used_and_not_started(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/shouhou")
    monkeypatch.setenv("REDIS_URL", "redis://queue.example/0")

    with backing_services(tmp_path, durable=True) as addresses:
        assert addresses == {"DATABASE_URL": "postgresql://db.example/shouhou", "REDIS_URL": "redis://queue.example/0"}
        assert addresses_of(tmp_path) == addresses
        assert server_pids(tmp_path) == []

    assert addresses_of(tmp_path) == {}


def test_a_folder_path_too_long_for_a_socket_works_all_the_same(embedded, tmp_path):
    folder = tmp_path / ("a-rather-long-name-" * 6)

    with backing_services(folder, durable=False) as addresses, psycopg.connect(addresses["DATABASE_URL"]) as session:
        assert session.execute("SELECT 1").fetchone() == (1,)


def test_two_processes_cannot_hold_one_folder(tmp_path):
    with folder_lock(tmp_path), pytest.raises(FolderInUse), folder_lock(tmp_path):
        pass


def test_killing_the_supervisor_leaves_no_server_and_loses_no_data(embedded, tmp_path):
    supervisor = subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert supervisor.stdout.readline() == "up\n"
    with psycopg.connect(addresses_of(tmp_path)["DATABASE_URL"]) as session:
        session.execute("CREATE TABLE kept AS SELECT 7 AS seven")

    supervisor.send_signal(signal.SIGKILL)
    supervisor.wait()

    deadline = time.monotonic() + 20
    while server_pids(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server_pids(tmp_path) == []
    with backing_services(tmp_path, durable=True) as addresses:
        with psycopg.connect(addresses["DATABASE_URL"]) as session:
            assert session.execute("SELECT seven FROM kept").fetchone() == (7,)


def test_a_leftover_note_of_a_stranger_is_not_acted_upon(embedded, tmp_path):
    with backing_services(tmp_path, durable=True):
        (data,) = tmp_path.glob("pg*/")
    stranger = subprocess.Popen(["/bin/sleep", "60"])
    (data / "postmaster.pid").write_text(f"{stranger.pid}\n{data}\n")

    with backing_services(tmp_path, durable=True):
        assert stranger.poll() is None

    stranger.kill()
    stranger.wait()
