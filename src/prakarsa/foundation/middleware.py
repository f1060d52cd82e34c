"""Give each request an id that logs, audit entries and error pages share."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from prakarsa.foundation.keys import new_key
from prakarsa.foundation.logs import request_id


class RequestIdMiddleware:
    """Name the request; the visitor may quote the name, never choose it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(new_key())
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
            return response
        finally:
            request_id.reset(token)
