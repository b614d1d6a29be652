"""Every URL name of the application with the methods its view takes, read from the resolver and the views themselves."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

WRITES = ("POST", "PATCH", "PUT", "DELETE")


@dataclass(frozen=True, slots=True)
class Address:
    """One URL name; `methods` as declared by its view, in the order GET, POST, PATCH …"""

    name: str
    methods: tuple[str, ...]

    @property
    def is_api(self) -> bool:
        return self.name.startswith("api")

    @property
    def plain_method(self) -> str:
        """The method a row without one stands for."""
        return "GET" if "GET" in self.methods else self.methods[0]


def addresses() -> list[Address]:
    """All of them; a name that several patterns share stands once, with the methods of all."""
    found: dict[str, Address] = {}
    for name, pattern in _walk(get_resolver().url_patterns, ""):
        methods = _methods(pattern.callback)
        if name in found:
            methods = tuple(dict.fromkeys((*found[name].methods, *methods)))
        found[name] = Address(name=name, methods=methods)
    return list(found.values())


def nameless() -> list[str]:
    """Addresses that nobody can name, and no row can speak of."""
    return [str(pattern.pattern) for name, pattern in _walk(get_resolver().url_patterns, "") if name.endswith("None")]


def _walk(patterns: list[Any], space: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern


def _methods(view: Callable[..., Any]) -> tuple[str, ...]:
    actions = getattr(view, "actions", None)
    if actions:
        return tuple(method.upper() for method in ("get", *map(str.lower, WRITES)) if method in actions)
    view_class = getattr(view, "cls", None) or getattr(view, "view_class", None)
    if view_class is not None:
        return tuple(method for method in ("GET", *WRITES) if hasattr(view_class, method.lower()))
    declared = _declared(view)
    return tuple(method for method in ("GET", *WRITES) if method in declared) or ("GET", "POST")


def _declared(view: Any) -> set[str]:
    """What `require_GET`, `require_POST` and their like keep in their closure."""
    while view is not None:
        if inspect.isfunction(view):
            kept = inspect.getclosurevars(view).nonlocals.get("request_method_list")
            if kept:
                return set(kept)
        view = getattr(view, "__wrapped__", None)
    return set()
