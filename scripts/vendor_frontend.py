"""Copy the few front-end files the pages use from node_modules into static/vendor, and draw the icon sprite; the fonts
of PDF files go to assets/fonts, since no browser asks for them. Of the two large ones browsers get what pages use: the
chart library is bundled from scripts/charts.js, Tabler's style sheet loses the rules for classes nobody names (QLT-08).

Nothing third-party is committed and nothing is loaded from elsewhere at run time: the versions are locked in
package-lock.json, this script picks the files. Standard library only, since set-up runs it before the venv matters.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
PRINT_FONTS = ROOT / "assets" / "fonts"
ICON_NAMES = STATIC / "icons.txt"
# WhiteNoise's manifest refuses a file that names a source map which is not there.
SOURCE_MAP = re.compile(r"\n?(?:/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$")
# Innermost rules of a style sheet: selectors, then declarations. Only they can be left out on their own.
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
EMPTY_BLOCK = re.compile(r"@(?:media|supports|container|layer)[^{}]*\{\}")
CLASS = re.compile(r"\.(-?(?:[A-Za-z_]|\\.)(?:[\w-]|\\.)*)")
WORD = re.compile(r"[A-Za-z_][\w-]*")
CHARTS = ROOT / "scripts" / "charts.js"
SVG_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Package:
    """Which files of one npm package are served, and under which folder of static/vendor."""

    name: str
    folder: str
    files: tuple[str, ...]
    needed: bool = True


PACKAGES = (
    Package("@tabler/core", "tabler", ("dist/css/tabler.min.css",)),
    Package("htmx.org", "htmx", ("dist/htmx.min.js",)),
    Package("echarts", "echarts", ()),  # its charts are bundled below
    Package(
        "tom-select",
        "tom-select",
        ("dist/css/tom-select.bootstrap5.min.css", "dist/js/tom-select.complete.min.js"),
    ),
    Package(
        "@fontsource-variable/ibm-plex-sans",
        "fonts",
        ("files/ibm-plex-sans-latin-wght-normal.woff2", "files/ibm-plex-sans-latin-wght-italic.woff2"),
    ),
    Package("axe-core", "axe-core", ("axe.min.js",), needed=False),  # only browser tests load it
)

# What PDF files embed (RPT-44): whole TTF files, since slices for browsers lack characters and WOFF2 takes minutes.
FONTS = (
    Package(
        "@expo-google-fonts/noto-sans-sc",
        "noto-sans-sc",
        ("400Regular/NotoSansSC_400Regular.ttf", "700Bold/NotoSansSC_700Bold.ttf"),
    ),
)


class VendorError(Exception):
    """A file or an icon that the pages name is not in node_modules."""


def copy_file(source: Path, target: Path) -> None:
    """Copy one file; text files lose their pointer to a source map."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix in {".css", ".js"}:
        target.write_text(SOURCE_MAP.sub("\n", source.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        shutil.copyfile(source, target)


def without_navbar_has(css: str) -> str:
    """Tabler's style sheet without its selectors that ask with `:has()` about navigation bars.

    No page of ours has them, yet with them each class or child that changes makes the browser look through the whole
    page: 40 to 90 ms on a large budget.
    """

    def kept(rule: re.Match[str]) -> str:
        selectors = [one for one in split_selectors(rule[1]) if ":has(" not in one or "navbar" not in one]
        return f"{','.join(selectors)}{{{rule[2]}}}" if selectors else ""

    return RULE.sub(kept, css)


def split_selectors(text: str) -> list[str]:
    """The selectors of a list; commas inside brackets belong to one selector."""
    selectors, depth = [""], 0
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            selectors.append("")
        else:
            selectors[-1] += letter
    return selectors


def sources() -> Iterator[Path]:
    """Where pages and scripts of ours name classes: templates, scripts and Python, which writes some of them."""
    yield from sorted(ROOT.glob("templates/**/*.html"))
    yield from sorted(path for path in STATIC.glob("js/**/*.js") if VENDOR not in path.parents)
    apps = sorted(path.parent for path in ROOT.glob("*/apps.py"))
    yield from (path for app in apps for path in sorted(app.rglob("*.py")) if "migrations" not in path.parts)


def words_of(texts: Iterable[str]) -> set[str]:
    """Whatever could be the name of a class; a word that ends in a dash begins one that is put together."""
    return {word for text in texts for word in WORD.findall(text)}


def only_used(css: str, words: set[str]) -> str:
    """A style sheet without the selectors that ask for a class nobody names, and without what is empty then.

    What stands in brackets (`:not(.x)`, `:is(.x, .y)`) does not count: such a selector stays.
    """
    beginnings = tuple(word for word in words if word.endswith("-"))

    def is_used(selector: str) -> bool:
        names = (name.replace("\\", "") for name in CLASS.findall(without_brackets(selector)))
        return all(name in words or name.startswith(beginnings) for name in names)

    def kept(rule: re.Match[str]) -> str:
        selectors = [one for one in split_selectors(rule[1]) if is_used(one)]
        return f"{','.join(selectors)}{{{rule[2]}}}" if selectors else ""

    css, before = RULE.sub(kept, css), ""
    while css != before:
        css, before = EMPTY_BLOCK.sub("", css), css
    return css


def without_brackets(selector: str) -> str:
    """A selector without what stands in brackets, nested ones included."""
    shorter = re.sub(r"\([^()]*\)", "", selector)
    return shorter if shorter == selector else without_brackets(shorter)


def bundle_charts(*, modules: Path, target: Path) -> None:
    """Make one file of the parts of the chart library that pages use, with the bundler's own program: needs no Node."""
    bundler = next(iter(sorted(modules.glob("@esbuild/*/bin/esbuild"))), None)
    if bundler is None:
        raise VendorError(f"esbuild is not in {modules}: run npm ci")
    options = [
        "--bundle",
        "--minify",
        "--format=iife",
        "--global-name=echarts",
        "--target=es2020",
        "--legal-comments=none",
    ]
    command = [str(bundler), str(CHARTS), *options, "--log-level=warning", f"--outfile={target}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise VendorError(f"the charts could not be bundled: {done.stderr}")


def copy_packages(*, modules: Path, vendor: Path, packages: tuple[Package, ...] = PACKAGES) -> int:
    """Copy every file named and each package's licence; return how many files were copied."""
    count = 0
    for package in packages:
        home = modules / package.name
        if not home.is_dir():
            if package.needed:
                raise VendorError(f"{package.name} is not in {modules}: run npm ci")
            continue
        licences = [path.name for path in home.glob("LICENSE*")]
        for name in (*package.files, *licences):
            copy_file(home / name, vendor / package.folder / Path(name).name)
            count += 1
    sheet = vendor / "tabler" / "tabler.min.css"
    if sheet.exists():
        served = [path for path in vendor.rglob("*.js") if path.name != "axe.min.js"]
        texts = [path.read_text(encoding="utf-8") for path in (*sources(), *served)]
        if len(texts) == len(served):
            raise VendorError("no template is here, so nobody can tell which styles pages use")
        css = only_used(without_navbar_has(sheet.read_text(encoding="utf-8")), words_of(texts))
        sheet.write_text(css, encoding="utf-8")
    return count


def icon_names(text: str) -> list[str]:
    """The names in an icon list: one a line, `#` begins a comment."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return sorted({line for line in lines if line})


def sprite(names: list[str], *, outline: Path) -> str:
    """One SVG with a `<symbol id="name">` per icon, to be drawn with `<use href="…/icons.svg#name">`."""
    symbols, missing = [], []
    for name in names:
        path = outline / f"{name}.svg"
        if not path.is_file():
            missing.append(name)
            continue
        inside = SVG_INSIDE.search(COMMENT.sub("", path.read_text(encoding="utf-8")))
        if inside is None:
            raise VendorError(f"{path} is not an SVG picture")
        drawing = " ".join(inside.group(1).split())
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
            f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{drawing}</symbol>'
        )
    if missing:
        raise VendorError(f"static/icons.txt names icons that @tabler/icons does not have: {', '.join(missing)}")
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def main() -> int:
    """Fill static/vendor and assets/fonts afresh; return 1 with a message when something is missing."""
    fresh, fonts = VENDOR.with_name("vendor.new"), PRINT_FONTS.with_name("fonts.new")
    for folder in (fresh, fonts):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        count = copy_packages(modules=MODULES, vendor=fresh)
        bundle_charts(modules=MODULES, target=fresh / "echarts" / "charts.min.js")
        count += copy_packages(modules=MODULES, vendor=fonts, packages=FONTS)
        names = icon_names(ICON_NAMES.read_text(encoding="utf-8"))
        (fresh / "icons.svg").write_text(sprite(names, outline=MODULES / "@tabler/icons/icons/outline"), "utf-8")
    except VendorError as error:
        for folder in (fresh, fonts):
            shutil.rmtree(folder, ignore_errors=True)
        sys.stderr.write(f"{error}\n")
        return 1
    for made, place in ((fresh, VENDOR), (fonts, PRINT_FONTS)):
        shutil.rmtree(place, ignore_errors=True)
        made.rename(place)
    sys.stdout.write(f"static/vendor, assets/fonts: {count} files, {len(names)} icons\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
