"""The demo's supervisor: what it starts, how it ends, what it says when it cannot."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from devstack import demo
from devstack.migrated import DATABASE, VARIABLE
from devstack.process import command_line
from devstack.supervisor import Program, ProgramFailed, watch

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def database():
    """The address of a migrated database of this test's own."""
    server, name = os.environ["DATABASE_URL"], f"demo_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as session:
        template = sql.SQL("TEMPLATE {}").format(sql.Identifier(DATABASE)) if os.environ.get(VARIABLE) else sql.SQL("")
        session.execute(sql.SQL("CREATE DATABASE {} {}").format(sql.Identifier(name), template))
    yield make_conninfo(server, dbname=name)
    with psycopg.connect(server, autocommit=True) as session:
        session.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_demo(folder: Path, port: int, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "devstack.demo", "--empty", "--port", str(port), "--data", str(folder)],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def running_on(folder: Path) -> list[str]:
    """Command lines of processes that name this folder."""
    pids = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]
    return [line for pid in pids if f"{folder}/" in (line := command_line(pid))]


def test_the_demo_starts_serves_and_ends_in_order(tmp_path, port, database):
    running = start_demo(tmp_path, port, DATABASE_URL=database)
    said = []
    while not said or not said[-1].startswith("Ctrl-C"):
        line = running.stdout.readline()
        assert line, "".join(said)
        said.append(line)

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        assert json.load(answer) == {"database": True, "cache": True}
    running.send_signal(signal.SIGTERM)
    rest, _none = running.communicate(timeout=60)

    assert f"Ready: http://127.0.0.1:{port}/\n" in said
    assert rest.strip().endswith("Ended; the data stays.")
    assert running.returncode == 0
    assert running_on(tmp_path) == []
    ended = [(tmp_path / "logs" / f"{name}.log").stat().st_mtime for name in ("worker", "web")]
    assert ended == sorted(ended)


def test_a_taken_port_is_said_before_anything_starts(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        refused = start_demo(tmp_path, port)
        said, _none = refused.communicate(timeout=60)

    assert refused.returncode == 1
    assert f"Port {port} is taken" in said
    assert "Starting" not in said


def test_a_second_demo_on_the_same_data_is_refused(tmp_path, port):
    with demo.folder_lock(tmp_path):
        refused = start_demo(tmp_path, port)
        said, _none = refused.communicate(timeout=60)

    assert refused.returncode == 1
    assert "already runs" in said


def test_the_signing_key_is_made_once_and_kept_private(tmp_path):
    (first,) = demo.made_keys_of(tmp_path)

    assert demo.made_keys_of(tmp_path) == demo.keys_of(tmp_path) == [first]
    assert len(first) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_the_log_ins_are_shown(tmp_path):
    people = [{"username": "general_manager", "name": "陈立新", "role": "总经理"}]
    (tmp_path / "logins.json").write_text(json.dumps({"password": "a-password", "people": people}))

    shown = demo.welcome(tmp_path, "http://127.0.0.1:8000/")

    assert "a-password" in shown
    assert re.search(r"general_manager +陈立新, 总经理", shown)


def program(folder: Path, code: str) -> Program:
    return Program(name="it", command=[sys.executable, "-c", code], environment={}, log=folder / "it.log")


def test_a_program_that_falls_is_started_again_but_not_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    falling = program(tmp_path, "print('ouch')")
    falling.start()

    with pytest.raises(ProgramFailed, match="ouch"):
        watch([falling])

    assert (tmp_path / "it.log").read_text().count("ouch") == 6


def test_a_program_that_does_not_heed_is_ended_with_its_helpers(tmp_path, monkeypatch):
    monkeypatch.setattr("devstack.supervisor.STOP_SECONDS", 0.5)
    stubborn = program(
        tmp_path,
        "import signal, subprocess, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"print('up', flush=True); subprocess.run(['sleep', '61', '{tmp_path}/'])",
    )
    stubborn.start()
    while "up" not in stubborn.log.read_text():
        time.sleep(0.02)

    stubborn.stop()

    assert stubborn.has_ended()
    assert running_on(tmp_path) == []
