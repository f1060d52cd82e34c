"""Pages for the safety of another person's account."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from prakarsa.accounts.models import Person
from prakarsa.foundation.components import Confirmation
from prakarsa.foundation.time import now
from prakarsa.organisations import actions
from prakarsa.organisations.access import SeatedRequest, asks_again, roles
from prakarsa.organisations.forms import ReasonForm
from prakarsa.organisations.permissions import can_secure
from prakarsa.organisations.queries import visible_people
from prakarsa.organisations.roles import Role


@asks_again
@require_http_methods(["GET", "POST"])
@roles(Role.PLATFORM_ADMIN, Role.SECRETARIAT)
def factors_reset(request: SeatedRequest, key: str) -> HttpResponse:
    """Take the factors from a person who lost them, with a reason."""
    person = _secured_person(request, key)
    form = ReasonForm(request.POST or None)
    if form.runs(
        lambda values: actions.reset_second_step(
            seat=request.seat, person=person, at=now(), **values)
    ):  # fmt: skip
        messages.success(request, _("Langkah kedua %s diatur ulang.") % person.name)
        return redirect("organisations:person", key=key)
    changes = (
        _("Aplikasi autentikator, kunci sandi, dan kode pemulihannya tidak berlaku lagi."),
        _("Semua sesinya diakhiri. Ia masuk dengan kata sandi, lalu memasang langkah kedua baru."),
        _("Ia menerima surel tentang ini, dan jejak audit mencatat alasan Anda."),
    )
    title = _("Atur ulang langkah kedua %s?") % person.name
    undo = _("Pastikan dulu, lewat telepon atau tatap muka, bahwa orang itu sendiri yang meminta.")
    return _ask(request, person, form, title=title, changes=changes, undo=undo)


@asks_again
@require_http_methods(["GET", "POST"])
@roles(Role.PLATFORM_ADMIN, Role.SECRETARIAT)
def sessions_end(request: SeatedRequest, key: str) -> HttpResponse:
    """End all sessions of a person."""
    person = _secured_person(request, key)
    if request.method == "POST":
        count = actions.end_sessions(seat=request.seat, person=person, at=now())
        text = ngettext(
            "%(count)d sesi %(name)s diakhiri.", "%(count)d sesi %(name)s diakhiri.", count
        )
        messages.success(request, text % {"count": count, "name": person.name})
        return redirect("organisations:person", key=key)
    changes = (
        _("Semua perangkatnya dikeluarkan pada permintaan berikutnya."),
        _("Ia dapat masuk lagi dengan cara biasa. Perlu ditutup sama sekali? Nonaktifkan akunnya."),
    )
    title = _("Akhiri semua sesi %s?") % person.name
    return _ask(request, person, None, title=title, changes=changes, undo="")


def _secured_person(request: SeatedRequest, key: str) -> Person:
    person = get_object_or_404(visible_people(request.seat), key=key)
    if not can_secure(request.seat, person, on=request.seat.today(now())):
        raise PermissionDenied
    return person


def _ask(
    request: SeatedRequest,
    person: Person,
    form: ReasonForm | None,
    *,
    title: str,
    changes: tuple[str, ...],
    undo: str,
) -> HttpResponse:
    confirmation = Confirmation(
        title=title,
        changes=changes,
        action=title.removesuffix("?"),
        back_url=reverse("organisations:person", kwargs={"key": person.key}),
        undo=undo,
    )
    context = {"confirmation": confirmation, "form": form}
    return render(request, "organisations/confirm.html", context)
