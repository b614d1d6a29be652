from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone, translation

from core import audit
from core.actors import SYSTEM
from core.models import AuditEvent
from demo import story
from demo.company import PASSWORD, PEOPLE, SHOWN_LOGINS
from organization.models import Department

BEGUN, WHOLE = "demo.begun", "demo.whole"


class Command(BaseCommand):
    """Tell the demo's story into an empty database; a database with a company is left as it is (QLT-55)."""

    help = "Make the demo's data, once."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO and not settings.DEBUG and not getattr(settings, "TESTING", False):
            self.stderr.write("This is no demo: the settings have neither DEMO nor DEBUG.")
            raise SystemExit(1)
        marks = set(AuditEvent.objects.filter(code__in=(BEGUN, WHOLE)).values_list("code", flat=True))
        if Department.objects.exists() and not marks:
            self.stdout.write("There is data that is not the demo's; it is left as it is.")
            return
        if settings.DEMO_LOGINS_FILE:
            self._write_logins(Path(settings.DEMO_LOGINS_FILE))
        if WHOLE in marks:
            self.stdout.write("The demo's data is there already.")
            return
        if BEGUN in marks:
            self.stdout.write("An earlier start was interrupted before its data was whole; beginning anew.")
            self._empty()
        self._mark(BEGUN)
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")  # begun anew if it is interrupted
        with translation.override("zh-hans"):
            story.tell(today=timezone.localdate(), say=lambda line: self.stdout.write(f"  {line}"))
        self._mark(WHOLE)

    def _mark(self, code: str) -> None:
        audit.record(kind="demo", document_id=1, label="demo", code=code, actor=SYSTEM, at=timezone.now())

    def _empty(self) -> None:
        """Tables that only grow cannot be emptied, so the schema goes and comes back."""
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        call_command("migrate", interactive=False, verbosity=0)

    def _write_logins(self, path: Path) -> None:
        known = {person.username: person for person in PEOPLE}
        people = [{"username": name, "name": known[name].zh, "role": known[name].position} for name in SHOWN_LOGINS]
        path.write_text(json.dumps({"password": PASSWORD, "people": people}, ensure_ascii=False), encoding="utf-8")
