"""Numbers of transfer slips (MKT-02)."""

from __future__ import annotations


def slip_prefix(grade: str, importance: int) -> str:
    """What a slip's number begins with, its grade and importance: A and 1 give `IT-A1`, so `IT-A1-2026-0001`."""
    return f"IT-{grade}{importance}"
