"""Every refusal of the API in one shape: `{"code", "detail", "params", "fields"}` (api.md). Input never causes a 500
(QLT-42)."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from decimal import InvalidOperation
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as ModelInvalid
from django.db import DataError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings

from core.errors import DomainError

log = logging.getLogger(__name__)

Fields = dict[str, list[str]]


def body(
    code: str, detail: str, *, params: Mapping[str, Any] | None = None, fields: Fields | None = None
) -> dict[str, Any]:
    """The one shape of an error."""
    return {"code": code, "detail": detail, "params": dict(params or {}), "fields": fields or {}}


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler. None for what is a bug: it is raised on and logged as one."""
    answer: Response | None = None
    if isinstance(error, DomainError):
        fields = {name: [str(error)] for name in error.at_fields()}
        answer = Response(body(error.code, str(error), params=_params(error), fields=fields), status=error.status)
    elif isinstance(error, exceptions.ValidationError):
        answer = _invalid(flat(error.detail))
    elif isinstance(error, ModelInvalid):
        answer = _invalid(_of_model(error))
    elif isinstance(error, exceptions.APIException):
        answer = _from_framework(error)
    elif isinstance(error, Http404):
        answer = _plain(404, "not_found", _("There is no such thing, or it is not to be seen by you."))
    elif isinstance(error, PermissionDenied):
        answer = _plain(403, "permission_denied", _("You may not do this."))
    elif isinstance(error, RequestDataTooBig):
        answer = _plain(413, "too_large", _("The body is too large."))
    elif isinstance(error, (DataError, InvalidOperation, OverflowError, SuspiciousOperation)):
        log.warning("a value was refused only by the database: %s", type(error).__name__)
        answer = _plain(400, "invalid_input", _("A value is too large or of the wrong kind."))
    return answer


def _params(error: DomainError) -> dict[str, Any]:
    """The facts of a refusal, with what the caller can do next where there is something (LED-09)."""
    params = error.api_params()
    if error.ways_out:
        params["ways_out"] = [{"label": str(way.label), "url": way.url} for way in error.ways_out]
    return params


def flat(detail: Any, at: str = "") -> Fields:
    """Errors of nested serializers under paths such as `lines.0.amount`; what concerns no field under
    `non_field_errors`."""
    found: Fields = {}
    for path, text in _walk(detail, at):
        found.setdefault(path or api_settings.NON_FIELD_ERRORS_KEY, []).append(text)
    return found


def _walk(detail: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(detail, dict):
        for key, value in detail.items():
            name = "" if key == api_settings.NON_FIELD_ERRORS_KEY and at else str(key)
            yield from _walk(value, ".".join(part for part in (at, name) if part))
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            nested = isinstance(value, (dict, list))
            yield from _walk(value, f"{at}.{index}" if nested else at)
    else:
        yield at, str(detail)


def _of_model(error: ModelInvalid) -> Fields:
    return dict(error.message_dict) if hasattr(error, "error_dict") else flat(error.messages)


def _invalid(fields: Fields) -> Response:
    return Response(body("invalid", _("Some values are missing or wrong; see “fields”."), fields=fields), status=400)


def _plain(status: int, code: str, detail: str) -> Response:
    return Response(body(code, detail), status=status)


def _from_framework(error: exceptions.APIException) -> Response:
    headers: dict[str, str] = {}
    params: dict[str, Any] = {}
    status = error.status_code
    if isinstance(error, (exceptions.NotAuthenticated, exceptions.AuthenticationFailed)):
        status = 401
        headers["WWW-Authenticate"] = "Token"
    wait = getattr(error, "wait", None)
    if wait is not None:
        params["wait_seconds"] = int(wait) + 1
        headers["Retry-After"] = str(int(wait) + 1)
    detail = error.detail
    code = str(getattr(detail, "code", None) or error.default_code)
    text = str(detail) if isinstance(detail, str) else str(error.default_detail)
    return Response(body(code, text, params=params), status=status, headers=headers)
