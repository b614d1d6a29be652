"""What every import refuses, in a sentence that says what to do next (GEN-16, QLT-42, QLT-53)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class FileRefused(DomainError):
    """A file that cannot be read as a workbook; says why (GEN-16, QLT-42)."""

    code = "file_refused"
    status = 400
    text = _("%(why)s")


class SameFile(DomainError):
    """The very same file was brought in before (GEN-16)."""

    code = "same_file"
    text = _("This file was brought in on %(day)s already. Tick the box to bring it in again.")


class SameFileWaits(SameFile):
    """The very same file was sent before and waits to be brought in: two of it would be two heaps of the same rows.

    `waiting` is the id of the first.
    """

    text = _(
        "%(who)s sent this file on %(day)s; it was checked and waits to be brought in. Go on with that one, or tick the"
        " box to send it once more."
    )


class ColumnsMissing(DomainError):
    """Columns without which no row can be read."""

    code = "columns_missing"
    status = 400
    text = _("Say which column holds: %(columns)s.")


class ImportBusy(DomainError):
    """A job is at work on the file."""

    code = "import_busy"
    text = _("This file is being worked on right now. Wait for it, or stop it first.")


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
