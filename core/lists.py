"""What every list page has in common: it is marked as one, its filters stand in its address and as chips, it sorts by
known columns, and it gives what it shows as Excel (GEN-13).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar, cast

from django import forms
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise

from core import list_filters, list_workbooks, saved_views
from core.list_filters import Known
from core.list_workbooks import Pairs, Sheet
from core.saved_views import UNFILTERED
from core.web import Request

View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, with the address without it."""

    label: str
    value: str
    query: str


def list_page(view: View) -> View:
    """Mark a view as a list page that takes its filters by a `FilterForm`, or has none; see `list_page_of`."""
    return list_page_of()(view)


def list_page_of(**known: tuple[str | Promise, Collection[str] | Callable[[str], bool]]) -> Callable[[View], View]:
    """Mark a view as a list page: opened without a question it shows the reader's usual view, if there is one.
    `known` are the filters it reads without a form, by parameter: what each is called, and the values it takes. What
    cannot be used is said above the list; a file of something else than was asked for is not made.
    `tests/lists` asks of each list what GEN-13 asks.
    """

    def marked(view: View) -> View:
        @wraps(view)
        def listed(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "GET" and not request.META.get("QUERY_STRING") and not request.htmx:
                match = request.resolver_match
                usual = saved_views.usual_query(request.actor, match.view_name if match else "")
                if usual:
                    return HttpResponseRedirect(f"{request.path}?{usual}")
            with list_filters.noting() as unusable:
                list_filters.check(request.GET, known)
                answer = view(request, *args, **kwargs) if not (unusable and wants_file(request)) else None
                if answer is None or (unusable and wants_file(request)):
                    return HttpResponseRedirect(f"{request.path}{without(request.GET, 'format')}")
                return _with_what_was_left_out(request, answer)

        listed.is_list = True  # type: ignore[attr-defined]
        listed.says_what_it_left_out = True  # type: ignore[attr-defined]
        return listed  # type: ignore[return-value]

    return marked


def narrowed_page(known: Known, *, file_of_page: str = "") -> Callable[[View], View]:
    """Mark a page that is no list but reads filters from its address, `known` as in `list_page_of`: it says which it
    could not use. Its file, at an address of its own, names the page as `file_of_page`: the reader is led there instead
    of getting a file of something else.
    """

    def marked(view: View) -> View:
        @wraps(view)
        def narrowed(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            with list_filters.noting() as unusable:
                list_filters.check(request.GET, known)
                if unusable and file_of_page:
                    address = reverse(file_of_page, args=args, kwargs=kwargs)
                    return HttpResponseRedirect(f"{address}{without(request.GET)}")
                return view(request, *args, **kwargs)

        narrowed.says_what_it_left_out = True  # type: ignore[attr-defined]
        return narrowed  # type: ignore[return-value]

    return marked


def _with_what_was_left_out(request: Request, answer: HttpResponse) -> HttpResponse:
    """A part that HTMX asked for brings along what stands above the list; on a page it is drawn already."""
    is_part = request.htmx and not request.htmx.boosted and answer.status_code == 200 and not answer.streaming
    if is_part and answer.content and answer.get("Content-Type", "").startswith("text/html"):
        answer.content += render_to_string("components/left_out.html", {"is_part": True, **left_out(request)}).encode()
    return answer


def left_out(request: Request) -> dict[str, Any]:
    """The filters that could not be used, and the address without them."""
    found = list_filters.unusable()
    return {
        "left_out": found,
        "without_them": without(request.GET, "page", *(one.name for one in found)),
    }


def wants_file(request: Request) -> bool:
    """Whether the list is asked for as Excel."""
    return request.GET.get("format") == "xlsx"


def file_of(
    request: Request,
    *sheets: Sheet,
    name: str,
    title: str | Promise,
    filters: Iterable[tuple[str | Promise, object]] = (),
    at: datetime | None = None,
) -> HttpResponse:
    """The list as Excel. Filters that are not set (None or empty) are not named. `at` as in `list_file`."""
    words = [(str(label), str(value)) for label, value in filters if value not in {None, ""}]
    answer = list_workbooks.list_file(
        sheets, name=name, title=str(title), reader=request.actor.name, filters=words, at=at
    )
    return cast("HttpResponse", answer)  # sent in pieces; a view's answer all the same


def without(query: QueryDict, *names: str, **changed: str) -> str:
    """The address of a list with some parameters taken away and others set."""
    left = query.copy()
    for name in names:
        left.pop(name, None)
    for name, value in changed.items():
        left[name] = value
    return f"?{left.urlencode()}" if left else UNFILTERED


def chips(query: QueryDict, form: forms.Form, names: Sequence[str]) -> list[Chip]:
    """The filters in force, each with a way to take it off. The form has been validated."""
    return [
        Chip(label=label, value=words, query=without(query, "page", name)) for name, label, words in _set(form, names)
    ]


def in_words(form: forms.Form, names: Sequence[str]) -> Pairs:
    """The filters in force as labels and words, for the file."""
    return [(label, words) for _name, label, words in _set(form, names)]


def _set(form: forms.Form, names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for name in names:
        value = form.cleaned_data.get(name)
        if value not in {None, ""}:
            yield name, str(form[name].label), choice_words(getattr(form.fields[name], "choices", ()), value)


def choice_words(choices: Iterable[Any], value: object) -> str:
    """What a chosen value is called, also within groups of choices; the value itself where it has no name."""
    for code, label in choices:
        if isinstance(label, (list, tuple)):
            if (found := choice_words(label, value)) != str(value):
                return found
        elif str(code) == str(value):
            return str(label)
    return str(value)
