"""One Valkey server on a folder: cache and queue, reached through a unix socket."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import redis

from devstack import binaries
from devstack.process import end_with_parent

LONGEST_FOLDER = 90  # a socket's path ends at 107 bytes
START_SECONDS = 20
STOP_SECONDS = 15


class ValkeyFailed(Exception):
    """The server ended while starting; its log holds why."""


class Valkey:
    """With `durable` every write is logged to disk, so waiting messages outlive a restart."""

    variable = "REDIS_URL"

    def __init__(self, folder: Path, *, durable: bool) -> None:
        self.data = folder / "valkey"
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.durable = durable
        self.log = folder / "valkey.log"
        fits = len(os.fsencode(self.data)) <= LONGEST_FOLDER
        self.socket_folder = self.data if fits else Path(tempfile.mkdtemp(prefix="vk-"))
        self.socket = self.socket_folder / "valkey.sock"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for REDIS_URL."""
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        """Run the server until it answers. Raises ValkeyFailed."""
        self._stop_leftover()
        options = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700", "--dir", str(self.data)]
        options += ["--maxmemory-policy", "noeviction"]
        options += ["--appendonly", "yes"] if self.durable else ["--save", ""]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [binaries.valkey_program(), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent(signal.SIGTERM),
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if self._answers():
                return
            time.sleep(0.02)
        raise ValkeyFailed(f"Valkey did not start; its words are in {self.log}")

    def stop(self) -> None:
        """End it, with what it holds on disk first."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.socket_folder != self.data:
            shutil.rmtree(self.socket_folder, ignore_errors=True)

    def _client(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5)

    def _answers(self) -> bool:
        try:
            return bool(self._client().ping())
        except (redis.RedisError, OSError):
            return False

    def _stop_leftover(self) -> None:
        """Stop the server of a run that was killed. Callers hold the folder's lock, so nobody else uses it."""
        if self.socket.exists():
            with contextlib.suppress(redis.RedisError, OSError):
                self._client().shutdown(nosave=not self.durable)
            self.socket.unlink(missing_ok=True)
