"""What people type on the pages of proof: claims, files, links, verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prakarsa.evidence.actions import Claim, Verdict
from prakarsa.evidence.actions.claims import FIRST_YEAR
from prakarsa.evidence.actions.ledger import LONGEST_REASON
from prakarsa.evidence.models import Answer
from prakarsa.evidence.queries import indicator_of
from prakarsa.formats.kinds import Kind
from prakarsa.foundation.forms import NumberField
from prakarsa.foundation.hygiene import CleanTextMixin
from prakarsa.rules.evidence import accepts_link
from prakarsa.rules.index.edition import Edition, known_years, open_edition
from prakarsa.rules.index.indicator import LEVELS, Indicator
from prakarsa.rules.index.numeric import is_countable, numeric_rule

LEVEL_CHOICES = [(level, str(level)) for level in LEVELS]


class ClaimForm(CleanTextMixin, forms.Form):
    """The claim of one indicator; the fields are those its rule asks for."""

    level = forms.TypedChoiceField(
        label=_("Tingkat yang diklaim"), choices=LEVEL_CHOICES, coerce=int, empty_value=None,
        widget=forms.RadioSelect,
    )  # fmt: skip
    basis = forms.ChoiceField(label=_("Dasar penilaian"), widget=forms.RadioSelect)
    scale = forms.ChoiceField(label=_("Skala"), widget=forms.RadioSelect)
    number = NumberField(label=_("Angka"), help_text="")
    evidence_year = forms.TypedChoiceField(
        label=_("Tahun bukti"), required=False, coerce=int, empty_value=None
    )
    note = forms.CharField(
        label=_("Keterangan"), required=False, max_length=LONGEST_REASON, empty_value="",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Misalnya nomor surat, jumlah orang, atau halaman yang dimaksud."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, answer: Answer, indicator: Indicator, **options: Any):
        options.setdefault("initial", initial_claim(answer))
        super().__init__(*arguments, **options)
        offer_years(self.fields["evidence_year"], answer.edition_year)
        self.indicator = indicator
        self._fit(indicator)

    def clean(self) -> dict[str, Any]:
        """Say beside the number that what is counted has no halves."""
        values = super().clean() or {}
        number = values.get("number")
        rule = numeric_rule(self.indicator, basis=values.get("basis", ""))
        if number is not None and rule is not None and not is_countable(number, rule):
            text = _("Jumlah %(unit)s harus bilangan bulat.") % {"unit": rule.unit}
            self.add_error("number", text)
        return values

    def _fit(self, indicator: Indicator) -> None:
        """Leave out what this indicator does not ask."""
        is_numeric = bool(indicator.bases) or numeric_rule(indicator) is not None
        for name in ("level",) if is_numeric else ("number",):
            del self.fields[name]
        self._offer("basis", [(row.code, row.name) for row in indicator.bases])
        self._offer("scale", [(row.code, row.name) for row in indicator.scales])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if not choices:
            del self.fields[name]

    @property
    def claim(self) -> Claim:
        """The claim as typed; call after the form was found valid."""
        return Claim(**self.cleaned_data)


class CarryOverForm(forms.Form):
    """The new edition; `again` is one that is not offered but taken when the form comes twice."""

    edition_year = forms.TypedChoiceField(label=_("Edisi"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, years: list[int], again: int | None, **options: Any):
        super().__init__(*arguments, **options)
        field = self.fields["edition_year"]
        assert isinstance(field, forms.ChoiceField)
        taken = [again] if self.is_bound and again is not None else []
        field.choices = [(year, str(year)) for year in [*years, *taken]]
        field.initial = years[0] if len(years) == 1 else None


class PackForm(forms.Form):
    """What goes into an export pack; the token makes a double click one job."""

    token = forms.SlugField(widget=forms.HiddenInput, max_length=12)
    submission = forms.ChoiceField(label=_("Inovasi"), required=False)

    def __init__(self, *arguments: Any, offered: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["submission"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Semua yang memenuhi syarat")), *offered]


class FinalsForm(forms.Form):
    """A table of the ministry's final levels, and the edition it is about."""

    edition_year = forms.TypedChoiceField(label=_("Edisi"), coerce=int)
    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("CSV atau XLSX dengan kolom inovasi, indikator, dan tingkat."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        field = self.fields["edition_year"]
        assert isinstance(field, forms.ChoiceField)
        complete = [year for year in known_years() if isinstance(open_edition(year), Edition)]
        field.choices = [(str(year), str(year)) for year in reversed(complete)]


def offer_years(field: forms.Field, edition_year: int) -> None:
    """Let a field choose the year of the edition or one of the six before it."""
    assert isinstance(field, forms.ChoiceField)
    first = max(FIRST_YEAR, edition_year - 6)
    years = [(str(year), str(year)) for year in range(edition_year, first - 1, -1)]
    field.choices = [("", _("Belum disebut")), *years]


def initial_claim(answer: Answer) -> dict[str, Any]:
    """Return what the form shows for an answer as it is."""
    return {
        "level": answer.claimed_level,
        "basis": answer.basis,
        "scale": answer.scale,
        "number": answer.number,
        "evidence_year": answer.evidence_year,
        "note": answer.note,
    }


class ProofForm(CleanTextMixin, forms.Form):
    """One file (in the form, or sent before in pieces) or one link, with its year."""

    file = forms.FileField(label=_("Berkas"), required=False)
    upload = forms.SlugField(required=False, max_length=12, widget=forms.HiddenInput)
    link = forms.URLField(
        label=_("Tautan"), required=False, max_length=500, assume_scheme="https",
        help_text=_("Mulai dengan https:// atau http://. Sistem tidak membuka tautan ini."),
    )  # fmt: skip
    year = forms.TypedChoiceField(
        label=_("Tahun berkas"), required=False, coerce=int, empty_value=None
    )
    caption = forms.CharField(label=_("Keterangan"), required=False, max_length=200)

    def __init__(self, *arguments: Any, answer: Answer, **options: Any):
        super().__init__(*arguments, **options)
        offer_years(self.fields["year"], answer.edition_year)
        if not accepts_link(indicator_of(answer)):
            del self.fields["link"]

    @property
    def has_file(self) -> bool:
        """Say whether a file came, in the form or before it; call after validation."""
        return bool(self.cleaned_data["file"] or self.cleaned_data["upload"])

    def accept_only(self, kinds: frozenset[Kind]) -> None:
        """Let the browser offer only files an indicator takes."""
        names = {Kind.JPEG: ".jpg,.jpeg"}
        parts = sorted(names.get(kind, f".{kind.value}") for kind in kinds)
        self.fields["file"].widget.attrs["accept"] = ",".join(parts)


class VerdictForm(CleanTextMixin, forms.Form):
    """A verifier's level and reason; which button was pressed is the verdict."""

    verdict = forms.ChoiceField(choices=[(verdict.value, verdict.value) for verdict in Verdict])
    level = forms.TypedChoiceField(
        choices=LEVEL_CHOICES, coerce=int, empty_value=None, required=False
    )
    reason = forms.CharField(
        required=False, max_length=LONGEST_REASON, empty_value="", widget=forms.Textarea
    )
