"""Pages of the reporting window: what is open until when, and opening it again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.calendars import actions
from prakarsa.calendars.forms import ReopenForm, WindowForm
from prakarsa.calendars.permissions import can_set_calendar
from prakarsa.calendars.queries import holidays_ahead, region_of, window_for, windows_of
from prakarsa.calendars.showing import outlook_for
from prakarsa.calendars.tables import window_columns, window_rows
from prakarsa.foundation.filters import asked, year_in
from prakarsa.foundation.time import now
from prakarsa.foundation.writing import moment
from prakarsa.organisations.access import SIGNED_IN, SeatedRequest, roles
from prakarsa.organisations.exporting import export_table
from prakarsa.organisations.roles import Role


@require_safe
@roles(*SIGNED_IN)
def home(request: SeatedRequest) -> HttpResponse:
    """Show the window of an edition, its reopenings and the holidays of the next year."""
    at, year = now(), year_in(asked(request.GET, ["edisi"])["edisi"])
    context = {
        "outlook": outlook_for(request.seat, asked=year, at=at),
        "holidays": holidays_ahead(request.seat, at),
        "can_set": can_set_calendar(request.seat),
    }
    return render(request, "calendars/home.html", context)


@require_safe
@roles(*SIGNED_IN)
def window_export(request: SeatedRequest, kind: str) -> HttpResponseBase:
    """Send the windows of every edition of the seat's region."""
    return export_table(
        request,
        kind,
        name=_("masa-pelaporan"),
        title=_("Masa pelaporan"),
        columns=window_columns(),
        rows=window_rows(windows_of(region_of(request.seat))),
    )


@require_http_methods(["GET", "POST"])
@roles(Role.SECRETARIAT)
def window_new(request: SeatedRequest) -> HttpResponse:
    """Set the window of an edition."""
    form = WindowForm(request.POST or None, region=region_of(request.seat), window=None)
    if form.runs(
        lambda values: actions.open_window(
            seat=request.seat, edition_year=values["edition_year"], at=now(), **form.span()
        )
    ):
        values = form.cleaned_data
        words = {"year": values["edition_year"], "moment": moment(values["closes_at"])}
        messages.success(request, _("Masa pelaporan %(year)s ditutup %(moment)s.") % words)
        return redirect("calendars:home")
    context = {"form": form, "title": _("Tetapkan masa pelaporan"), "button": _("Tetapkan")}
    return render(request, "calendars/form.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.SECRETARIAT)
def window_edit(request: SeatedRequest, key: str) -> HttpResponse:
    """Move the opening or closing of a window."""
    window = window_for(request.seat, key)
    form = WindowForm(request.POST or None, region=window.region, window=window)
    if form.runs(
        lambda values: actions.change_window(
            seat=request.seat, window=window, version=values["version"], at=now(),
            **form.span(),
        )
    ):  # fmt: skip
        words = {"year": window.edition_year, "moment": moment(form.cleaned_data["closes_at"])}
        messages.success(request, _("Masa pelaporan %(year)s ditutup %(moment)s.") % words)
        return redirect("calendars:home")
    title = _("Ubah masa pelaporan %d") % window.edition_year
    context = {"form": form, "window": window, "title": title, "button": _("Simpan")}
    return render(request, "calendars/form.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.SECRETARIAT)
def reopen(request: SeatedRequest, key: str) -> HttpResponse:
    """Open a closed window again for one unit or all."""
    window = window_for(request.seat, key)
    form = ReopenForm(request.POST or None, seat=request.seat, region=window.region)
    if form.runs(
        lambda values: actions.reopen_window(
            seat=request.seat, window=window, agency=values["agency"], until=values["until"],
            reason=values["reason"], at=now(),
        )
    ):  # fmt: skip
        unit = form.cleaned_data["agency"] or _("semua unit")
        words = {"unit": unit, "moment": moment(form.cleaned_data["until"])}
        messages.success(request, _("Dibuka kembali untuk %(unit)s sampai %(moment)s.") % words)
        return redirect("calendars:home")
    title = _("Buka kembali masa pelaporan %d") % window.edition_year
    lead = _("Unit yang dibukakan mendapat pesan. Alasannya dicatat dalam jejak audit.")
    context = {"form": form, "title": title, "lead": lead, "button": _("Buka kembali")}
    return render(request, "calendars/form.html", context)
