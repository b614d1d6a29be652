"""Several people at their own browsers, each in their language and on their screen; every page they see is looked at by axe."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Browser, BrowserContext, Page

AXE = (Path(__file__).resolve().parents[2] / "static" / "vendor" / "axe-core" / "axe.min.js").read_text(
    encoding="utf-8"
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
REFUSED = """window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  if (!window.axe) window.refused.push(`${event.violatedDirective} ${event.blockedURI}`);
});"""
SHAPE = """[...document.querySelectorAll("body *")]
.map((element) => `${element.tagName} ${element.getAttribute("class")} ${element.getAttributeNames()}`).join()"""
"""What axe judges by, all but the words: the same empty list again and again is asked about once."""
HEIGHTS = {1440: 900, 390: 844}


def findings(page: Page) -> list[str]:
    """What axe finds on the page as it stands, each with where it is (QLT-50)."""
    page.evaluate(AXE)
    result = page.evaluate(f"axe.run(document, {{runOnly: {RULES}, resultTypes: ['violations']}})")
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def session_of(person: Any, url: str) -> Any:
    """The cookie of somebody who has signed in."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value, "url": url}


@dataclass
class Seat:
    """Somebody at a browser."""

    page: Page
    person: Any
    base: str
    language: str
    width: int
    looked_at: set[str]
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to an address and look at the page."""
        self.page.goto(self.base + path)
        self.look()
        return self.page

    def look(self) -> None:
        """The page is all there, shuts nobody out, fits the screen, and no script complained (QLT-50, QLT-51)."""
        self.page.wait_for_load_state("load")
        errors = self.errors + self.page.evaluate("window.refused")
        is_wide = self.page.evaluate("document.documentElement.scrollWidth") > self.width
        problems = [*errors, *(["wider than the screen"] if is_wide else [])]
        if (shape := self.page.evaluate(SHAPE)) not in self.looked_at:
            problems += self._findings()
            self.looked_at.add(shape)
        assert not problems, f"{self.page.url.removeprefix(self.base)}: {problems}"

    def _findings(self) -> list[str]:
        """axe looks at the whole page at once, so that nothing is half behind the bar at the foot of the window."""
        whole = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": self.width, "height": max(whole, HEIGHTS[self.width])})
        found = findings(self.page)
        self.page.set_viewport_size({"width": self.width, "height": HEIGHTS[self.width]})
        return found

    def says(self, source: str, **facts: object) -> str:
        """A sentence of the product in this person's language."""
        with translation.override(self.language):
            text = gettext(source)
        return text % facts if facts else text

    def name_of(self, thing: Any) -> str:
        """A name as this person reads it."""
        with translation.override(self.language):
            return str(thing.name)

    def shut_out_of(self, path: str) -> None:
        """What one may not see is not there (GEN-10)."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.status == 404, path
        self.look()


class Room:
    """Seats people: the same language and screen for all of them."""

    def __init__(self, browser: Browser, base: str, language: str, width: int) -> None:
        self.browser, self.base, self.language, self.width = browser, base, language, width
        self.contexts: list[BrowserContext] = []
        self.looked_at: set[str] = set()

    def seat(self, person: Any, *, signed_in: bool = True) -> Seat:
        """A browser of their own for somebody."""
        person.language = self.language
        person.save(update_fields=("language",))
        context = self.browser.new_context(
            locale="en-GB" if self.language == "en" else "zh-CN",
            viewport={"width": self.width, "height": HEIGHTS[self.width]},
            permissions=["clipboard-read", "clipboard-write"],
        )
        self.contexts.append(context)
        if signed_in:
            context.add_cookies([session_of(person, self.base)])
        seat = Seat(context.new_page(), person, self.base, self.language, self.width, self.looked_at)
        seat.page.add_init_script(REFUSED)
        seat.page.on("pageerror", lambda error: seat.errors.append(str(error)))
        seat.page.on("console", lambda message: _note(seat, message))
        return seat

    def close(self) -> None:
        """Everybody goes home."""
        for context in self.contexts:
            context.close()


USUAL = ("Failed to load resource", "Content Security Policy", "htmx:sendAbort", "htmx:afterRequest")
"""An answer of 404 or 422, and a check of the budget that a newer one replaced. What the content policy refuses is counted on
the page, before axe looks."""


def _note(seat: Seat, message: Any) -> None:
    if message.type == "error" and not any(words in message.text for words in USUAL):
        seat.errors.append(message.text)


def copy_as_excel(page: Page, rows: list[list[str]]) -> None:
    """Put cells on the clipboard the way Excel does: tab-separated text that ends in a line break, and a table."""
    text = "".join("\t".join(row) + "\r\n" for row in rows)
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page.evaluate(
        """([text, html]) => navigator.clipboard.write([new ClipboardItem({
            "text/plain": new Blob([text], {type: "text/plain"}), "text/html": new Blob([html], {type: "text/html"})})])""",
        [text, f"<table>{cells}</table>"],
    )


def amount_in(text: str) -> Decimal:
    """The amount a page shows, as a number."""
    return Decimal(text.strip().replace(",", "").replace("\u2212", "-"))
