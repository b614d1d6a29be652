from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from budgets.models import FiscalYear
from budgets.selectors import verification


class Command(BaseCommand):
    """Names every difference and each chain's first broken link; exit code 1 when there is any (LED-02, LED-08)."""

    help = "Verify balances and totals against the entries, and the chains. Exit code 1 when anything differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, help="only this fiscal year")

    def handle(self, *_args: Any, **options: Any) -> None:
        year = options["year"]
        fiscal_year_id = FiscalYear.objects.values_list("pk", flat=True).get(year=year) if year else None
        found = verification.verify(fiscal_year_id=fiscal_year_id)
        for difference in found.differences:
            self.stderr.write(str(difference))
        if not found.holds:
            self.stderr.write(f"{len(found.differences)} differences in {found.keys} keys, {found.entries} entries")
            raise SystemExit(1)
        self.stdout.write(f"The ledger verifies: {found.keys} keys, {found.entries} entries")
