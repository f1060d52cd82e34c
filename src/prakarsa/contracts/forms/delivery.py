"""What people type about the delivery of a contract: agreements, targets, reports, verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from prakarsa.contracts.actions.closing import Measure
from prakarsa.contracts.actions.delivery import TargetTerms, YearTerms, plan_digest
from prakarsa.contracts.models import QuarterTarget, Realisation, YearLink
from prakarsa.contracts.showing.standing import ROMAN
from prakarsa.contracts.states import Act, Step
from prakarsa.foundation.forms import ActMixin, DayField, NumberField
from prakarsa.foundation.hygiene import CleanTextMixin
from prakarsa.foundation.versions import VersionedMixin
from prakarsa.rules.contract.quarters import Quarter

# A report is usually due two weeks after its quarter; whoever plans may say otherwise.
USUAL_DELAY = timedelta(days=15)
LONGEST_NOTE = 1000


def shown_version() -> forms.IntegerField:
    """Return the hidden field with the version that the page shows; 0 where nothing was yet."""
    words = gettext_lazy("Halaman ini tidak lengkap. Muat ulang, lalu isi lagi.")
    return forms.IntegerField(
        min_value=0,
        max_value=10**9,
        widget=forms.HiddenInput(),
        error_messages={"required": words, "invalid": words},
    )


class YearForm(VersionedMixin, CleanTextMixin, forms.Form):
    """The perjanjian kinerja of a year, and the budget line that pays for it."""

    agreement = forms.CharField(
        label=gettext_lazy("Nomor perjanjian kinerja"), max_length=120,
        error_messages={"required": gettext_lazy("Isi nomor perjanjian kinerja.")},
    )  # fmt: skip
    agreed_on = DayField(
        label=gettext_lazy("Tanggal perjanjian kinerja"),
        error_messages={"required": gettext_lazy("Isi tanggal perjanjian kinerja.")},
    )
    budget_line = forms.CharField(
        label=gettext_lazy("Kode dan nama anggaran"), max_length=200,
        help_text=gettext_lazy("Kegiatan atau subkegiatan dalam DPA yang membiayainya."),
        error_messages={"required": gettext_lazy("Isi kode dan nama anggaran.")},
    )  # fmt: skip
    budget_rupiah = NumberField(
        label=gettext_lazy("Pagu dalam rupiah"), required=False, digits=15, places=0,
        help_text=gettext_lazy("Tanpa sen, misalnya 125.000.000."),
    )  # fmt: skip
    version = shown_version()

    def __init__(self, typed: Any, *, year: int, link: YearLink | None) -> None:
        names = ("agreement", "agreed_on", "budget_line", "version")
        initial: dict[str, Any] = {name: getattr(link, name) for name in names} if link else {}
        if link is not None and link.budget_rupiah is not None:
            initial["budget_rupiah"] = Decimal(link.budget_rupiah)
        super().__init__(typed, initial={"version": 0, **initial})
        self.year = year

    def clean_budget_rupiah(self) -> int | None:
        """Return whole rupiah, never fewer than none."""
        amount = self.cleaned_data["budget_rupiah"]
        if amount is not None and amount < 0:
            raise forms.ValidationError(_("Pagu tidak boleh kurang dari nol."))
        return None if amount is None else int(amount)

    def terms(self) -> YearTerms:
        """Return what was typed in the words of the act."""
        values = {name: each for name, each in self.cleaned_data.items() if name != "version"}
        return YearTerms(year=self.year, **values)


@dataclass(frozen=True, slots=True)
class QuarterFields:
    """The two fields of one quarter."""

    quarter: Quarter
    value: BoundField
    due_on: BoundField

    @property
    def name(self) -> str:
        """Return what the quarter is called."""
        return _("Triwulan %s") % ROMAN[self.quarter.number]


class TargetsForm(ActMixin, forms.Form):
    """The targets of the quarters of one year, set together; an empty one has none."""

    seen = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput())

    def __init__(
        self, typed: Any, *, quarters: Sequence[Quarter], targets: Sequence[QuarterTarget]
    ) -> None:
        stored = {Quarter(each.year, each.quarter): each for each in targets}
        super().__init__(typed, initial={"seen": plan_digest(targets)})
        self.quarters = tuple(quarters)
        for each in self.quarters:
            target = stored.get(each)
            self.fields[f"value_{each.number}"] = NumberField(
                label=pgettext("one", "Target"), required=False, help_text="",
                initial=target.value if target else None,
            )  # fmt: skip
            self.fields[f"due_on_{each.number}"] = DayField(
                label=_("Tenggat laporan"), required=False,
                initial=target.due_on if target else each.last_day + USUAL_DELAY,
            )  # fmt: skip

    def rows(self) -> Iterator[QuarterFields]:
        """Yield the fields of each quarter."""
        for each in self.quarters:
            value, due_on = self[f"value_{each.number}"], self[f"due_on_{each.number}"]
            yield QuarterFields(each, value, due_on)

    def clean(self) -> dict[str, Any]:
        """Ask for the due day of every target."""
        values = super().clean() or {}
        for each in self.quarters:
            has_value = values.get(f"value_{each.number}") is not None
            name = f"due_on_{each.number}"
            if has_value and name not in self.errors and values.get(name) is None:
                self.add_error(name, _("Isi tenggat laporan triwulan ini."))
        return values

    def terms(self) -> list[TargetTerms]:
        """Return what was typed in the words of the act."""
        values = self.cleaned_data
        return [
            TargetTerms(each, values[f"value_{each.number}"], values[f"due_on_{each.number}"])
            for each in self.quarters
            if values[f"value_{each.number}"] is not None
        ]


class ReportForm(VersionedMixin, CleanTextMixin, forms.Form):
    """What a quarter reached."""

    value = NumberField(
        label=gettext_lazy("Capaian"),
        error_messages={"required": gettext_lazy("Isi capaian triwulan ini.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Keterangan"), required=False, max_length=LONGEST_NOTE, empty_value="",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Bagaimana diukur, dan apa yang menjelaskan naik atau turunnya."),
    )  # fmt: skip
    version = shown_version()

    def __init__(self, typed: Any, *, report: Realisation | None, unit: str) -> None:
        names = ("value", "note", "version")
        stored = {name: getattr(report, name) for name in names} if report else {"version": 0}
        super().__init__(typed, initial=stored)
        self.fields["value"].help_text = _("Dalam %(unit)s, misalnya 1.234,56.") % {"unit": unit}


class ReportProofForm(ActMixin, CleanTextMixin, forms.Form):
    """One file that proves a report, in the form or sent before in pieces."""

    file = forms.FileField(label=gettext_lazy("Berkas bukti"), required=False)
    upload = forms.SlugField(required=False, max_length=12, widget=forms.HiddenInput)
    caption = forms.CharField(
        label=gettext_lazy("Keterangan berkas"), required=False, max_length=200, empty_value=""
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a file."""
        values = super().clean() or {}
        if not values.get("file") and not values.get("upload") and "file" not in self.errors:
            self.add_error("file", _("Pilih berkas bukti."))
        return values


