"""Where a page's report is asked for, without knowing who makes it: that app registers its address (RPT-41); how a
paper for customers puts its words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

Address = Callable[[str, str, Mapping[str, str]], str]
_addresses: list[Address] = []


def register(address: Address) -> None:
    """Say where a report is asked for: by its code, its form (pdf, xlsx) and its parameters. Called in `ready`."""
    _addresses[:] = [address]


Draw = Callable[[str, Mapping[str, str], str, int], bytes]
_draws: list[Draw] = []


def register_draw(draw: Draw) -> None:
    """Say who draws a report at once: by its code, its parameters, its language and the person in whose name. Called in
    `ready`.
    """
    _draws[:] = [draw]


def drawn(code: str, parameters: Mapping[str, str], *, language: str, person_id: int) -> bytes:
    """A report as PDF, drawn now: for what goes out with a letter. Raises what the press raises."""
    return _draws[0](code, parameters, language, person_id)


def address(code: str, form: str, parameters: Mapping[str, str]) -> str:
    """Where a form is posted to ask for a report; empty where no app makes any."""
    return _addresses[0](code, form, parameters) if _addresses else ""


BOTH = "both"
"""What `words` of a paper says where it is in Chinese with English behind it."""
PAPER_LANGUAGES = (("zh-hans", "简体中文"), ("en", "English"), (BOTH, "中文 + English"))
"""What a paper for a customer can be in, each by its own name."""
LANGUAGES = tuple(code for code, _name in PAPER_LANGUAGES)


@dataclass(frozen=True, slots=True)
class Say:
    """How words are put: in the language of the paper, or in Chinese with English behind it."""

    is_both: bool

    def __call__(self, text: str) -> str:
        """The translation of a text."""
        return self.of(lambda: gettext(text))

    def of(self, text: Callable[[], Any]) -> str:
        """What is worded in the active language, in each language the paper is in."""
        if not self.is_both:
            return str(text())
        told = []
        for language in ("zh-hans", "en"):
            with translation.override(language):
                told.append(str(text()))
        return " ".join(dict.fromkeys(told))
