"""The application as the demo serves it, on a data folder and in processes of its own, for what is measured over HTTP."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

from devstack.supervisor import Program
from tests.benchmarks import ground, large

HOST = "127.0.0.1"
NO_THROTTLE = {"API_CALLS_PER_MINUTE": "10000000"}
BARE = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.bare.settings"}
READY_SECONDS = 90
Prepare = Callable[[dict[str, Any]], dict[str, Any]]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def application(
    folder: Path, prepare: Prepare, *, with_jobs: bool = False, with_bare: bool = False
) -> Iterator[dict[str, Any]]:
    """Web server (and worker, and the bare view) on a folder until the block ends. Yields what `prepare` returned in
    that process, with `port`, `bare_port`, `pid` of the web server and `jobs_pid`, and the addresses of the services.
    """
    told: Queue[dict[str, Any]] = ground.SPAWN.Queue()
    over = ground.SPAWN.Event()
    process = ground.SPAWN.Process(target=_serve, args=(folder, prepare, with_jobs, with_bare, told, over))
    process.start()
    try:
        found = told.get(timeout=600)
        if "problem" in found:
            raise SystemExit(found["problem"])
        yield found
    finally:
        over.set()
        process.join()


def _serve(folder: Path, prepare: Prepare, with_jobs: bool, with_bare: bool, told: Any, over: Any) -> None:
    from devstack import demo

    try:
        (folder / "logs").mkdir(exist_ok=True)
        with contextlib.ExitStack() as stack:
            addresses = stack.enter_context(large.services_of(folder))
            port = free_port()
            keys = demo.made_keys_of(folder)
            environment = demo.environment_for(folder, keys, host=HOST, address=f"http://{HOST}:{port}/")
            environment |= addresses | NO_THROTTLE
            demo.Preparation(folder, environment, empty=True).run()
            os.environ.update(environment | {"DATABASE_POOL_SIZE": "0"})
            ground.setup()
            found = prepare({**addresses})
            web, worker, _beat = demo.programs(folder, environment, host=HOST, port=port)
            running = [web, worker] if with_jobs else [web]
            found |= {**addresses, "port": port}
            if with_bare:
                found["bare_port"] = free_port()
                running.append(_bare(folder, environment | BARE, found["bare_port"]))
            for program in running:
                stack.callback(program.stop)
                program.start()
            for program, at in zip(running, (port, None if with_jobs else found.get("bare_port")), strict=False):
                if at is not None:
                    _wait(program, at)
            found |= {"pid": web.process and web.process.pid, "jobs_pid": worker.process and worker.process.pid}
            told.put(found)
            over.wait()
    except BaseException as error:
        told.put({"problem": f"{folder}: {error!r}"})
        raise


def _bare(folder: Path, environment: Mapping[str, str], port: int) -> Program:
    import sys

    command = ["gunicorn", "--config", "python:config.gunicorn", "--bind", f"{HOST}:{port}"]
    given = [sys.executable, "-m", *command, "tests.benchmarks.bare.wsgi:application"]
    return Program(name="bare", command=given, environment=dict(environment), log=folder / "logs" / "bare.log")


def _wait(program: Program, port: int) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and not program.has_ended():
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.1)
    raise SystemExit(f"{program.name} does not answer:\n{program.last_words()}")


class Caller:
    """Calls one server over one connection that stays open, as a program of another system would."""

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        self.port, self.headers = port, dict(headers or {})
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)

    def call(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers of an answer. A connection the server closed meanwhile is opened again."""
        content = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = {} if body is None else {"Content-Type": "application/json"}
        given = {**self.headers, **kind, **headers}
        for attempt in (1, 2):
            try:
                self.connection.request(method, path, body=content, headers=given)
                answer = self.connection.getresponse()
                return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.connection.close()
                if attempt == 2:
                    raise
        raise AssertionError
