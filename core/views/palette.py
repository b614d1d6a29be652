"""The command palette (Ctrl-K): actions, documents, pages, in this order, within the actor's scope (GEN-12)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from core import navigation, pinyin
from core.actors import Actor
from core.navigation import Hit
from core.web import Request, page_or_part

MOST_OF_A_KIND = 6
LONGEST_QUESTION = 80


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the palette."""

    label: str
    url: str
    icon: str
    note: str = ""
    keys: tuple[str, ...] = ()


@require_GET
def palette(request: Request) -> HttpResponse:
    """What fits the words in `q`; without words the actions and pages one starts from."""
    words = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    actor = request.actor
    context = {
        "words": words,
        "actions": _actions(actor, words),
        "documents": _documents(actor, words) if words else [],
        "pages": _pages(actor, words),
    }
    return page_or_part(request, "core/palette.html", "hits", context)


def _actions(actor: Actor, words: str) -> list[Found]:
    return [
        Found(label=str(action.label), url=action.url(), icon=action.icon)
        for action in navigation.quick_actions()
        if action.can(actor) and pinyin.fits(words, str(action.label), str(action.keywords))
    ][:MOST_OF_A_KIND]


def _documents(actor: Actor, words: str) -> list[Found]:
    hits: list[Hit] = [hit for search in navigation.searches() for hit in search(actor, words)]
    return [Found(label=hit.label, url=hit.url, icon=hit.icon, note=hit.note) for hit in hits][: 2 * MOST_OF_A_KIND]


def _pages(actor: Actor, words: str) -> list[Found]:
    found: list[Found] = []
    for section in navigation.sections():
        for item in section.items:
            url = item.url()
            if url and item.can(actor) and pinyin.fits(words, str(item.label), str(section.label), str(item.keywords)):
                label = str(item.label) if item.label == section.label else f"{section.label} · {item.label}"
                keys = tuple(key.upper() for key in item.keys.split())
                found.append(Found(label=label, url=url, icon=item.icon or section.icon, keys=keys))
    return found[: 2 * MOST_OF_A_KIND if words else MOST_OF_A_KIND]
