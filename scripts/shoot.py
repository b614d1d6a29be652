"""Photograph pages of a running demo: 1440 × 900 and 390 × 844, Chinese and English, light and dark.

  python -m scripts.shoot --url http://127.0.0.1:8000 --out docs/screenshots
  python -m scripts.shoot --url … --out /tmp/shots --page inbox=/approvals/inbox/@finance --page …  --only phone,zh,dark

A page is NAME=PATH, or NAME=PATH@USER to see it as somebody else. Without --page those of docs/screenshots are taken.
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

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
)
SIZES = {"desk": (1440, 900), "phone": (390, 844)}
LANGUAGES = {"zh": ("zh-CN", "zh-hans"), "en": ("en-GB", "en")}
THEMES = ("light", "dark")
SIGN_IN = "/organization/sign-in/"
PAGES = (
    "dashboard=/reports/@general_manager",
    "variance=/reports/variance/@general_manager",
    "inbox=/approvals/inbox/@finance",
    "claims=/expenses/claims/@service_clerk",
    "budgets=/budgets/@service_manager",
)


@dataclass(frozen=True)
class Wanted:
    """One page to photograph, and who looks at it."""

    name: str
    path: str
    user: str

    @classmethod
    def of(cls, text: str, *, user: str) -> Wanted:
        """Read NAME=PATH[@USER]."""
        name, _, rest = text.partition("=")
        path, _, who = rest.partition("@")
        return cls(name=name, path=path, user=who or user)


def variants(only: set[str]) -> Iterator[tuple[str, str, str]]:
    """Every size, language and theme, or those that are named."""
    for size in SIZES:
        for language in LANGUAGES:
            for theme in THEMES:
                groups = ((size, SIZES), (language, LANGUAGES), (theme, THEMES))
                if all(value in only or not only & set(group) for value, group in groups):
                    yield size, language, theme


def signed_in(browser: Browser, *, url: str, user: str, password: str, variant: tuple[str, str, str]) -> BrowserContext:
    """A fresh browser session of this user in this size, language and theme."""
    size, language, theme = variant
    width, height = SIZES[size]
    locale, code = LANGUAGES[language]
    context = browser.new_context(
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
    page = context.new_page()
    page.goto(url + SIGN_IN)
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")
    if SIGN_IN in page.url:
        raise SystemExit(f"{user} could not sign in at {page.url}")
    page.close()
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
    for variant in variants(only):
        for user in sorted({page.user for page in pages}):
            context = signed_in(browser, url=url, user=user, password=password, variant=variant)
            for wanted in [page for page in pages if page.user == user]:
                page = context.new_page()
                said = heard(page)
                answer = page.goto(url + wanted.path)
                page.wait_for_load_state("networkidle")
                name = "-".join((wanted.name, *variant))
                page.screenshot(path=str(out / f"{name}.png"), full_page=full)
                wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
                status = answer.status if answer else 0
                notes = [
                    *said,
                    *(["scrolls sideways"] if wide else []),
                    *([f"answers {status}"] if status != 200 else []),
                ]
                troubles += bool(notes)
                sys.stdout.write(f"{name}: {'; '.join(notes) or 'ok'}\n")
                page.close()
            context.close()
    return troubles


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
    pages = [Wanted.of(text, user=given.user) for text in given.page or PAGES]
    only = {word for word in given.only.split(",") if word}
    found = os.environ.get("E2E_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS.split())
        url = given.url.rstrip("/")
        troubles = shoot(browser, pages, url=url, out=given.out, password=given.password, only=only, full=given.full)
        browser.close()
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
