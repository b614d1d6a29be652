"""`Idempotency-Key`: a write that is repeated with its key gets the first answer and acts once (api.md).

The key's row is written in the transaction of the write: what was rolled back was not done and may be tried again
with the same key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from core import requests
from core.actors import Actor

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEPT_HEADERS = ("Location",)


def write(request: Request, *, actor: Actor, at: datetime, work: Callable[[], Response]) -> Response:
    """Do a write in one transaction and answer; or give the first answer to the same key again.

    Raises requests.KeyReused (422), RequestInFlight (409), InvalidInput (400).
    """
    key = request.headers.get(HEADER)
    with transaction.atomic():
        if key is None or actor.person_id is None:
            return work()
        row = requests.begin(actor=actor, purpose="api", key=key, body=_body(request), at=at, wait=False)
        if row.status is not None:
            kept = row.answer or {}
            return Response(kept.get("data"), status=row.status, headers={**kept.get("headers", {}), REPLAYED: "true"})
        response = work()
        data = json.loads(JSONRenderer().render(response.data)) if response.data is not None else None
        headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        requests.keep(row, status=response.status_code, answer={"data": data, "headers": headers})
        return response


def _body(request: Request) -> dict[str, Any]:
    data = request.data
    fields = {name: data.getlist(name) for name in data} if hasattr(data, "getlist") else data
    files = {name: [_digest(file) for file in request.FILES.getlist(name)] for name in request.FILES}
    if files and isinstance(fields, dict):
        fields = {name: value for name, value in fields.items() if name not in files}
    return {"method": request.method, "path": request.path, "body": fields, "files": files}


def _digest(file: UploadedFile[Any]) -> list[str]:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return [str(file.name), digest.hexdigest()]
