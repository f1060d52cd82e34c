"""Pages of the region's holidays: add, import, take off the list."""

from __future__ import annotations

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.calendars import actions
from prakarsa.calendars.forms import HolidayForm, HolidayTableForm
from prakarsa.calendars.importing import COLUMNS, MOST_ROWS, Outcome, PlannedHoliday, plan_holidays
from prakarsa.calendars.queries import holiday_for, holidays_ahead, known_days, region_of
from prakarsa.calendars.tables import holiday_columns, holiday_rows
from prakarsa.formats.explaining import explain
from prakarsa.formats.reasons import Refused
from prakarsa.formats.workbooks import read_uploaded_table
from prakarsa.foundation.components import Confirmation
from prakarsa.foundation.limits import UPLOADS, limited
from prakarsa.foundation.time import now
from prakarsa.foundation.writing import day as day_words
from prakarsa.organisations.access import SIGNED_IN, SeatedRequest, roles
from prakarsa.organisations.exporting import export_table
from prakarsa.organisations.roles import Role

LARGEST_TABLE = 1024 * 1024


@require_safe
@roles(*SIGNED_IN)
def holiday_export(request: SeatedRequest, kind: str) -> HttpResponseBase:
    """Send the holidays of the next year, in the columns that an import reads."""
    return export_table(
        request,
        kind,
        name=_("hari-libur"),
        title=_("Hari libur"),
        columns=holiday_columns(),
        rows=holiday_rows(holidays_ahead(request.seat, now())),
    )


@require_http_methods(["GET", "POST"])
@roles(Role.SECRETARIAT)
def holiday_new(request: SeatedRequest) -> HttpResponse:
    """Add one holiday."""
    form = HolidayForm(request.POST or None)
    if form.runs(
        lambda values: actions.add_holiday(
            seat=request.seat, holiday=actions.NewHoliday(**values), at=now()
        )
    ):
        words = {"name": form.cleaned_data["name"], "day": day_words(form.cleaned_data["day"])}
        messages.success(request, _("%(name)s, %(day)s, ditambahkan.") % words)
        return redirect("calendars:home")
    context = {"form": form, "title": _("Tambah hari libur"), "button": _("Tambahkan")}
    return render(request, "calendars/form.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.SECRETARIAT)
def holiday_remove(request: SeatedRequest, pk: int) -> HttpResponse:
    """Take one of the region's own holidays off the list, after saying what that changes."""
    holiday, home = holiday_for(request.seat, pk), reverse("calendars:home")
    if request.method == "POST":
        actions.remove_holiday(seat=request.seat, holiday=holiday, at=now())
        messages.success(request, _("%s dihapus dari daftar hari libur.") % holiday.name)
        return redirect(home)
    words = {"name": holiday.name, "day": day_words(holiday.day)}
    confirmation = Confirmation(
        title=_("Hapus %(name)s, %(day)s") % words,
        changes=(_("Hari ini dihitung sebagai hari kerja lagi bila bukan Sabtu atau Minggu."),),
        affects=_("Semua tenggat yang dihitung dalam hari kerja ikut berubah."),
        undo=_("Hari libur dapat ditambahkan lagi."),
        action=_("Hapus hari libur"),
        back_url=home,
    )
    return render(request, "calendars/remove.html", {"confirmation": confirmation})


@require_http_methods(["GET", "POST"])
@roles(Role.SECRETARIAT)
@limited(UPLOADS, method="POST")
def holiday_import(request: SeatedRequest) -> HttpResponse:
    """Show what a table of holidays would change, then take it as a whole or not at all."""
    form = HolidayTableForm(request.POST or None, request.FILES or None)
    records = _records(form)
    plan = plan_holidays(records, known=known_days(region_of(request.seat)))
    is_ready = bool(plan) and all(row.holiday is not None for row in plan)
    if is_ready and request.POST.get("step") == "import":
        return _import(request, plan)
    context = {
        "form": form,
        "plan": plan,
        "is_ready": is_ready,
        "rows": json.dumps(records),
        "counts": {each.value: sum(row.outcome is each for row in plan) for each in Outcome},
    }
    return render(request, "calendars/import.html", context)


def _import(request: SeatedRequest, plan: list[PlannedHoliday]) -> HttpResponse:
    wanted = [row.holiday for row in plan if row.holiday is not None]
    added = actions.add_holidays(seat=request.seat, holidays=wanted, at=now())
    messages.success(request, _("%d hari libur ditambahkan.") % len(added))
    return redirect("calendars:home")


def _records(form: HolidayTableForm) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of the file, else those of the preview; problems stand in the form."""
    if not form.is_bound or not form.is_valid():
        return []
    upload = form.cleaned_data["file"]
    try:
        return _read(upload) if upload else list(form.cleaned_data["rows"])
    except Refused as refusal:
        form.add_error("file", explain(refusal))
    except ValidationError as problem:
        form.add_error("file", problem)
    return []


def _read(upload: UploadedFile[bytes]) -> list[tuple[int, dict[str, str]]]:
    table = read_uploaded_table(upload, limit_bytes=LARGEST_TABLE)
    missing = [name for name in COLUMNS if name not in table.header]
    if missing:
        raise ValidationError(_("Kolom tidak ada: %s.") % ", ".join(missing))
    records = [(number, {name: row[name] for name in COLUMNS}) for number, row in table.records()]
    if len(records) > MOST_ROWS:
        raise ValidationError(_("Paling banyak %d baris sekali impor.") % MOST_ROWS)
    return records
