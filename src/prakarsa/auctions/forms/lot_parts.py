"""What people type about the parts of a lot: shares, segments, values known, files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prakarsa.auctions.actions.lot_parts import KnownTerms, SegmentTerms, Share
from prakarsa.auctions.forms.rows import RowsForm
from prakarsa.auctions.models import Lot, LotFile
from prakarsa.foundation.forms import ActMixin, DayField, NumberField
from prakarsa.foundation.hygiene import CleanTextMixin
from prakarsa.foundation.versions import version_field

MOST_AGENCIES = 12


class AgenciesForm(RowsForm):
    """The agencies of a lot with their shares; the first row answers for it."""

    most = MOST_AGENCIES
    short = frozenset({"share"})

    def __init__(
        self,
        posted: Mapping[str, Any] | None,
        *,
        stored: Sequence[Mapping[str, Any]],
        version: int,
        agencies: Any,
    ) -> None:
        self.agencies = agencies
        super().__init__(posted, stored=stored, version=version)

    def columns(self) -> dict[str, forms.Field]:
        """Return agency and share in percent."""
        return {
            "agency": forms.ModelChoiceField(
                label=_("Perangkat daerah"), queryset=self.agencies, empty_label=_("Tidak ada")
            ),
            "share": NumberField(label=_("Bagian (%)"), digits=5, places=2),
        }

    def terms(self) -> list[Share]:
        """Return the shares in the words of the acts."""
        return [
            Share(row["agency"], int(row["share"] * 100), is_lead=place == 0)
            for place, row in enumerate(self.values())
        ]


class SegmentsForm(RowsForm):
    """The parts of a baseline, and why they do not add up where they cannot."""

    most = 100
    spare = 5
    short = frozenset({"value"})
    note = forms.CharField(
        label=_("Mengapa tidak berjumlah sama dengan titik nol"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Hanya bila jumlah segmen memang berbeda, misalnya karena rata-rata."),
    )

    @classmethod
    def of(cls, lot: Lot, posted: Mapping[str, Any] | None) -> SegmentsForm:
        """Return the form of a lot's segments."""
        once = {"note": lot.segments_note}
        return cls(posted, stored=stored_segments(lot), version=lot.version, once=once)

    def columns(self) -> dict[str, forms.Field]:
        """Return name and value of a segment."""
        return {
            "name": forms.CharField(label=_("Segmen"), max_length=200),
            "value": NumberField(label=_("Nilai")),
        }

    def terms(self) -> list[SegmentTerms]:
        """Return the segments in the words of the acts."""
        return [SegmentTerms(**row) for row in self.values()]


class ValuesForm(RowsForm):
    """Values known of the own past (without a name) and of peers."""

    most = 60
    optional = frozenset({"peer"})
    short = frozenset({"day", "value"})

    def columns(self) -> dict[str, forms.Field]:
        """Return whose value it is, for which day, and from where."""
        return {
            "peer": forms.CharField(label=_("Pembanding (kosong: sendiri)"), max_length=200),
            "day": DayField(label=_("Tanggal")),
            "value": NumberField(label=_("Nilai")),
            "source": forms.CharField(label=_("Sumber"), max_length=400),
        }

    def terms(self) -> list[KnownTerms]:
        """Return the values in the words of the acts."""
        return [KnownTerms(**{**row, "peer": row["peer"] or ""}) for row in self.values()]


class LotFileForm(ActMixin, CleanTextMixin, forms.Form):
    """One file, what it is for and what it shows; it comes in the form, or in pieces before."""

    kind = forms.ChoiceField(
        label=_("Untuk apa"), choices=LotFile.Kind.choices, widget=forms.RadioSelect
    )
    file = forms.FileField(label=_("Berkas"), help_text=_("PDF, JPG, PNG, MP4, XLSX, atau CSV."))
    upload = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    caption = forms.CharField(label=_("Keterangan"), required=False, max_length=200)
    version = version_field()

    def full_clean(self) -> None:
        """Take a form whose file came in pieces before."""
        self.fields["file"].required = False
        super().full_clean()
        self.fields["file"].required = True

    def clean(self) -> dict[str, Any]:
        """Ask for a file, whichever way it came."""
        values = super().clean() or {}
        if not self.errors and not values.get("file") and not values.get("upload"):
            self.add_error("file", _("Belum ada berkas. Pilih satu berkas."))
        return values


def stored_shares(lot: Lot) -> list[dict[str, Any]]:
    """Return the agencies of a lot as the form shows them, the one in charge first."""
    rows = lot.agencies.select_related("agency")
    return [{"agency": each.agency_id, "share": _percent(each.share_hundredths)} for each in rows]


def stored_segments(lot: Lot) -> list[dict[str, Any]]:
    """Return the segments of a lot as the form shows them."""
    return [{"name": each.name, "value": each.value} for each in lot.segments.all()]


def stored_values(lot: Lot) -> list[dict[str, Any]]:
    """Return the values known of a lot as the form shows them."""
    names = ("peer", "day", "value", "source")
    return [{name: getattr(each, name) for name in names} for each in lot.known_values.all()]


def _percent(hundredths: int) -> Decimal:
    return Decimal(hundredths) / 100
