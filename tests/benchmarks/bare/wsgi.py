"""One view, its address, and the application gunicorn starts."""

from __future__ import annotations

import json

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path


def write(request: HttpRequest) -> JsonResponse:
    """Read a JSON body, write it as one row, answer with its id."""
    body = json.loads(request.body)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_row (title, amount, body) VALUES (%s, %s, %s) RETURNING id",
            (body["title"], body["lines"][0]["amount"], json.dumps(body)),
        )
        found = cursor.fetchone()
    return JsonResponse({"id": found and found[0]}, status=201)


urlpatterns = [path("", write)]
application = get_wsgi_application()
