"""One form per part of the profile; what is not in its list is never taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prakarsa.foundation.forms import DayField
from prakarsa.foundation.hygiene import CleanTextMixin, LinkField
from prakarsa.foundation.time import local_day, now
from prakarsa.organisations.models import Service
from prakarsa.registry.forms.fields import CoordinateField, RupiahField
from prakarsa.registry.models import Innovation
from prakarsa.registry.models.innovation import LATITUDES, LONGITUDES
from prakarsa.registry.parts import CONTENTS, Part
from prakarsa.registry.queries.readiness import UNKNOWN, date_problems, days_to_come
from prakarsa.rules.affairs import all_affairs

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Innovation]
else:
    ModelForm = forms.ModelForm

LONG = {"rows": 6}
CHOICES: dict[str, type[models.TextChoices]] = {
    "stage": Innovation.Stage,
    "initiator": Innovation.Initiator,
    "kind": Innovation.Kind,
    "form": Innovation.Form,
}
YEARS = (1945, 2100)


class PartForm(CleanTextMixin, ModelForm):
    """What the forms of all parts share: choices that may stay unknown are simply not chosen."""

    choices_of_unknown: tuple[str, ...] = ()
    # Asked for before submitting, so not shown as optional; a draft is saved without them.
    wanted: tuple[str, ...] = ()

    class Meta:
        model = Innovation
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.choices_of_unknown:
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.widget = forms.RadioSelect()
                field.choices = [pair for pair in CHOICES[name].choices if pair[0] != UNKNOWN]
                field.required = False
        for name, field in self.fields.items():
            field.label = capitalised(field.label)
            field.required = field.required or name in self.wanted

    def full_clean(self) -> None:
        """Let a draft be saved before everything is known."""
        for name in self.wanted:
            self.fields[name].required = False
        super().full_clean()
        for name in self.wanted:
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """Turn what was not chosen into unknown."""
        values = super().clean() or {}
        for name in self.choices_of_unknown:
            values[name] = values.get(name) or UNKNOWN
        return values


def capitalised(label: object) -> str:
    """Return a field's name as a label: sentence case."""
    text = str(label)
    return text[:1].upper() + text[1:]


class NameForm(PartForm):
    """Name and summary."""

    wanted = ("summary",)

    class Meta(PartForm.Meta):
        fields = CONTENTS[Part.NAME].fields
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "summary_en": forms.Textarea(attrs={"rows": 3, "lang": "en"}),
        }
        help_texts = {
            "name": _("Nama dan, bila ada, kepanjangannya."),
            "summary": _("Satu atau dua kalimat: apa yang dilakukan dan untuk siapa."),
        }


class StagesForm(PartForm):
    """How far the innovation is, since when."""

    choices_of_unknown = wanted = ("stage",)
    trial_on = DayField(
        label=_("tanggal uji coba"),
        required=False,
        help_text=_("Isi bila sudah diuji coba."),
    )
    implemented_on = DayField(
        label=_("tanggal penerapan"),
        required=False,
        help_text=_("Isi bila sudah diterapkan."),
    )
    developed_on = DayField(
        label=_("tanggal pengembangan"),
        required=False,
        help_text=_("Tanggal pengembangan terakhir, bila inovasi pernah diperbarui."),
    )
    year = forms.IntegerField(
        label=_("tahun mulai"), required=False, min_value=YEARS[0], max_value=YEARS[1]
    )

    class Meta(PartForm.Meta):
        fields = CONTENTS[Part.STAGES].fields

    def clean(self) -> dict[str, Any]:
        """Refuse dates that run backwards or have not come yet: they state what was done."""
        values = super().clean()
        days = {name: values.get(name) for name in ("trial_on", "implemented_on", "developed_on")}
        today = local_day(now(), self.instance.region.zone)
        for field, text in (*date_problems(**days), *days_to_come(days, today)):
            self.add_error(field, text)
        return values


class InitiatorForm(PartForm):
    """Whose idea it was, and where it came from."""

    choices_of_unknown = ("initiator",)
    wanted = ("initiator", "initiator_name")
    origin = forms.ChoiceField(
        label=_("asal"), choices=Innovation.Origin.choices, widget=forms.RadioSelect
    )

    class Meta(PartForm.Meta):
        fields = CONTENTS[Part.INITIATOR].fields
        help_texts = {
            "initiator_name": _("Nama orang, unit, atau kelompok yang memulai."),
            "replicated_from": _("Nama inovasi dan daerah asal. Isi bila ini replikasi."),
        }

    def clean(self) -> dict[str, Any]:
        """Ask for the source of a replication."""
        values = super().clean()
        if values.get("origin") == Innovation.Origin.REPLICATED and not values["replicated_from"]:
            text = _("Asal replikasi belum diisi. Tulis nama inovasi dan daerah asalnya.")
            self.add_error("replicated_from", text)
        return values


