"""The API's description for programs (`/api/schema/`) and for people (`/api/docs/`), and its answer to unknown
addresses."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.permissions import IsAuthenticated

from core.api import reading
from core.api.errors import body
from core.web import Request, page_or_part


class SchemaView(SpectacularJSONAPIView):
    """OpenAPI 3.1 as JSON."""

    permission_classes = (IsAuthenticated,)


schema = SchemaView.as_view()


@require_GET
def documentation(request: Request) -> HttpResponse:
    """All resources with their addresses, fields and answers, readable in the browser."""
    return page_or_part(request, "core/api_docs.html", "docs", {"resources": _described(get_language() or "")})


@login_not_required
@csrf_exempt
def nothing_here(request: HttpRequest) -> JsonResponse:
    """Below /api/ even an unknown address answers in the API's shape."""
    return JsonResponse(body("not_found", _("There is no such address.")), status=404)


@lru_cache(maxsize=8)
def _described(language: str) -> list[reading.ResourceText]:
    described: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return reading.resources_of(described)
