"""Translations: one catalogue per app in locale/<language>/LC_MESSAGES/<app>.po, merged into the one Django reads.

  python -m scripts.messages compile   merge the catalogues into django.mo (set-up does this)
  python -m scripts.messages check     list what is missing, untranslated, fuzzy, unused, contradictory; exit 1 if any
  python -m scripts.messages extract   add missing messages to their app's catalogue, untranslated
  python -m scripts.messages prune     drop messages that nothing uses any more

No gettext programs are needed. The source texts are English, so English needs no catalogue.
"""

import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = {"zh_Hans": "nplurals=1; plural=0;"}
APPS = (
    "core",
    "organization",
    "approvals",
    "corrective",
    "feedback",
    "customers",
    "budgets",
    "agreements",
    "expenses",
    "parts_sales",
    "complaints",
    "reports",
)
SHARED = "core"  # what belongs to no app: base template, components, settings
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

Key: TypeAlias = tuple[str | None, str]


@dataclass(frozen=True)
class Message:
    """A text in the sources: what tells it apart (context and id), its plural, where it stands."""

    key: Key
    plural: str | None
    path: str
    area: str


def catalogue_folder(root: Path, language: str) -> Path:
    """Where a language's catalogues are."""
    return root / "locale" / language / "LC_MESSAGES"


def area_of(path: Path) -> str:
    """The app whose catalogue holds the texts of this file (path relative to the project)."""
    parts = path.parts
    owner = parts[1] if parts[0] == "templates" and len(parts) > 1 else parts[0]
    return owner if owner in APPS else SHARED


# --- Reading the sources ----------------------------------------------------------------------------------------