def affair_choices() -> list[tuple[Any, Any]]:
    """Return the affairs for a select: the six basic ones first, in groups."""
    basic = [(affair.name, affair.name) for affair in all_affairs() if affair.group == "basic"]
    others = [(affair.name, affair.name) for affair in all_affairs() if affair.group != "basic"]
    groups = ((gettext("Pelayanan dasar"), basic), (gettext("Urusan lain"), others))
    return [("", gettext("Pilih urusan")), *groups]


def affair_names() -> list[tuple[str, str]]:
    """Return every affair once."""
    return [(affair.name, affair.name) for affair in all_affairs()]


class KindForm(PartForm):
    """Digital or not, form, affairs, theme and the service it improves."""

    choices_of_unknown = ("kind", "form")
    wanted = ("kind", "form", "main_affair")
    field_order = CONTENTS[Part.KIND].fields
    main_affair = forms.ChoiceField(label=_("urusan utama"), choices=affair_choices, required=False)
    affairs = forms.MultipleChoiceField(
        label=_("urusan lain yang beririsan"),
        choices=affair_names,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta(PartForm.Meta):
        fields = tuple(name for name in CONTENTS[Part.KIND].fields if name != "affairs")
        help_texts = {"theme": _("Misalnya Asta Cita atau prioritas nasional yang didukung.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["affairs"] = [row.affair for row in self.instance.affairs.all()]
        services = Service.objects.filter(agency=self.instance.agency_id, agency__isnull=False)
        self.fields["service"] = forms.ModelChoiceField(
            services,
            required=False,
            label=_("Layanan yang diperbaiki"),
            empty_label=_("Bukan satu layanan tertentu"),
        )
        self.order_fields(self.field_order)


class DesignForm(PartForm):
    """The design: what, why, how, for whom."""

    wanted = ("design",)

    class Meta(PartForm.Meta):
        fields = CONTENTS[Part.DESIGN].fields
        widgets = {"design": forms.Textarea(attrs={"rows": 16})}
        help_texts = {
            "design": _(
                "Dasar hukum, masalah, gagasan, cara kerja, dan keunggulannya. "
                "Draf boleh disimpan sebelum cukup."
            )
        }


class PurposeForm(PartForm):
    """What it is for, what people get from it, what came of it."""

    wanted = CONTENTS[Part.PURPOSE].fields

    class Meta(PartForm.Meta):
        fields = CONTENTS[Part.PURPOSE].fields
        widgets = dict.fromkeys(fields, forms.Textarea(attrs=LONG))


class BudgetForm(PartForm):
    """Money, place and video."""

    budget_rupiah = RupiahField(
        label=_("anggaran (Rp)"),
        required=False,
        help_text=_("Contoh: 12.500.000. Tulis 0 bila tanpa anggaran."),
    )
    latitude = CoordinateField(
        label=_("lintang"), required=False, bounds=LATITUDES,
        help_text=_("Contoh: −7,979797 (selatan bertanda minus)."),
    )  # fmt: skip
    longitude = CoordinateField(
        label=_("bujur"), required=False, bounds=LONGITUDES,
        help_text=_("Contoh: 112,630577"),
    )  # fmt: skip

    video_link = LinkField(label=_("tautan video"), max_length=300, required=False)

    class Meta(PartForm.Meta):
        fields = CONTENTS[Part.BUDGET].fields
        help_texts = {"budget_note": _("Misalnya APBD 2025, DPA kelurahan.")}

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of a place."""
        values = super().clean()
        if "latitude" in values and "longitude" in values:
            for name, other in (("latitude", "longitude"), ("longitude", "latitude")):
                if values[name] is None and values[other] is not None:
                    self.add_error(name, _("Lintang dan bujur diisi berpasangan."))
        return values


FORMS: dict[Part, type[PartForm]] = {
    Part.NAME: NameForm,
    Part.STAGES: StagesForm,
    Part.INITIATOR: InitiatorForm,
    Part.KIND: KindForm,
    Part.DESIGN: DesignForm,
    Part.PURPOSE: PurposeForm,
    Part.BUDGET: BudgetForm,
}
