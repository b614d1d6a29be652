"""Logs as one JSON object a line, each with the id of its request or job; no personal data (QLT-34)."""

import json
import logging
from datetime import UTC, datetime

from core.context import current_request_id

STATUS_LOGGER = "django.request"


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message, request id; the traceback under `error`; HTTP status where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := current_request_id():
            line["request_id"] = request_id
        if record.name == STATUS_LOGGER and hasattr(record, "status_code"):
            line["status"] = record.status_code
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
