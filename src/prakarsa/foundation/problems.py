"""What programs read when something goes wrong: problem details after RFC 9457."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

MEDIA_TYPE = "application/problem+json"
PROGRAMS = "/api/"


def asks_as_program(request: HttpRequest) -> bool:
    """Say whether an address belongs to the interface for programs, which shows no pages."""
    return request.path.startswith(PROGRAMS)


def problem(status: int, detail: str = "", **more: Any) -> HttpResponse:
    """Return the answer: its status in English words, `detail` for people, and named parts."""
    body = {"title": HTTPStatus(status).phrase, "status": status, **more}
    if detail:
        body["detail"] = detail
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE)


def words_of(status: int) -> str:
    """Return what a refusal without words of its own says."""
    return {
        400: _("Permintaan tidak dapat dimengerti."),
        401: _("Masuk lebih dahulu."),
        403: _("Peran Anda tidak boleh melakukan ini."),
        404: _("Tidak ada, atau tidak untuk Anda."),
        405: _("Alamat ini tidak menerima cara permintaan ini."),
        429: _("Terlalu sering. Coba lagi nanti."),
        500: _("Kesalahan ada pada kami. Yang sudah tersimpan tetap aman."),
        503: _("Basis data sedang sibuk. Coba lagi sebentar."),
        507: _("Ruang simpan penuh. Tidak ada yang disimpan."),
    }.get(status, "")


def plain_problem(status: int, **more: Any) -> HttpResponse:
    """Return the answer of a status in our usual words."""
    return problem(status, words_of(status), **more)
