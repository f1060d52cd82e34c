"""Count each answer, and let machines ask for health and numbers without being visitors."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from prakarsa.operations.metrics import count_response

MACHINE_PATHS = frozenset({"/sehat/hidup", "/sehat/siap", "/metrik"})


class MetricsMiddleware:
    """Time the request and count its answer under the name of its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in MACHINE_PATHS:
            _treat_as_machine(request)
        began = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        count_response(page=_page_of(request), status=response.status_code, seconds=seconds)
        return response


def _treat_as_machine(request: HttpRequest) -> None:
    """Forget cookies and the host: a probe calls by number, and must not need a session's row."""
    vars(request)["COOKIES"] = {}
    request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0]


def _page_of(request: HttpRequest) -> str:
    """Return the name of the page; addresses may hold anything and are never a label."""
    if request.resolver_match:
        return request.resolver_match.view_name
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "unknown"
