"""The OpenAPI description of our resources: bodies of moves, errors, the idempotency key."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from core.api.idempotency import HEADER
from core.api.resources import Resource


class ErrorOut(serializers.Serializer[Any]):
    """Every refusal: a code for programs, a sentence for people, the facts, and the fields that are wrong."""

    code = serializers.CharField()
    detail = serializers.CharField()
    params = serializers.DictField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]


REFUSALS = {
    400: "Wrong shape",
    401: "No token, or one that holds no more",
    403: "Seen, but not allowed",
    404: "Not there, or not to be seen",
    409: "Refused by a rule",
    413: "The body is too large",
    415: "Neither JSON nor what this call takes",
    422: "Idempotency key used with another body",
    429: "Too many calls",
}


class Schema(AutoSchema):
    """Describes a Resource; other views as the framework does."""

    def get_request_serializer(self) -> Any:
        if not isinstance(self.view, Resource):
            return super().get_request_serializer()
        if self.method not in {"POST", "PATCH"}:
            return None
        declared = getattr(self._method(), "input_class", None)
        return declared or self.view.input_serializers.get(self.view.action or "")

    def get_response_serializers(self) -> Any:
        if not isinstance(self.view, Resource):
            return super().get_response_serializers()
        status = 201 if self.view.action == "create" else 200
        refused = {code: OpenApiResponse(ErrorOut, words) for code, words in REFUSALS.items() if self._can_refuse(code)}
        files = {(200, kind): OpenApiTypes.BINARY for kind in self._file_types()}
        return {**(files or {status: self._output()}), **refused}

    def get_override_parameters(self) -> list[Any]:
        given = list(super().get_override_parameters())
        if isinstance(self.view, Resource) and self.method in {"POST", "PATCH"}:
            words = "Repeating a write with its key gives the first answer"
            given.append(OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, description=words))
        return given

    def get_tags(self) -> list[str]:
        basename = getattr(self.view, "basename", None)
        return [str(basename)] if basename else list(super().get_tags())

    def _output(self) -> Any:
        view: Any = self.view
        if view.action == "list":
            return view.row_serializer_class(many=True)
        return getattr(self._method(), "output_class", None) or view.one_serializer_class

    def _method(self) -> Any:
        view: Any = self.view
        return getattr(view, view.action or "", None)

    def _file_types(self) -> tuple[str, ...]:
        return tuple(getattr(self._method(), "file_types", ()))

    def _can_refuse(self, code: int) -> bool:
        if self.method in {"POST", "PATCH"}:
            return True
        return code not in {413, 415, 422} and (code != 409 or bool(self._file_types()))


def changes_name_their_version(result: dict[str, Any], **_given: Any) -> dict[str, Any]:
    """A `PATCH` of what carries a `version` cannot go without it (GEN-04); its other fields are those that change."""
    parts = result.get("components", {}).get("schemas", {})
    for methods in result.get("paths", {}).values():
        content = methods.get("patch", {}).get("requestBody", {}).get("content", {})
        for kind in content.values():
            part = parts.get(kind.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1], {})
            if "version" in part.get("properties", {}) and "version" not in part.setdefault("required", []):
                part["required"].append("version")
    return result


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How `Authorization: Token <key>` is described."""

    target_class = "organization.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Authorization: Token <key>",
        }
