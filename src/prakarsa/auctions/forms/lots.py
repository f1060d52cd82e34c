"""What people type about a lot: its facts, a new one, a reason, the round it is set for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prakarsa.auctions.actions.lots import LotTerms
from prakarsa.auctions.models import AuctionPeriod, Lot, Mission, Round
from prakarsa.foundation.forms import ActMixin, DayField, NumberField
from prakarsa.foundation.hygiene import CleanTextMixin
from prakarsa.foundation.keys import ALPHABET, LENGTH, new_key
from prakarsa.foundation.versions import VersionedMixin, version_field
from prakarsa.foundation.writing import day
from prakarsa.organisations.models import Agency
from prakarsa.organisations.queries import visible_agencies
from prakarsa.organisations.roles import AGENCY_ROLES
from prakarsa.organisations.seats import Seat, valid_on
from prakarsa.registry.models import Innovation
from prakarsa.registry.queries import visible_innovations

LONGEST_REASON = 1000


def agencies_for(seat: Seat, at: datetime) -> Any:
    """Return the agencies a seat may make a lot for, by name."""
    rows = visible_agencies(seat).filter(valid_on(seat.today(at)))
    if seat.role in AGENCY_ROLES:
        rows = rows.filter(pk__in=seat.agency_ids)
    return rows.order_by("name")


def agencies_of(seat: Seat, lot: Lot, at: datetime) -> Any:
    """Return the agencies that a lot may be shared by: those of today, and those it has."""
    known = visible_agencies(seat)
    rows = known.filter(valid_on(seat.today(at))) | known.filter(lots__lot=lot)
    return rows.distinct().order_by("name")


class LotForm(VersionedMixin, CleanTextMixin, forms.Form):
    """The facts of a lot; whatever is not known yet may stay empty while it is a draft."""

    title = forms.CharField(
        label=_("Judul lot"), max_length=200, help_text=_("Misalnya: Sampah terkelola.")
    )
    mission = forms.ModelChoiceField(
        label=_("Misi RPJMD"), queryset=Mission.objects.none(), empty_label=_("Pilih misi")
    )
    indicator = forms.CharField(
        label=_("Indikator"),
        max_length=300,
        help_text=_("Yang diukur, misalnya persentase timbulan sampah yang terkelola."),
    )
    unit = forms.CharField(
        label=_("Satuan"), max_length=60, help_text=_("Misalnya: %, orang, hari, kasus.")
    )
    direction = forms.ChoiceField(
        label=_("Arah"), choices=Lot.Direction.choices, widget=forms.RadioSelect
    )
    definition = forms.CharField(
        label=_("Definisi operasional"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Apa yang dihitung, apa yang tidak, dan dengan rumus apa."),
    )
    baseline = NumberField(label=_("Titik nol"), required=False)
    baseline_on = DayField(label=_("Tanggal titik nol"), required=False)
    baseline_source = forms.CharField(
        label=_("Sumber titik nol"),
        max_length=400,
        required=False,
        help_text=_("Dokumen atau sistem tempat angkanya diambil; berkasnya diunggah kemudian."),
    )
    end_value = NumberField(label=_("Titik akhir"), required=False)
    end_on = DayField(label=_("Tanggal titik akhir"), required=False)
    budget_line = forms.CharField(
        label=_("Kode dan nama anggaran"), max_length=200, required=False
    )  # fmt: skip
    innovation = forms.ModelChoiceField(
        label=_("Inovasi yang mewujudkannya"),
        queryset=Innovation.objects.none(),
        required=False,
        empty_label=_("Belum dipilih"),
    )
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput())

    def __init__(
        self,
        typed: Mapping[str, Any] | None,
        *,
        seat: Seat,
        period: AuctionPeriod,
        lot: Lot | None = None,
    ) -> None:
        super().__init__(typed, initial=_initial(lot) if lot else {})
        self._offer("mission", period.missions.all())
        known = visible_innovations(seat).order_by("name")
        if lot is not None and lot.innovation_id is not None:
            known = (known | Innovation.objects.filter(pk=lot.innovation_id)).distinct()
        self._offer("innovation", known)

    def terms(self) -> LotTerms:
        """Return what was typed in the words of the acts."""
        return LotTerms(**{each.name: self.cleaned_data[each.name] for each in fields(LotTerms)})

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows


class NewLotForm(LotForm):
    """A new lot: whose it is, and its facts as far as they are known."""

    agency = forms.ModelChoiceField(
        label=_("Perangkat daerah penanggung jawab"),
        queryset=Agency.objects.none(),
        empty_label=_("Pilih perangkat daerah"),
        help_text=_("Perangkat daerah lain dapat ditambahkan kemudian, dengan bagiannya."),
    )
    # The key of the new lot: the same page sent twice makes one lot.
    token = forms.RegexField(
        f"^[{ALPHABET}]{{{LENGTH}}}$", widget=forms.HiddenInput(), initial=new_key
    )
    field_order = ("title", "agency")

    def __init__(
        self, typed: Mapping[str, Any] | None, *, seat: Seat, period: AuctionPeriod, at: datetime
    ) -> None:
        super().__init__(typed, seat=seat, period=period)
        self._offer("agency", agencies_for(seat, at))
        if seat.agency is not None:
            self.fields["agency"].initial = seat.agency.pk

    def about(self) -> dict[str, Any]:
        """Return whose the new lot is, and its key; call after validation."""
        return {"agency": self.cleaned_data["agency"], "key": self.cleaned_data["token"]}


class ReasonForm(VersionedMixin, CleanTextMixin, forms.Form):
    """A reason for an act, on the version the page showed."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Isi alasannya.")},
    )
    version = version_field()


class SubmitForm(ActMixin, forms.Form):
    """Nothing but the version the page showed."""

    version = version_field()


class TestForm(ReasonForm):
    """Whether a baseline holds, and why."""

    verdict = forms.ChoiceField(
        label=_("Putusan"),
        choices=[("pass", _("Terima data")), ("fail", _("Tolak data, kembalikan ke pembuatnya"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih terima atau tolak.")},
    )
    field_order = ("verdict", "reason")

    def terms(self) -> dict[str, Any]:
        """Return what was typed in the words of the act."""
        values = dict(self.cleaned_data)
        return {"is_accepted": values.pop("verdict") == "pass", **values}


class ScheduleForm(ActMixin, forms.Form):
    """The round a lot is set for: one of those to come."""

    round = forms.ModelChoiceField(
        label=_("Putaran"),
        queryset=Round.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih putarannya.")},
    )
    version = version_field()

    def __init__(
        self, typed: Mapping[str, Any] | None, *, rounds: Any, initial: Mapping[str, Any]
    ) -> None:
        super().__init__(typed, initial=dict(initial))
        field = self.fields["round"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rounds.order_by("number")
        vars(field)["label_from_instance"] = _round_name


def _round_name(held: Any) -> str:
    return str(_("Putaran %(number)s, %(day)s")) % {"number": held.number, "day": day(held.held_on)}


def _initial(lot: Lot) -> dict[str, Any]:
    return {name: getattr(lot, name) for name in LotForm.base_fields}