def _source_files(root: Path) -> Iterator[Path]:
    for app in (*APPS, "config"):
        for path in sorted((root / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    yield from sorted(path for path in (root / "templates").rglob("*") if path.suffix in {".html", ".txt"})


def _python_lines(path: Path) -> bytes:
    return path.read_bytes()


def _template_lines(path: Path) -> bytes:
    """The template as the lines of Python calls that Django's own tools make of it."""
    from django.utils.translation.template import templatize

    lines = templatize(path.read_text(encoding="utf-8")).splitlines()
    return "\n".join(line.strip() for line in lines).encode()


def texts_of(path: Path, *, root: Path) -> Iterator[Message]:
    """Every translatable text of one file."""
    from babel.messages.extract import extract

    relative = path.relative_to(root)
    source = _python_lines(path) if path.suffix == ".py" else _template_lines(path)
    for _line, found, _comments, context in extract("python", io.BytesIO(source), keywords=KEYWORDS):
        texts = (found,) if isinstance(found, str) else found
        if texts and texts[0]:
            plural = texts[1] if len(texts) > 1 else None
            yield Message((context, texts[0]), plural, str(relative), area_of(relative))


def sources(root: Path) -> dict[Key, Message]:
    """Every text of the project by its key; the first place it stands at decides its area."""
    found: dict[Key, Message] = {}
    for path in _source_files(root):
        for message in texts_of(path, root=root):
            found.setdefault(message.key, message)
    return found


# --- Reading the catalogues -------------------------------------------------------------------------------------


def catalogues(folder: Path) -> dict[str, polib.POFile]:
    """The catalogues of one language by area."""
    return {path.stem: polib.pofile(str(path), encoding="utf-8") for path in sorted(folder.glob("*.po"))}


def key_of(entry: polib.POEntry) -> Key:
    """What tells an entry apart."""
    return (entry.msgctxt, entry.msgid)


def _translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _placeholders_differ(entry: polib.POEntry) -> bool:
    wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
    return any(set(PLACEHOLDER.findall(text)) - wanted for text in _translations(entry)) or (
        not entry.msgid_plural and set(PLACEHOLDER.findall(entry.msgstr)) != wanted
    )


def problems(wanted: dict[Key, Message], known: dict[str, polib.POFile]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a language's catalogues, as area, kind and text."""
    entries: dict[Key, list[tuple[str, polib.POEntry]]] = defaultdict(list)
    for area, catalogue in known.items():
        for entry in catalogue:
            if not entry.obsolete:
                entries[key_of(entry)].append((area, entry))
    for key, message in wanted.items():
        if key not in entries:
            yield message.area, "missing", f"{key[1]!r} ({message.path})"
        elif message.plural and not any(entry.msgid_plural for _area, entry in entries[key]):
            yield message.area, "plural missing", f"{key[1]!r} ({message.path})"
    for key, places in entries.items():
        for area, entry in places:
            yield from ((area, kind, repr(key[1])) for kind in _faults(entry, used=key in wanted))
        if len({tuple(_translations(entry)) for _area, entry in places}) > 1:
            areas = " and ".join(area for area, _entry in places)
            yield places[0][0], "contradictory", f"{key[1]!r} is translated differently in {areas}: use pgettext"


def _faults(entry: polib.POEntry, *, used: bool) -> Iterator[str]:
    if not used:
        yield "unused"
    if entry.fuzzy:
        yield "fuzzy"
    elif not entry.translated():
        yield "untranslated"
    elif _placeholders_differ(entry):
        yield "other placeholders"


# --- Commands ---------------------------------------------------------------------------------------------------


def compile_language(folder: Path, *, plural_forms: str) -> int:
    """Merge a language's catalogues into django.mo; return how many messages it holds."""
    merged = polib.POFile()
    merged.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": plural_forms}
    seen: set[Key] = set()
    for catalogue in catalogues(folder).values():
        for entry in catalogue.translated_entries():
            if key_of(entry) not in seen:
                seen.add(key_of(entry))
                merged.append(entry)
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / "django.mo.new"
    merged.save_as_mofile(str(fresh))
    fresh.replace(folder / "django.mo")
    return len(merged)


def check(root: Path) -> list[str]:
    """Every problem of every language as one line each."""
    wanted = sources(root)
    return [
        f"{language}/{area}.po: {kind}: {text}"
        for language in LANGUAGES
        for area, kind, text in sorted(set(problems(wanted, catalogues(catalogue_folder(root, language)))))
    ]


def add_missing(root: Path, language: str, wanted: Iterable[Message]) -> int:
    """Add texts that no catalogue has to their area's; return how many."""
    folder = catalogue_folder(root, language)
    folder.mkdir(parents=True, exist_ok=True)
    known = catalogues(folder)
    have = {key_of(entry) for catalogue in known.values() for entry in catalogue if not entry.obsolete}
    changed: dict[str, polib.POFile] = {}
    count = 0
    for message in wanted:
        if message.key in have:
            continue
        catalogue = changed.setdefault(message.area, known.get(message.area) or _new_catalogue(language))
        entry = polib.POEntry(msgctxt=message.key[0], msgid=message.key[1], occurrences=[(message.path, "")])
        if message.plural:
            entry.msgid_plural, entry.msgstr_plural = message.plural, {0: ""}
        catalogue.append(entry)
        count += 1
    for area, catalogue in changed.items():
        catalogue.save(str(folder / f"{area}.po"))
    return count


def _new_catalogue(language: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    return catalogue


def prune(root: Path, language: str) -> int:
    """Drop what nothing uses; return how many."""
    wanted = sources(root)
    folder = catalogue_folder(root, language)
    count = 0
    for area, catalogue in catalogues(folder).items():
        unused = [entry for entry in catalogue if entry.obsolete or key_of(entry) not in wanted]
        for entry in unused:
            catalogue.remove(entry)
        if unused:
            catalogue.save(str(folder / f"{area}.po"))
        count += len(unused)
    return count


def main(command: str) -> int:
    """Carry out one command; the exit code says whether all is well."""
    if command == "check":
        lines = check(ROOT)
        sys.stdout.write("".join(f"{line}\n" for line in lines) or "Every text is translated.\n")
        return 1 if lines else 0
    for language, plural_forms in LANGUAGES.items():
        match command:
            case "compile":
                done = compile_language(catalogue_folder(ROOT, language), plural_forms=plural_forms)
            case "extract":
                done = add_missing(ROOT, language, sources(ROOT).values())
            case "prune":
                done = prune(ROOT, language)
            case _:
                sys.stderr.write(f"{__doc__}\n")
                return 2
        sys.stdout.write(f"{language}: {done} messages\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else ""))
