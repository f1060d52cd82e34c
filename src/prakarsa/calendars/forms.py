"""What the secretariat types about windows and holidays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prakarsa.calendars.importing import COLUMNS, MOST_ROWS
from prakarsa.calendars.models import ReportingWindow
from prakarsa.calendars.queries import index_editions, newest_complete_edition
from prakarsa.foundation.forms import ActMixin, ClockInput, DayField
from prakarsa.foundation.hygiene import CleanTextMixin
from prakarsa.foundation.time import end_of_day
from prakarsa.foundation.versions import VersionedMixin, version_field
from prakarsa.organisations.models import Agency, Region
from prakarsa.organisations.queries import visible_agencies
from prakarsa.organisations.seats import Seat


def _asked(words: Any) -> dict[str, Any]:
    """Say what to fill in, instead of that something is empty."""
    return {"required": words}


class WindowForm(VersionedMixin, CleanTextMixin, forms.Form):
    """From which day to which last instant, and by which document."""

    opens_on = DayField(
        label=_("Tanggal buka"),
        help_text=_("Dibuka sejak pukul 00.00."),
        error_messages=_asked(_("Tanggal buka masih kosong. Pilih tanggalnya.")),
    )
    closes_on = DayField(
        label=_("Tanggal tutup"),
        error_messages=_asked(_("Tanggal tutup masih kosong. Pilih tanggalnya.")),
    )
    closes_time = forms.TimeField(
        label=_("Jam tutup"),
        required=False,
        widget=ClockInput(),
        help_text=_("Kosongkan untuk menutup pada akhir hari itu."),
    )
    source = forms.CharField(
        label=_("Dasar"),
        max_length=400,
        help_text=_("Surat atau keputusan yang menetapkannya."),
        error_messages=_asked(_("Dasar masih kosong. Tulis surat atau keputusannya.")),
    )
    version = version_field()

    def __init__(self, typed: Any, *, region: Region, window: ReportingWindow | None) -> None:
        super().__init__(typed)
        self.zone = region.zone
        if window is not None:
            values = {name: getattr(window, name) for name in ("opens_at", "closes_at", "source")}
            self.initial = {**self.as_typed(values), "version": window.version}
        else:
            del self.fields["version"]
            choices = [(year, str(year)) for year in reversed(index_editions())]
            self.fields["edition_year"] = forms.TypedChoiceField(
                label=_("Edisi"), coerce=int, choices=choices, initial=newest_complete_edition()
            )
            self.order_fields(["edition_year"])

    def as_typed(self, stored: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the instants of a window as days and an hour in the region's zone."""
        return _as_typed(**stored, zone=self.zone)

    def span(self) -> dict[str, Any]:
        """Return the instants and the document, as the acts take them."""
        return {name: self.cleaned_data[name] for name in ("opens_at", "closes_at", "source")}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        opens, closes = values.get("opens_on"), values.get("closes_on")
        if opens and closes:
            values["opens_at"] = datetime.combine(opens, time.min, ZoneInfo(self.zone))
            values["closes_at"] = _last_instant(closes, values.get("closes_time"), self.zone)
            if values["closes_at"] <= values["opens_at"]:
                self.add_error(
                    "closes_on",
                    gettext("Tanggal tutup lebih awal dari tanggal buka. Isi tanggal sesudahnya."),
                )
        return values


def _as_typed(opens_at: datetime, closes_at: datetime, source: str, zone: str) -> dict[str, Any]:
    """Return a stored window as somebody would have typed it."""
    opens, closes = (each.astimezone(ZoneInfo(zone)) for each in (opens_at, closes_at))
    is_whole_day = closes_at == end_of_day(closes.date(), zone)
    return {
        "opens_on": opens.date(),
        "closes_on": closes.date(),
        "closes_time": None if is_whole_day else closes.time(),
        "source": source,
    }


def _last_instant(day: date, clock: time | None, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone)) if clock else end_of_day(day, zone)


class ReopenForm(ActMixin, CleanTextMixin, forms.Form):
    """For whom a closed window opens again, until when and why."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        required=False,
        label=_("Untuk unit"),
        empty_label=_("Pilih unit"),
    )
    for_all = forms.BooleanField(required=False, label=_("Untuk semua unit"))
    until_on = DayField(
        label=_("Dibuka sampai"),
        help_text=_("Sampai akhir hari itu."),
        error_messages=_asked(_("Tanggal akhir masih kosong. Pilih tanggalnya.")),
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=_asked(_("Alasan masih kosong. Tulis mengapa dibuka kembali.")),
    )

    def __init__(self, *args: Any, seat: Seat, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = region.zone
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = visible_agencies(seat).filter(region=region)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("until_on"):
            values["until"] = end_of_day(values["until_on"], self.zone)
        # Nobody opens for all by forgetting to choose.
        if "agency" in values and bool(values["agency"]) == values.get("for_all", False):
            self.add_error("agency", gettext("Pilih satu unit, atau centang semua unit."))
        return values


class HolidayForm(ActMixin, CleanTextMixin, forms.Form):
    """A holiday with the document that sets it."""

    day = DayField(
        label=_("Tanggal"),
        error_messages=_asked(_("Tanggal masih kosong. Pilih tanggalnya.")),
    )
    name = forms.CharField(
        label=_("Nama hari libur"),
        max_length=120,
        error_messages=_asked(_("Nama hari libur masih kosong. Tulis namanya.")),
    )
    source = forms.CharField(
        label=_("Sumber"),
        max_length=400,
        help_text=_("Misalnya nomor SKB atau keputusan daerah."),
        error_messages=_asked(_("Sumber masih kosong. Tulis nomor SKB atau keputusannya.")),
    )


class RowsField(forms.JSONField):
    """Rows that come back from a preview; what we did not send out ourselves may hold anything."""

    def to_python(self, value: Any) -> Any:
        """Return what was read; raise ValidationError for numbers and depths beyond reading."""
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise ValidationError(gettext("Pilih berkasnya sekali lagi.")) from error


class HolidayTableForm(forms.Form):
    """A table of holidays: a file to look at first, then the rows that were looked at."""

    file = forms.FileField(label=_("Berkas CSV atau XLSX"), required=False)
    rows = RowsField(required=False, widget=forms.HiddenInput())

    def clean_rows(self) -> list[tuple[int, dict[str, str]]]:
        """Take back only what the preview gave out: numbered rows of three texts."""
        given = self.cleaned_data.get("rows") or []
        try:
            rows = [(int(row[0]), {name: str(row[1][name]) for name in COLUMNS}) for row in given]
            if len(rows) > MOST_ROWS:
                raise ValueError(len(rows))
            return rows
        except (TypeError, ValueError, KeyError, IndexError, OverflowError) as error:
            raise ValidationError(gettext("Pilih berkasnya sekali lagi.")) from error

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not values.get("file") and not values.get("rows"):
            self.add_error("file", gettext("Pilih berkas CSV atau XLSX."))
        return values
