"""What a browser says it is, in two words: enough to know one's own devices again (ORG-09)."""

from __future__ import annotations

LONGEST = 200

# The first that fits wins: most browsers name several.
BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("HarmonyOS", "HarmonyOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
PHONES = frozenset({"iPhone", "iPad", "Android", "HarmonyOS"})


def tidy(agent: str) -> str:
    """What is kept of the browser's own words."""
    return "".join(sign for sign in agent if sign.isprintable())[:LONGEST]


def name_of(agent: str) -> str:
    """“Chrome · Windows”; the first words of one that is not known; empty for none."""
    found = [next((name for sign, name in known if sign in agent), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(part for part in found if part) or agent[:40]


def is_phone(agent: str) -> bool:
    """Whether it is a phone or tablet."""
    return any(sign in agent for sign in PHONES)
