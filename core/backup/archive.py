"""The file of a back-up: a tar whose last member names every other one with its size and hash (QLT-32)."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from core.backup.errors import BackupError

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.dump"
SECRETS = "secrets.json"
FILES = "files/"
PIECE = 1024 * 1024


class Hashing(io.RawIOBase):
    """Reads another stream and keeps the SHA-256 of what passed."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(size)
        self.digest.update(piece)
        return piece

    def drain(self) -> str:
        """Read to the end; the hash of all of it."""
        while self.read(PIECE):
            pass
        return self.digest.hexdigest()


class Writer:
    """Writes members one after the other, the manifest last. Without the manifest a file is no back-up."""

    def __init__(self, path: Path) -> None:
        self._tar = tarfile.open(path, "w", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by __exit__
        self.members: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._tar.close()

    def add(self, name: str, content: IO[bytes], size: int) -> str:
        """Add so many bytes of a stream; their hash. Raises OSError when there are fewer."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        hashing = Hashing(content)
        self._tar.addfile(entry, hashing)
        self.members[name] = {"size": size, "sha256": hashing.digest.hexdigest()}
        return str(self.members[name]["sha256"])

    def add_json(self, name: str, content: Any) -> None:
        """Add a small piece of data."""
        data = json.dumps(content, ensure_ascii=False, indent=1).encode()
        self.add(name, io.BytesIO(data), len(data))

    def finish(self, facts: dict[str, Any]) -> None:
        """Write the manifest: these facts and every member. Nothing is added after it."""
        body = {"format": FORMAT, **facts, "members": dict(self.members)}
        self.add_json(MANIFEST, {"sha256": digest_of(body), "body": body})


class Reader:
    """An existing back-up. Opening it reads the manifest alone; `verify` reads all of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._tar = tarfile.open(path, "r:")  # noqa: SIM115 - closed by __exit__
            self.manifest = self._manifest()
        except FileNotFoundError:
            raise BackupError(f"There is no file {path}.") from None
        except (tarfile.TarError, OSError, ValueError, KeyError, TypeError, EOFError) as error:
            raise damaged(path, "it is no back-up, or its end is missing") from error
        if self.manifest["format"] > FORMAT:
            raise BackupError(
                f"{path} was made by a later version of Shouhou ({self.manifest['application']}). Install that version "
                "or a later one, then restore."
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._tar.close()

    @property
    def files(self) -> dict[str, dict[str, Any]]:
        """The kept files by their name in storage: size and hash."""
        members = self.manifest["members"]
        return {name.removeprefix(FILES): facts for name, facts in members.items() if name.startswith(FILES)}

    def verify(self) -> None:
        """Read every member and compare it with the manifest. Raises BackupError when anything differs."""
        for name, facts in self.manifest["members"].items():
            try:
                with self.open(name) as content:
                    sha256 = Hashing(content).drain()
            except (tarfile.TarError, OSError, KeyError) as error:
                raise damaged(self.path, f"{name} cannot be read") from error
            if sha256 != facts["sha256"]:
                raise damaged(self.path, f"{name} is not what was written")

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A member's content."""
        content = self._tar.extractfile(name)
        if content is None:
            raise KeyError(name)
        with content:
            yield content

    def read_json(self, name: str) -> Any:
        """A small member."""
        with self.open(name) as content:
            return json.load(content)

    def copy_to(self, name: str, target: Path) -> None:
        """Write a member to a file of its own."""
        with self.open(name) as content, target.open("wb") as out:
            while piece := content.read(PIECE):
                out.write(piece)

    def _manifest(self) -> dict[str, Any]:
        kept = self.read_json(MANIFEST)
        body: dict[str, Any] = kept["body"]
        if digest_of(body) != kept["sha256"]:
            raise ValueError(MANIFEST)
        return body


def digest_of(body: dict[str, Any]) -> str:
    """The hash of a manifest, however it is laid out."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def damaged(path: Path, why: str) -> BackupError:
    """The refusal of a file that is not whole."""
    return BackupError(f"{path} is damaged: {why}. Nothing was changed. Take another back-up, or copy this one again.")
