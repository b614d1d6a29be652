from __future__ import annotations


class BackupError(Exception):
    """A back-up cannot be made or restored; the text tells the operator why, and what to do."""
