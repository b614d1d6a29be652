"""What a list was asked for in its address."""

from __future__ import annotations

from django.http import Http404

from core.web import Request

LONGEST = 60


def words(request: Request) -> str:
    """What is searched for; signs that no database keeps fall out."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]


def number(typed: str) -> int | None:
    """An id from the address; None for nothing, 404 for what is no number."""
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit()) or len(typed) > 12:
        raise Http404
    return int(typed)
