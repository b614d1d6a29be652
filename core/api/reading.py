"""Turns the OpenAPI description into what a page shows: per resource its calls, per call its parameters and fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

METHODS = ("get", "post", "patch")
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class FieldText:
    """One field or parameter; `depth` says how far it is nested."""

    name: str
    type: str
    required: bool = False
    note: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class CallText:
    """One address with one method."""

    method: str
    path: str
    anchor: str
    words: str
    parameters: list[FieldText]
    sent: list[FieldText]
    answered: list[FieldText]
    statuses: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ResourceText:
    """All calls of one resource."""

    name: str
    calls: list[CallText] = field(default_factory=list)


def resources_of(schema: Mapping[str, Any]) -> list[ResourceText]:
    """The description by resource, in order of address."""
    found: dict[str, ResourceText] = {}
    for path, methods in sorted(schema.get("paths", {}).items()):
        for method in METHODS:
            if method in methods:
                call = _call(schema, path, method, methods[method])
                name = (methods[method].get("tags") or ["api"])[0]
                found.setdefault(name, ResourceText(name=name)).calls.append(call)
    return list(found.values())


def _call(schema: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]) -> CallText:
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    answers = operation.get("responses", {})
    good: Mapping[str, Any] = next((answer for status, answer in answers.items() if status.startswith("2")), {})
    answered = good.get("content", {}).get("application/json", {}).get("schema")
    return CallText(
        method=method.upper(),
        path=path,
        anchor=str(operation.get("operationId", "")),
        words=str(operation.get("description", "")),
        parameters=[_parameter(parameter) for parameter in operation.get("parameters", [])],
        sent=list(_fields(schema, sent)),
        answered=list(_fields(schema, answered)),
        statuses=[(status, str(answer.get("description", ""))) for status, answer in sorted(answers.items())],
    )


def _parameter(parameter: Mapping[str, Any]) -> FieldText:
    return FieldText(
        name=parameter["name"],
        type=_type(parameter.get("schema", {})),
        required=bool(parameter.get("required")),
        note=str(parameter.get("description", "")),
    )


def _fields(schema: Mapping[str, Any], node: Mapping[str, Any] | None, depth: int = 0) -> Iterator[FieldText]:
    node = _resolved(schema, node)
    if node.get("type") == "array":
        node = _resolved(schema, node.get("items"))
    if depth > DEEPEST:
        return
    required = set(node.get("required", []))
    for name, part in node.get("properties", {}).items():
        whole = _resolved(schema, part)
        note = str(whole.get("description", ""))
        yield FieldText(
            name=name, type=_type(whole), required=name in required, note=note.partition("\n")[0], depth=depth
        )
        yield from _fields(schema, whole, depth + 1)


def _resolved(schema: Mapping[str, Any], node: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if not node:
        return {}
    for choice in ("allOf", "oneOf", "anyOf"):
        if node.get(choice):
            node = {**node, **node[choice][0]}
    reference = node.get("$ref")
    if reference is None:
        return node
    return dict(schema["components"]["schemas"].get(reference.rsplit("/", 1)[-1], {}))


def _type(node: Mapping[str, Any]) -> str:
    kind = node.get("type", "")
    name = " | ".join(kind) if isinstance(kind, list) else str(kind)
    if node.get("format"):
        name = f"{name} ({node['format']})"
    if node.get("enum"):
        name = " | ".join(str(value) for value in node["enum"] if value is not None)
    return name or "object"
