from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from approvals import selectors
from approvals.models import Case

PROBLEMS = {
    "changed": "its content is not what was decided",
    "predecessor": "it does not follow the decision before it",
    "missing": "a decision is missing at the end",
}


class Command(BaseCommand):
    help = "Verify the chains of decisions and name the first broken link of each (LED-08)."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = list(selectors.broken_links())
        for link in broken:
            place = f"{link.number}, round {link.round}, decision {link.sequence}"
            self.stderr.write(f"Broken: {place}: {PROBLEMS[link.problem]}.")
        if broken:
            raise CommandError(f"{len(broken)} of {Case.objects.count()} chains are broken.")
        self.stdout.write(f"{Case.objects.count()} chains of decisions hold.")
