"""Make what documents are found by anew, from the documents themselves (GEN-12)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import search_index


class Command(BaseCommand):
    """All kinds, or one."""

    help = "Make the search entries of all documents anew, or of one kind."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", choices=list(search_index.sources()), help="only this kind")

    def handle(self, *_args: Any, **options: Any) -> None:
        wanted = [options["kind"]] if options["kind"] else search_index.sources()
        for kind in wanted:
            self.stdout.write(f"{kind}: {search_index.rebuild(kind)}")
