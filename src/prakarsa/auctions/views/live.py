"""Pages that look again by themselves every few seconds, and are replaced only if they moved."""

from __future__ import annotations

from typing import Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Live(Protocol):
    """What a live page shows; `stamp` changes whenever the page would."""

    @property
    def stamp(self) -> str:
        """Return the mark of what is shown."""


def show_live(request: HttpRequest, shown: Live, page: str) -> HttpResponse:
    """Answer with the whole page, its moving part, or 204 when the visitor sees it already.

    The mark comes in the address as `cap`; somebody without a script asks for the whole page.
    """
    if "HX-Request" not in request.headers:
        return render(request, f"auctions/{page}.html", {"shown": shown})
    if request.GET.get("cap") == shown.stamp:
        return HttpResponse(status=204)
    return render(request, f"auctions/_{page}.html", {"shown": shown, "is_part": True})
