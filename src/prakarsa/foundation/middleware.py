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
        code = new_key()
        # Django writes of an answer after we are done: it finds the code at the request.
        vars(request)["request_id"] = code
        token = request_id.set(code)
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = code
            return response
        finally:
            request_id.reset(token)
