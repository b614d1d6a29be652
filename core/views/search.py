"""What was found, kind by kind, with the words it was found by (GEN-12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from core import kinds, navigation, search
from core.models import SearchEntry
from core.navigation import Hit
from core.search import Question, Result
from core.web import Request, page_or_part

PER_PAGE = 20
OF_EACH_KIND = 5
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
    results: list[Result]

    @property
    def is_more(self) -> bool:
        return self.count > len(self.results)

    @property
    def is_uncounted(self) -> bool:
        """Whether there are more than were counted."""
        return self.count >= MOST_COUNTED


@require_GET
def search_page(request: Request) -> HttpResponse:
    """All kinds with their first results, or one kind with its pages."""
    form = SearchForm(request.GET)
    form.is_valid()
    given: dict[str, Any] = form.cleaned_data
    words = (given.get("q") or "").replace("\x00", "").strip()
    question = Question(words, since=given.get("since"), until=given.get("until"))
    by_kind = search.found(request.actor, question) if words else {}
    chosen = given.get("kind") or ""
    chosen = chosen if chosen in by_kind else ""
    groups = [_group(request, kind, rows, words) for kind, rows in by_kind.items()]
    page = Paginator(by_kind[chosen][:MOST_COUNTED], PER_PAGE).get_page(request.GET.get("page")) if chosen else None
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


def _group(request: Request, kind: str, rows: QuerySet[SearchEntry], words: str) -> KindFound:
    entries = list(rows[:OF_EACH_KIND])
    count = len(entries)
    if count == OF_EACH_KIND:
        count = rows.order_by().values("pk")[:MOST_COUNTED].count()
    return KindFound(kind, str(kinds.get(kind).label), count, search.results(request.actor, kind, entries, words))


def _others(request: Request, words: str) -> list[Hit]:
    return [hit for find in navigation.searches() for hit in find(request.actor, words)]
