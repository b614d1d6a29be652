"""Photograph pages of a running demo: 1440 × 900 and 390 × 844, Chinese and English, light and dark.

  python -m scripts.shoot --url http://127.0.0.1:8000 --out docs/screenshots      (the documents' own)
  python -m scripts.shoot --url … --out /tmp/shots --page inbox=/approvals/@finance --page …  --only phone,zh,dark

A page is NAME=PATH, or NAME=PATH@USER to see it as somebody else; PATH>>WORDS opens PATH and follows the first link
with WORDS in its address.
Needs the development requirements (Playwright) and a Chromium: E2E_BROWSER, or the system's.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, StorageState

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
)
SIZES = {"desk": (1440, 900), "phone": (390, 844)}
LANGUAGES = {"zh": ("zh-CN", "zh-hans"), "en": ("en-GB", "en")}
THEMES = ("light", "dark")
SIGN_IN = "/sign-in/"
PAGES = (
    ("dashboard=/@general_manager", ("desk,zh,dark", "desk,en,light")),
    ("variance=/reports/variance/>>sel=d@general_manager", ("desk,zh,light", "desk,en,light")),
    ("inbox=/approvals/@finance", ("desk,zh,light", "phone,zh,light")),
    ("decision=/approvals/>>/expenses/claims/@finance", ("desk,zh,light", "phone,zh,light")),
    ("claim-new=/expenses/claims/new/@service_clerk", ("phone,zh,light",)),
    ("grid=/budgets/>>/grid/@service_manager", ("desk,zh,light",)),
    ("quote=/parts/quotes/?state=RETURNED>>/parts/quotes/2@service_clerk", ("desk,zh,light",)),
    ("order=/parts/orders/?state=OPEN>>/parts/orders/2@service_clerk", ("desk,zh,light", "phone,zh,light")),
    ("complaint=/complaints/?state=MEASURES>>/complaints/8@customer_service", ("desk,zh,light", "phone,en,light")),
    ("patterns=/complaints/patterns/@general_manager", ("desk,en,light",)),
    ("agreement-review=/agreements/>>/agreements/3@division_manager", ("desk,zh,light",)),
    ("adjustment=/budgets/adjustments/>>/budgets/adjustments/@finance_manager", ("desk,zh,light",)),
)
"""The pictures of docs/screenshots: a page and the variants of it."""


@dataclass(frozen=True)
class Wanted:
    """One page to photograph, and who looks at it."""

    name: str
    path: str
    follow: str
    user: str

    @classmethod
    def of(cls, text: str, *, user: str) -> Wanted:
        """Read NAME=PATH[>>WORDS][@USER]."""
        name, _, rest = text.partition("=")
        address, _, who = rest.partition("@")
        path, _, follow = address.partition(">>")
        return cls(name=name, path=path, follow=follow, user=who or user)


def variants(only: set[str]) -> Iterator[tuple[str, str, str]]:
    """Every size, language and theme, or those that are named."""
    for size in SIZES:
        for language in LANGUAGES:
            for theme in THEMES:
                groups = ((size, SIZES), (language, LANGUAGES), (theme, THEMES))
                if all(value in only or not only & set(group) for value, group in groups):
                    yield size, language, theme


def signed_in(browser: Browser, *, url: str, user: str, password: str) -> StorageState:
    """The cookies of somebody who signed in, for as many sessions as are wanted."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(url + SIGN_IN)
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: SIGN_IN not in address)
    state = context.storage_state()
    context.close()
    return state


def session(browser: Browser, *, url: str, state: StorageState, variant: tuple[str, str, str]) -> BrowserContext:
    """A browser session in this size, language and theme."""
    size, language, theme = variant
    width, height = SIZES[size]
    locale, code = LANGUAGES[language]
    context = browser.new_context(
        storage_state=state,
        viewport={"width": width, "height": height},
        device_scale_factor=2 if size == "phone" else 1,
        locale=locale,
        color_scheme="dark" if theme == "dark" else "light",
        has_touch=size == "phone",
    )
    context.add_cookies(
        [
            {"name": "theme", "value": theme, "url": url},
            {"name": "django_language", "value": code, "url": url},
        ]
    )
    return context


def heard(page: Page) -> list[str]:
    """What the page complains of from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def shoot(
    browser: Browser, pages: list[Wanted], *, url: str, out: Path, password: str, only: set[str], full: bool
) -> int:
    """Take all pictures; return how many pages complained on their console or scroll sideways."""
    troubles = 0
    for user in sorted({page.user for page in pages}):
        state = signed_in(browser, url=url, user=user, password=password)
        for variant in variants(only):
            context = session(browser, url=url, state=state, variant=variant)
            for wanted in [page for page in pages if page.user == user]:
                name = "-".join((wanted.name, *variant))
                notes = picture(context.new_page(), wanted, url=url, file=out / f"{name}.png", full=full)
                troubles += bool(notes)
                sys.stdout.write(f"{name}: {'; '.join(notes) or 'ok'}\n")
            context.close()
    return troubles


def picture(page: Page, wanted: Wanted, *, url: str, file: Path, full: bool) -> list[str]:
    """Photograph one page; what is wrong with it."""
    notes = heard(page)
    answer = page.goto(url + wanted.path)
    if wanted.follow:
        link = page.locator(f'main a[href*="{wanted.follow}"]').first
        answer = page.goto(urljoin(page.url, str(link.get_attribute("href"))))
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(file), full_page=full)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        notes.append("scrolls sideways")
    if answer is None or answer.status != 200:
        notes.append(f"answers {answer.status if answer else 'nothing'}")
    page.close()
    return notes


def chosen(pages: list[str], only: str) -> Iterator[tuple[list[str], set[str]]]:
    """Pages with the words of their variants: those that are named, or the documents' pictures by variant."""
    if pages:
        yield pages, {word for word in only.split(",") if word}
        return
    for variant in sorted({variant for _page, variants in PAGES for variant in variants}):
        if set(only.split(",")) - {""} <= set(variant.split(",")):
            yield [page for page, variants in PAGES if variant in variants], set(variant.split(","))


def main(arguments: list[str]) -> int:
    """Read the arguments, open the browser, take the pictures."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--page", action="append", default=[])
    parser.add_argument("--user", default="service_manager")
    parser.add_argument("--password", default="demo-2026")
    parser.add_argument("--only", default="", help="for example phone,zh or dark")
    parser.add_argument("--full", action="store_true", help="the whole page, not only the first screen")
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    found = os.environ.get("E2E_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS.split())
        url, troubles = given.url.rstrip("/"), 0
        for wanted, variant in chosen(given.page, given.only):
            troubles += shoot(
                browser,
                [Wanted.of(text, user=given.user) for text in wanted],
                url=url,
                out=given.out,
                password=given.password,
                only=variant,
                full=given.full,
            )
        browser.close()
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
