"""What was found, kind by kind, with the words it was found by (GEN-12)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from core import kinds, navigation, search
from core.models import SearchEntry
from core.navigation import Hit
from core.search import Found, Question, Result
from core.web import Request, page_or_part

PER_PAGE = 20
OF_EACH_KIND = 5
ENOUGH, LOOKED_THROUGH = 10 * PER_PAGE, 10_000
"""One kind alone: so many among so many of its latest documents are ten pages to read before narrowing the question."""
MOST_COUNTED = 1000
"""Counting stops here: a word that stands in a million documents is as good as any number."""


def day_input() -> forms.DateInput:
    """A day as the browser asks for it."""
    return forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")


class SearchForm(forms.Form):
    """The words, and what narrows them. What makes no sense is let go."""

    q = forms.CharField(label=_("Search"), required=False, max_length=search.LONGEST_QUESTION)
    kind = forms.CharField(required=False, max_length=40)
    since = forms.DateField(label=_("From"), required=False, widget=day_input())
    until = forms.DateField(label=_("Until"), required=False, widget=day_input())


@dataclass(frozen=True, slots=True)
class KindFound:
    """One kind of document: how many were found, and those shown."""

    code: str
    label: str
    count: int
    is_uncounted: bool
    """Whether there are more than were counted."""
    results: list[Result]

    @property
    def is_more(self) -> bool:
        return self.count > len(self.results)


@require_GET
def search_page(request: Request) -> HttpResponse:
    """All kinds with their first results, or one kind with its pages."""
    form = SearchForm(request.GET)
    form.is_valid()
    given: dict[str, Any] = form.cleaned_data
    words = (given.get("q") or "").replace("\x00", "").strip()
    question = Question(words, since=given.get("since"), until=given.get("until"))
    by_kind = search.found(request.actor, question, enough=OF_EACH_KIND) if words else {}
    chosen = given.get("kind") or ""
    chosen = chosen if chosen in by_kind else ""
    groups = [_group(request, kind, found, words) for kind, found in by_kind.items()]
    page = _page(request, question, chosen) if chosen else None
    context = {
        "form": form,
        "words": words,
        "chosen": chosen,
        "groups": [group for group in groups if group.count],
        "others": _others(request, words) if words and not chosen else [],
        "page": page,
        "results": search.results(request.actor, chosen, list(page.object_list), words) if page is not None else [],
        "is_narrowed": bool(question.since or question.until or chosen),
    }
    return page_or_part(request, "core/search.html", "results", context)


def _page(request: Request, question: Question, kind: str) -> Page[SearchEntry]:
    only = replace(question, kind=kind)
    found = search.found(request.actor, only, enough=ENOUGH, within=LOOKED_THROUGH)[kind]
    return Paginator(found.rows[:MOST_COUNTED], PER_PAGE).get_page(request.GET.get("page"))


def _group(request: Request, kind: str, found: Found, words: str) -> KindFound:
    entries = list(found.rows[:OF_EACH_KIND])
    count = len(entries)
    if count == OF_EACH_KIND:
        count = found.rows.order_by().values("pk")[:MOST_COUNTED].count()
    results = search.results(request.actor, kind, entries, words)
    return KindFound(kind, str(kinds.get(kind).label), count, found.is_cut or count >= MOST_COUNTED, results)


def _others(request: Request, words: str) -> list[Hit]:
    return [hit for find in navigation.searches() for hit in find(request.actor, words)]
