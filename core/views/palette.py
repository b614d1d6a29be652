"""The command palette (Ctrl-K): actions, documents, people, pages, in this order, within the actor's scope (GEN-12)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from core import audit, kinds, navigation, pinyin, search, search_index
from core.actors import Actor
from core.navigation import Hit
from core.web import Request, page_or_part

MOST_OF_A_KIND = 6
MOST_DOCUMENTS = 4
LONGEST_QUESTION = 80


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the palette."""

    label: str
    url: str
    icon: str
    note: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one head."""

    label: str | Promise
    found: list[Found]


@require_GET
def palette(request: Request) -> HttpResponse:
    """What fits the words in `q`; without words the actions, documents and pages one starts from."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUESTION]
    actor = request.actor
    groups = [Group(_("Actions"), _actions(actor, words))]
    groups += _documents(actor, words) if words else [Group(_("Worked on lately"), recent(actor))]
    groups += [
        Group(_("People and departments"), _others(actor, words) if words else []),
        Group(pgettext_lazy("navigation", "Pages"), _pages(actor, words)),
    ]
    context = {
        "words": words,
        "groups": [group for group in groups if group.found],
        "more_url": f"{reverse('core:search')}?{urlencode({'q': words})}" if words else "",
    }
    return page_or_part(request, "core/palette.html", "hits", context)


def recent(actor: Actor) -> list[Found]:
    """The documents an actor did something with last, those they still see."""
    if actor.person_id is None:
        return []
    known = search_index.sources().keys()
    lines: list[Found] = []
    for kind, document_id in audit.lately_of(person_id=actor.person_id, kinds=known, limit=MOST_OF_A_KIND):
        hits = search.hits_of(actor, kind, [document_id])
        lines += [_found(hit) for hit in hits.values()]
    return lines


def _actions(actor: Actor, words: str) -> list[Found]:
    return [
        Found(label=str(action.label), url=action.url(), icon=action.icon)
        for action in navigation.quick_actions()
        if action.can(actor) and pinyin.fits(words, str(action.label), str(action.keywords))
    ][:MOST_OF_A_KIND]


def _documents(actor: Actor, words: str) -> list[Group]:
    """A group for each kind of document."""
    by_kind: dict[str, list[Found]] = {}
    for result in search.top(actor, words, limit=MOST_DOCUMENTS):
        by_kind.setdefault(result.kind, []).append(_found(result.hit))
    return [Group(kinds.get(kind).label, lines) for kind, lines in by_kind.items()]


def _others(actor: Actor, words: str) -> list[Found]:
    hits = [hit for find in navigation.searches() for hit in find(actor, words)]
    return [_found(hit) for hit in hits][: 2 * MOST_OF_A_KIND]


def _found(hit: Hit) -> Found:
    return Found(label=hit.label, url=hit.url, icon=hit.icon, note=hit.note)


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
