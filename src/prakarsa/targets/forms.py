"""What the secretariat types about targets and reminders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prakarsa.foundation.forms import ActMixin, DayField
from prakarsa.foundation.hygiene import CleanTextMixin
from prakarsa.foundation.keys import new_key
from prakarsa.organisations.models import Agency
from prakarsa.targets.actions import CampaignTerms, QuotaTerms, StaleCampaign
from prakarsa.targets.models import Campaign

MOST_NEEDED = 99
LONGEST_REMINDER = 800
MOST_UNITS = 1000


def check_needed(value: int) -> None:
    """Refuse a quota that nobody could mean; raises ValidationError."""
    if not 1 <= value <= MOST_NEEDED:
        text = gettext("Isi angka 1 sampai %(most)d, atau kosongkan.")
        raise ValidationError(text % {"most": MOST_NEEDED})


@dataclass(frozen=True, slots=True)
class QuotaField:
    """The two fields of one kind of unit."""

    label: str
    needed: BoundField
    per_service: BoundField


class CampaignForm(ActMixin, CleanTextMixin, forms.Form):
    """A target: what it is called, when it runs, what counts, by which document, for whom."""

    name = forms.CharField(
        label=_("Nama target"),
        max_length=200,
        error_messages={"required": _("Isi nama target.")},
        help_text=_("Misalnya: Satu Perangkat Daerah Satu Inovasi."),
    )
    starts_on = DayField(
        label=_("Hari pertama"),
        error_messages={"required": _("Isi hari pertama periode.")},
    )
    ends_on = DayField(
        label=_("Hari terakhir"),
        help_text=_("Hari itu masih ikut dihitung."),
        error_messages={"required": _("Isi hari terakhir periode.")},
    )
    counts = forms.ChoiceField(
        label=_("Yang dihitung"),
        choices=Campaign.Counts.choices,
        widget=forms.RadioSelect,
        initial=Campaign.Counts.VERIFIED,
        help_text=_("Inovasi dihitung sejak mencapai tahap ini dalam periode."),
    )
    only_new = forms.BooleanField(
        label=_("Hanya inovasi baru"),
        required=False,
        initial=True,
        help_text=_("Mulai diterapkan, atau pertama kali diajukan, dalam periode ini."),
    )
    source = forms.CharField(
        label=_("Dasar"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Peraturan, instruksi, atau surat yang menetapkannya, dengan nomornya."),
        error_messages={"required": _("Isi dasar target ini.")},
    )
    source_link = forms.URLField(
        label=_("Tautan dasar"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    is_confirmed = forms.BooleanField(
        label=_("Naskah dasarnya sudah dibaca"),
        required=False,
        help_text=_("Selama belum, halaman target menulis “belum dikonfirmasi”."),
    )
    remark = forms.CharField(
        label=_("Catatan bagi pembaca"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, typed: Any, *, campaign: Campaign | None = None) -> None:
        super().__init__(typed, initial=_initial(campaign) if campaign else None)
        for kind in Agency.Kind:
            self.fields[f"needed_{kind.value}"] = forms.IntegerField(
                label=kind.label,
                required=False,
                validators=[check_needed],
                widget=forms.NumberInput(attrs={"min": 1, "max": MOST_NEEDED}),
            )
            self.fields[f"per_service_{kind.value}"] = forms.BooleanField(
                label=_("per layanan"), required=False
            )

    def main_fields(self) -> Iterator[BoundField]:
        """Yield the fields above the quotas."""
        yield from (field for field in self if field.name in self.base_fields)

    def quota_fields(self) -> Iterator[QuotaField]:
        """Yield the fields of each kind of unit."""
        for kind in Agency.Kind:
            needed = self[f"needed_{kind.value}"]
            yield QuotaField(str(kind.label), needed, self[f"per_service_{kind.value}"])

    def terms(self) -> CampaignTerms:
        """Return what was typed in the words of the acts."""
        values = self.cleaned_data
        quotas = tuple(
            QuotaTerms(kind, values[f"needed_{kind}"], values[f"per_service_{kind}"])
            for kind in sorted(Agency.Kind.values)
            if values.get(f"needed_{kind}")
        )
        own = {name: values[name] for name in self.base_fields if name != "version"}
        return CampaignTerms(**own, quotas=quotas)

    def runs(self, act: Callable[[Any], object]) -> bool:
        """Run the act with what was typed; name what is saved when somebody was faster."""
        try:
            return super().runs(act)
        except StaleCampaign as stale:
            self.add_error(None, _stale(stale.current))
            return False


def _initial(campaign: Campaign) -> dict[str, Any]:
    values = {name: getattr(campaign, name) for name in CampaignForm.base_fields}
    for quota in campaign.quotas.all():
        values[f"needed_{quota.agency_kind}"] = quota.needed
        values[f"per_service_{quota.agency_kind}"] = quota.per_service
    return values


def _stale(current: Campaign) -> str:
    return gettext(
        "Target ini berubah sejak Anda membukanya. Yang tersimpan sekarang bernama “%(name)s”. "
        "Buka lagi halaman ini, bandingkan, lalu simpan."
    ) % {"name": current.name}


class RemindForm(CleanTextMixin, forms.Form):
    """The words of a reminder, and the units it goes to."""

    text = forms.CharField(
        label=_("Isi pengingat"),
        max_length=LONGEST_REMINDER,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Dikirim sebagai pesan di sini, dan surel bagi yang menginginkannya."),
        error_messages={"required": _("Isi pengingatnya.")},
    )
    token = forms.SlugField(widget=forms.HiddenInput(), max_length=40, initial=new_key)


def chosen_units(values: list[str]) -> list[str]:
    """Return the chosen keys, each once, at most as many as a region has units."""
    return list(dict.fromkeys(value[:40] for value in values))[:MOST_UNITS]
