"""The lists of a profile: partners, awards and measured benefits, each saved as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prakarsa.foundation.forms import DayField, NumberField
from prakarsa.foundation.hygiene import CleanTextMixin, LinkField
from prakarsa.registry.models import MeasuredBenefit, Partner
from prakarsa.registry.parts import CONTENTS, ROW_FIELDS, Part

if TYPE_CHECKING:
    FormSet = forms.BaseFormSet["RowForm"]
else:
    FormSet = forms.BaseFormSet

MOST_ROWS = 50
SHORT = {"rows": 2}


class RowForm(CleanTextMixin, forms.Form):
    """One row; a new one that is left empty is left out."""


class PartnerForm(RowForm):
    """One partner."""

    kind = forms.ChoiceField(label=_("Jenis mitra"), choices=Partner.Kind.choices)
    name = forms.CharField(label=_("Nama mitra"), max_length=200)
    part = forms.CharField(label=_("Peran mitra"), max_length=300, required=False)

    def has_changed(self) -> bool:
        """Say whether anything was typed; the first kind is always chosen."""
        return bool(set(self.changed_data) - {"kind"}) or not self.empty_permitted


class AwardForm(RowForm):
    """One award."""

    name = forms.CharField(label=_("Penghargaan"), max_length=200)
    year = forms.IntegerField(label=_("Tahun"), min_value=1990, max_value=2100, required=False)
    source = LinkField(label=_("Tautan sumber"), max_length=500, required=False)


class BenefitForm(RowForm):
    """One measured benefit: before and after."""

    measure = forms.CharField(
        label=_("Yang diukur"), max_length=200, help_text=_("Misalnya lama penerbitan surat.")
    )
    unit = forms.CharField(label=_("Satuan"), max_length=60, help_text=_("Misalnya hari."))
    direction = forms.ChoiceField(
        label=_("Arah"), choices=MeasuredBenefit.Direction.choices, widget=forms.RadioSelect
    )
    baseline = NumberField(label=_("Nilai awal"))
    baseline_on = DayField(label=_("Tanggal nilai awal"))
    result = NumberField(label=_("Nilai hasil"))
    result_on = DayField(label=_("Tanggal nilai hasil"))
    method = forms.CharField(
        label=_("Cara mengukur"), max_length=600, widget=forms.Textarea(attrs=SHORT)
    )
    source = forms.CharField(label=_("Sumber data"), max_length=400)

    def clean(self) -> dict[str, Any]:
        """Refuse a result before its baseline."""
        values = super().clean() or {}
        start, end = values.get("baseline_on"), values.get("result_on")
        if start and end and end < start:
            text = _("Tanggal nilai hasil lebih awal dari tanggal nilai awal. Periksa keduanya.")
            self.add_error("result_on", text)
        return values


class RowSet(FormSet):
    """A list whose rows are told apart only by their place."""

    def clean(self) -> None:
        """Refuse the same award twice; the other lists may repeat."""
        if any(self.errors):
            return
        seen: set[tuple[Any, ...]] = set()
        for row in rows_of(self):
            identity = (row.get("name"), row["year"]) if "year" in row else ()
            if identity and identity in seen:
                text = _("Penghargaan '%s' tertulis dua kali. Hapus salah satu.")
                raise forms.ValidationError(text % row["name"])
            seen.add(identity)


ROW_SETS: dict[Part, type[FormSet]] = {
    part: forms.formset_factory(
        form,
        formset=RowSet,
        extra=1,
        can_delete=True,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
        validate_max=True,
    )
    for part, form in (
        (Part.PARTNERS, PartnerForm),
        (Part.AWARDS, AwardForm),
        (Part.BENEFITS, BenefitForm),
    )
}


def row_set(part: Part, *, rows: list[Any], data: Any = None) -> FormSet:
    """Return the bound or filled list of one part, with one empty row at its end."""
    names = ROW_FIELDS[CONTENTS[part].rows]
    initial = [{name: getattr(row, name) for name in names} for row in rows]
    return ROW_SETS[part](data, initial=initial, prefix="baris")


def rows_of(form: FormSet) -> list[dict[str, Any]]:
    """Return the rows that stay, in their order, without what the form set adds."""
    return [
        {name: value for name, value in row.cleaned_data.items() if name != "DELETE"}
        for row in form.forms
        if row.cleaned_data and not row.cleaned_data.get("DELETE")
    ]