class SubmitForm(ActMixin, forms.Form):
    """The version of a draft that is handed in."""

    version = shown_version()


class DecideForm(VersionedMixin, CleanTextMixin, forms.Form):
    """A verifier's decision; which button was pressed says which."""

    step = forms.ChoiceField(
        choices=[(each.value, each.label) for each in (Step.ACCEPT, Step.RETURN)],
        widget=forms.HiddenInput(),
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"), required=False, max_length=LONGEST_NOTE, empty_value="",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Wajib bila dikembalikan: apa yang kurang dan apa yang diminta."),
    )  # fmt: skip
    version = shown_version()


class MeasureForm(ActMixin, CleanTextMixin, forms.Form):
    """The final measure of a contract."""

    measured = NumberField(
        label=gettext_lazy("Nilai akhir"),
        error_messages={"required": gettext_lazy("Isi nilai akhir.")},
    )
    measured_on = DayField(
        label=gettext_lazy("Tanggal ukur"),
        error_messages={"required": gettext_lazy("Isi tanggal ukur.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Cara mengukur"), max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Sumber data, siapa yang mengukur, dan di mana buktinya."),
        error_messages={"required": gettext_lazy("Isi cara mengukurnya.")},
    )  # fmt: skip
    version = shown_version()

    def terms(self) -> Measure:
        """Return what was typed in the words of the act."""
        values = {name: each for name, each in self.cleaned_data.items() if name != "version"}
        return Measure(**values)


class JudgeForm(ActMixin, CleanTextMixin, forms.Form):
    """A verifier's verdict on a final measure; which button was pressed says which."""

    step = forms.ChoiceField(
        choices=[(each.value, each.label) for each in (Act.JUDGE, Act.RETURN)],
        widget=forms.HiddenInput(),
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Apa yang diperiksa, dan mengapa diterima atau dikembalikan."),
        error_messages={"required": gettext_lazy("Isi alasannya.")},
    )  # fmt: skip
    version = shown_version()


class ShieldForm(ActMixin, CleanTextMixin, forms.Form):
    """Why the regional head calls a failure an honest one."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Apa yang dikerjakan, mengapa sasaran tidak tercapai, dan bahwa tidak ada kesengajaan."
        ),
        error_messages={"required": gettext_lazy("Isi alasannya.")},
    )  # fmt: skip
    version = shown_version()
