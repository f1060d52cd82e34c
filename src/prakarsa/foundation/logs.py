"""One structured line per event; user text can never begin a line of its own."""

from __future__ import annotations

import logging.config
import re
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

import structlog

NONE = "-"
UNAVAILABLE = 503
# The request that a line belongs to; a job goes on with that of the request that asked for it.
request_id: ContextVar[str] = ContextVar("request_id", default=NONE)
job_key: ContextVar[str] = ContextVar("job_key", default="")
# PostgreSQL repeats the values of a row that it refuses.
VALUES = re.compile(r"^DETAIL:.*(?:\n|$)", re.MULTILINE)


def current_request() -> str:
    """Return the code of the request under way; empty when there is none."""
    code = request_id.get()
    return "" if code == NONE else code


def _add_codes(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Add the codes of request and job; Django tells of an answer when the request has ended."""
    request = getattr(event.get("_record"), "request", None)
    event["request"] = getattr(request, "request_id", "") or request_id.get()
    if key := job_key.get():
        event["job"] = key
    return event


def _name_page(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Say which page and which status instead of the address: that may hold a one-time link.

    An absent database is told of in one line; its trace is the same each time.
    """
    record = event.get("_record")
    status, request = getattr(record, "status_code", None), getattr(record, "request", None)
    if status is not None and request is not None:
        match = getattr(request, "resolver_match", None)
        event["event"] = str(event["event"]).partition(": /")[0]
        event |= {"status": status, "page": match.view_name if match else "unknown"}
        if status == UNAVAILABLE:
            event.pop("exc_info", None)
    return event


def _hide_values(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    if "exception" in event:
        event["exception"] = VALUES.sub("", event["exception"])
    return event


def configure(settings: Mapping[str, Any]) -> None:
    """Send every record through one JSON formatter to standard error."""
    level = settings.get("level", "INFO")
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_codes,
        _name_page,
        structlog.processors.format_exc_info,
        _hide_values,
    ]
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        "foreign_pre_chain": shared,
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": formatter},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": level},
            # It names the keys of people at INFO.
            "loggers": {
                "fido2": {"level": "WARNING"},
                # Django has a level and handlers of its own before we speak.
                "django": {"level": level, "handlers": [], "propagate": True},
            },
        }
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
