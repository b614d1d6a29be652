from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.backup import restoring
from core.backup.errors import BackupError
from core.backup.restoring import Restored


class Command(BaseCommand):
    """Put a back-up in place and verify it (QLT-32). Exit code 1 when it was refused or something does not hold."""

    help = "Restore a back-up into an installation nobody works on, and verify it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="replace all the database holds")
        parser.add_argument("--secret-file", type=Path, help="write the key of what is sealed to this file")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            done = restoring.restore(
                options["file"],
                at=timezone.now(),
                force=options["force"],
                secret_file=options["secret_file"],
                say=lambda line: self.stdout.write(f"• {line} …"),
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        self._tell(done)
        if done.problems:
            raise CommandError(f"Restored, but {len(done.problems)} things do not hold: see the lines above.")
        self.stdout.write("Restored and verified.")

    def _tell(self, done: Restored) -> None:
        self.stdout.write(f"{done.rows:,} rows and {done.files:,} files came back.")
        if done.migrated:
            self.stdout.write(f"{done.migrated} migrations brought it to this version.")
        if done.held_back:
            self.stdout.write(
                f"{done.held_back} mails and deliveries that waited are held back, since they may have been sent after "
                "the back-up: Settings → Outgoing mail and → Webhooks send them again."
            )
        for line in done.said:
            self.stdout.write(line)
        self.stdout.write("Everybody signs in again.")
        for line in done.problems:
            self.stderr.write(line)
