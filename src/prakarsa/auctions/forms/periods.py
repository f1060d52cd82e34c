"""What the secretariat types about a period: its terms, its missions, its calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prakarsa.auctions.actions.periods import (
    MOST_MISSIONS,
    MOST_ROUNDS,
    MissionTerms,
    PeriodTerms,
    RoundTerms,
)
from prakarsa.auctions.forms.rows import RowsForm
from prakarsa.auctions.models import AuctionPeriod
from prakarsa.foundation.forms import ClockInput, DayField
from prakarsa.foundation.hygiene import CleanTextMixin
from prakarsa.foundation.versions import VersionedMixin
from prakarsa.rules.contract.book import known_books, open_book

MOST_QUORUM, MOST_MINUTES = 15, 120


class PeriodForm(VersionedMixin, CleanTextMixin, forms.Form):
    """A period: its name, the years of its promises, how the auction is held, by which document."""

    name = forms.CharField(
        label=_("Nama periode"),
        max_length=200,
        help_text=_("Misalnya: Lelang Kinerja 2027–2031."),
        error_messages={"required": _("Isi nama periode.")},
    )
    starts_on = DayField(
        label=_("Hari pertama"),
        help_text=_("Hari pertama masa janji; putarannya boleh sebelum hari ini."),
        error_messages={"required": _("Isi hari pertama.")},
    )
    ends_on = DayField(
        label=_("Hari terakhir"),
        help_text=_("Semua janji harus tercapai paling lambat hari itu."),
        error_messages={"required": _("Isi hari terakhir.")},
    )
    round_count = forms.IntegerField(
        label=_("Jumlah putaran"),
        min_value=1,
        max_value=MOST_ROUNDS,
        initial=2,
        help_text=_("Tanpa kesepakatan di putaran terakhir, kepala daerah memutuskan."),
    )
    quorum = forms.IntegerField(
        label=_("Kuorum panel"),
        min_value=1,
        max_value=MOST_QUORUM,
        initial=3,
        help_text=_("Anggota yang harus hadir dan tidak terikat, termasuk satu akademisi."),
    )
    turn_minutes = forms.IntegerField(
        label=_("Menit per giliran"), min_value=1, max_value=MOST_MINUTES, initial=10
    )
    place = forms.CharField(label=_("Tempat"), max_length=200, required=False)
    basis = forms.CharField(
        label=_("Dasar"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Peraturan atau keputusan yang menetapkannya, dengan nomornya."),
        error_messages={"required": _("Isi dasar periode ini.")},
    )
    book = forms.ChoiceField(
        label=_("Buku aturan"),
        choices=[],
        widget=forms.RadioSelect,
        help_text=_("Batas yang menentukan kapan kontrak sesuai jalur dan kapan terpenuhi."),
    )
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput())

    def __init__(
        self, typed: Mapping[str, Any] | None, *, period: AuctionPeriod | None = None
    ) -> None:
        names = [*PeriodTerms.__slots__, "version"]
        initial = {name: getattr(period, name) for name in names} if period else {}
        super().__init__(typed, initial=initial)
        field = self.fields["book"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, open_book(name).title) for name in known_books()]
        field.initial = field.choices[0][0] if len(field.choices) == 1 else None

    def terms(self) -> PeriodTerms:
        """Return what was typed in the words of the acts."""
        return PeriodTerms(**{name: self.cleaned_data[name] for name in PeriodTerms.__slots__})


class MissionsForm(RowsForm):
    """The missions of the RPJMD, by number."""

    most = MOST_MISSIONS
    short = frozenset({"number"})

    def columns(self) -> dict[str, forms.Field]:
        """Return number and text of a mission."""
        return {
            "number": forms.IntegerField(label=_("Nomor"), min_value=1, max_value=99),
            "text": forms.CharField(label=_("Misi"), max_length=400),
        }

    def terms(self) -> list[MissionTerms]:
        """Return the missions in the words of the acts."""
        return [MissionTerms(**row) for row in self.values()]


class RoundsForm(RowsForm):
    """The calendar: one row for each round of the period."""

    most = MOST_ROUNDS
    spare = 0
    optional = frozenset({"starts_at", "place"})
    short = frozenset({"held_on", "starts_at"})

    def columns(self) -> dict[str, forms.Field]:
        """Return day, time and place of a round."""
        return {
            "held_on": DayField(label=_("Hari")),
            "starts_at": forms.TimeField(label=_("Mulai pukul"), widget=ClockInput()),
            "place": forms.CharField(label=_("Tempat lain"), max_length=200),
        }

    def terms(self) -> list[RoundTerms]:
        """Return the rounds that have a day, each with the number of its row."""
        found = []
        for number in range(self.count):
            row: dict[str, Any] = {
                name: self.cleaned_data.get(f"{name}_{number}") for name in self.columns()
            }
            if not self.is_empty(row):
                found.append(RoundTerms(number + 1, **row))
        return found
