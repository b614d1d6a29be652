from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.backup import making
from core.backup.errors import BackupError


class Command(BaseCommand):
    """One file with everything, made while the application runs (QLT-32). Exit code 1 when files are missing."""

    help = "Back up the database, the files on documents and the keys to what is sealed, into one file."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, help="the file, or a folder that is given one named by the moment")
        parser.add_argument("--without-secrets", action="store_true", help="leave SECRET_KEY out; keep it elsewhere")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            made = making.make(
                options["target"],
                at=timezone.now(),
                with_secrets=not options["without_secrets"],
                say=lambda line: self.stdout.write(f"• {line} …"),
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{made.path}: {made.rows:,} rows, {made.files:,} files, {made.size / 1e6:,.1f} MB, read again."
        )
        for name in made.missing:
            self.stderr.write(f"The file {name} is named by a row and is not in storage.")
        for name in made.changed:
            self.stderr.write(f"The file {name} is not what its row says.")
        if made.missing or made.changed:
            raise CommandError("The back-up is whole, but what it was made of is not: see the lines above.")
