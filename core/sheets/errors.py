"""What every import refuses, in a sentence that says what to do next (GEN-16, QLT-42, QLT-53)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class FileRefused(DomainError):
    """A file that cannot be read as a workbook; says why (GEN-16, QLT-42)."""

    code = "file_refused"
    status = 400
    text = _("%(why)s")


class ImportClosed(DomainError):
    """An import is applied or discarded once."""

    code = "import_closed"
    text = _("This import is finished. Upload the file again to bring it in once more.")


class BadRowsLeft(DomainError):
    """Nothing is written until all rows are good or the user leaves the bad ones out (GEN-16)."""

    code = "bad_rows_left"
    text = _("%(count)s rows still have problems. Mend them, or tick that they are left out; nothing was written.")


class NothingToImport(DomainError):
    """No row of the file can be brought in."""

    code = "nothing_to_import"
    text = _("No row of this sheet can be brought in. Check the heading row and what each column is.")
