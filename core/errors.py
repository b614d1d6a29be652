"""Refusals that can speak: one class per refusal, raised with its facts, put into words when shown (QLT-53)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Fillers and the empty braille pattern: letters and symbols by their category, blank on the screen."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """What a refused person can do next: a button with its address, or a sentence where `url` is empty (LED-09)."""

    label: str | Promise
    url: str


class DomainError(Exception):
    """A rule said no. `code` is for programs and never changes; `text` is for people, with named placeholders.

    `status` is the HTTP answer of the API (in HTML the part is shown again with 422). `params` are JSON-ready facts.
    """

    code: ClassVar[str] = "refused"
    text: ClassVar[str | Promise] = _("This is not possible.")
    status: ClassVar[int] = 409

    def __init__(self, *, ways_out: tuple[WayOut, ...] = (), **params: Any) -> None:
        super().__init__(self.code, params)
        self.params: Mapping[str, Any] = params
        self.ways_out = ways_out

    def __str__(self) -> str:
        return str(self.text) % self.shown_params()

    def shown_params(self) -> dict[str, Any]:
        """The facts as they appear in the sentence; a subclass formats amounts and names here."""
        return dict(self.params)

    def at_fields(self) -> tuple[str, ...]:
        """The fields of the API's body the refusal is about, such as `lines.0.quantity`; none where it is about the
        document.
        """
        return ()

    def api_params(self) -> dict[str, Any]:
        """The facts as the API gives them: strings, numbers, lists."""
        return {
            key: value if isinstance(value, int | list | dict | bool) else str(value)
            for key, value in self.params.items()
        }


class WrongState(DomainError):
    """A move that does not apply in the document's present state (GEN-04)."""

    code = "wrong_state"
    text = _("%(document)s is %(state)s now, so this step no longer applies. Reload the page to see where it stands.")


class StepGone(Exception):
    """A page asked for by whoever has the right, for a step that does not apply any more: said so with the way back,
    not as a missing right (GEN-04).
    """

    def __init__(self, error: DomainError, *, back: str) -> None:
        super().__init__(error.code)
        self.error, self.back = error, back


class NotAllowed(DomainError):
    """The actor sees the document but may not do this to it."""

    code = "not_allowed"
    text = _("You may not do this with %(document)s. Ask the finance supervisor if you need the right.")
    status = 403


class OwnDocument(NotAllowed):
    """Nobody decides on what they made (ORG-06)."""

    code = "own_document"
    text = _("You made %(document)s, so somebody else has to decide on it.")


class StaleDocument(DomainError):
    """The page was older than the document; somebody changed it meanwhile (GEN-04)."""

    code = "stale_document"
    text = _("%(document)s was changed meanwhile. Reload the page, look at the change and try again.")


class ReasonMissing(DomainError):
    """Rejecting, returning, cancelling, reversing and exceptions need a reason (GEN-06)."""

    code = "reason_missing"
    text = _("Please give a reason; it is kept with the document.")
    status = 400


class AlreadyDone(DomainError):
    """A form sent twice: the first one acted (GEN-04)."""

    code = "already_done"
    text = _("This was already done. Nothing was done a second time.")


class InvalidInput(DomainError):
    """Input of the wrong shape that got past the form: a clear sentence instead of a crash. `field` names what of the
    body it is about, where it is one.
    """

    code = "invalid_input"
    text = _("%(problem)s")
    status = 400

    def at_fields(self) -> tuple[str, ...]:
        return (str(self.params["field"]),) if self.params.get("field") else ()


def require_reason(reason: str) -> str:
    """The reason without surrounding blanks and characters that show nothing; raises ReasonMissing when nothing is
    left (GEN-06).
    """
    stripped = visible_text(reason)
    if not stripped:
        raise ReasonMissing
    return stripped


def visible_text(text: str) -> str:
    """A text without control and format characters at its ends, and empty where none of it can be seen: zero-width
    blanks, fillers and lone marks are no words. Joiners inside words and pictures stay.
    """
    if not any(_shows(char) for char in text):
        return ""
    start = next(place for place, char in enumerate(text) if _shows(char))
    end = next(place for place in range(len(text), 0, -1) if _shows(text[place - 1]) or _joins(text[place - 1]))
    return text[start:end]


def _shows(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNPS" and char not in BLANK_LETTERS


def _joins(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"
