"""Translations: one catalogue per app in locale/<language>/LC_MESSAGES/<app>.po, merged into the one Django reads."""

import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"


def compile_language(folder: Path) -> int:
    """Merge a language's catalogues into django.mo; return how many messages it holds."""
    merged = polib.POFile()
    merged.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=1; plural=0;"}
    seen: set[tuple[str, str | None]] = set()
    for path in sorted(folder.glob("*.po")):
        for entry in polib.pofile(str(path)):
            key = (entry.msgid, entry.msgctxt)
            if entry.obsolete or not entry.translated() or key in seen:
                continue
            seen.add(key)
            merged.append(entry)
    target = folder / "django.mo"
    fresh = target.with_suffix(".new")
    merged.save_as_mofile(str(fresh))
    fresh.replace(target)
    return len(merged)


def main() -> int:
    """Compile every language."""
    for folder in sorted(LOCALE.glob("*/LC_MESSAGES")):
        sys.stdout.write(f"{folder.parent.name}: {compile_language(folder)} messages\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
