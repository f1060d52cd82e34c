"""What people type about a contract and its texts."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prakarsa.auctions.models import Lot
from prakarsa.contracts.actions.changing import Amendment
from prakarsa.contracts.actions.making import Making
from prakarsa.contracts.actions.signing import Shown
from prakarsa.contracts.content import Terms, read_text
from prakarsa.contracts.models import PerformanceContract
from prakarsa.contracts.queries.versions import version_in_force
from prakarsa.foundation.forms import ActMixin, DayField, NumberField
from prakarsa.foundation.hygiene import CleanTextMixin
from prakarsa.foundation.versions import version_field

HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


class SignForm(ActMixin, forms.Form):
    """The text that was shown, by its hash, and the place to sign on."""

    sha256 = forms.RegexField(HASH, widget=forms.HiddenInput)
    order = forms.IntegerField(min_value=1, max_value=99, widget=forms.HiddenInput)
    has_read = forms.BooleanField(
        label=_("Saya sudah membaca naskah ini dan menyetujuinya"),
        error_messages={"required": _("Centang dulu bahwa Anda sudah membaca naskahnya.")},
    )

    def terms(self) -> Shown:
        """Return what the page showed."""
        values = self.cleaned_data
        return Shown(sha256=values["sha256"], order=values["order"])


class MakingForm(ActMixin, CleanTextMixin, forms.Form):
    """The number of a new contract."""

    number = forms.CharField(
        label=_("Nomor kontrak"),
        max_length=80,
        help_text=_("Sesuai buku agenda, misalnya 050/12/35.73.501/2026."),
        error_messages={"required": _("Isi nomor kontrak.")},
    )
    version = version_field()

    def terms(self) -> Making:
        """Return what was typed in the words of the act."""
        return Making(number=self.cleaned_data["number"])


class AmendForm(ActMixin, CleanTextMixin, forms.Form):
    """The terms of a contract as they should read from now on, and why."""

    indicator = forms.CharField(label=_("Indikator"), max_length=300)
    definition = forms.CharField(
        label=_("Definisi operasional"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    unit = forms.CharField(label=_("Satuan"), max_length=60)
    direction = forms.ChoiceField(
        label=_("Arah"), choices=Lot.Direction.choices, widget=forms.RadioSelect
    )
    baseline = NumberField(label=_("Titik nol"))
    baseline_on = DayField(label=_("Tanggal titik nol"))
    end_value = NumberField(label=_("Titik akhir"))
    end_on = DayField(label=_("Tanggal titik akhir"))
    reason = forms.CharField(
        label=_("Alasan perubahan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tertulis dalam adendum dan dibaca semua pihak."),
        error_messages={"required": _("Isi alasan perubahannya.")},
    )
    version = version_field()

    def __init__(self, typed: Any, *, contract: PerformanceContract) -> None:
        super().__init__(typed, initial=_terms_now(contract))

    def terms(self) -> Amendment:
        """Return what was typed in the words of the act."""
        values = dict(self.cleaned_data)
        del values["version"]
        reason = values.pop("reason")
        return Amendment(terms=Terms(**values), reason=reason)


def _terms_now(contract: PerformanceContract) -> dict[str, Any]:
    version = version_in_force(contract)
    if version is None:
        return {}
    terms = read_text(version.content).terms
    names = Terms.__dataclass_fields__
    return {**{name: getattr(terms, name) for name in names}, "version": contract.version}


class TakeBackForm(ActMixin, CleanTextMixin, forms.Form):
    """Why a text that waits for signatures is taken back."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Isi alasannya.")},
    )


class HashForm(forms.Form):
    """The hash on a paper, as people copy it: with spaces, line ends or capital letters."""

    sidik = forms.CharField(
        label=_("Sidik naskah (SHA-256)"),
        max_length=200,
        widget=forms.TextInput(
            attrs={"class": "code", "autocomplete": "off", "spellcheck": "false"}
        ),
        help_text=_("64 huruf dan angka yang tercetak di kaki naskah."),
        error_messages={"required": _("Isi sidik naskahnya.")},
    )

    def clean_sidik(self) -> str:
        """Return the hash in small letters; raise ValidationError for what is none."""
        text = "".join(str(self.cleaned_data["sidik"]).split()).lower()
        if not HASH.fullmatch(text):
            message = gettext("Sidik terdiri atas 64 angka dan huruf a sampai f. Periksa lagi.")
            raise ValidationError(message)
        return text


class ExternalForm(CleanTextMixin, forms.Form):
    """A file with a certified signature, and a word about it."""

    file = forms.FileField(label=_("Berkas"), help_text=_("PDF, misalnya dari BSrE."))
    note = forms.CharField(label=_("Keterangan"), required=False, max_length=300)
