"""What people suppose: everything stays in the address and nothing is saved."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from prakarsa.assessments.queries import Assessment
from prakarsa.foundation.filters import asked, key_in
from prakarsa.rules.index.indicator import LEVELS
from prakarsa.rules.index.what_if import announced_years

UNCHANGED = ("", _("Seperti sekarang"))
LEVEL_CHOICES = [UNCHANGED, *((str(level), _("Tingkat %d") % level) for level in LEVELS)]


EDITION, SEARCH, SWITCHES = "edisi", "cari", ("out", "add")
VERIFIED, CLAIMED = "verified", "claimed"


class KeysField(forms.MultipleChoiceField):
    """Innovations by their keys; of thousands no list of choices is made."""

    known: Collection[str] = frozenset()

    def valid_value(self, value: Any) -> bool:
        """Say whether a key is one of the known ones."""
        return value in self.known


class WhatIfForm(forms.Form):
    """Innovations switched, regional rows and one indicator moved, another year's rule."""

    basis = forms.ChoiceField(
        label=_("Mulai dari"),
        choices=[(VERIFIED, _("Yang terverifikasi")), (CLAIMED, _("Yang diklaim"))],
        widget=forms.RadioSelect,
        required=False,
    )
    year = forms.TypedChoiceField(
        label=_("Rumus"), coerce=int, empty_value=None, required=False, choices=[]
    )
    indicator = forms.ChoiceField(label=_("Indikator inovasi"), required=False, choices=[])
    level = forms.TypedChoiceField(
        label=_("Paling rendah menjadi"), coerce=int, empty_value=None, required=False,
        choices=LEVEL_CHOICES,
    )  # fmt: skip
    out = KeysField(label=_("Tidak dihitung"), required=False)
    add = KeysField(label=_("Ikut dihitung"), required=False)

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        edition = assessment.edition
        years = [("", _("Edisi %d") % edition.year)]
        years += [(str(year), _("Edisi %d, diumumkan") % year) for year in announced_years()]
        rows: list[Any] = [("", _("Tidak ada"))]
        rows += [(row.code, f"{row.code} {row.name}") for row in edition.sid]
        self._offer("year", years)
        self._offer("indicator", rows)
        keys = frozenset(each.key for each in assessment.innovations)
        for name in SWITCHES:
            field = self.fields[name]
            assert isinstance(field, KeysField)
            field.known = keys
        for row in edition.spd:
            self.fields[f"row_{row.code}"] = forms.TypedChoiceField(
                label=f"{row.code} {row.name}", coerce=int, empty_value=None, required=False,
                choices=LEVEL_CHOICES,
            )  # fmt: skip

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def read_query(self, query: QueryDict) -> dict[str, str]:
        """Return what an address asks for; raise BadRequest for what this form never sends.

        An innovation that is no longer there is none of them: the address may be an old one.
        """
        words = asked(query, (*self.fields, EDITION, SEARCH))
        for name in SWITCHES:
            for key in query.getlist(name):
                key_in(key)
        if set(self.errors) - set(SWITCHES):
            raise BadRequest
        return words

    def region_levels(self) -> dict[tuple[str, str], int]:
        """Return the regional rows that were moved, keyed for the rule."""
        return {
            ("", name.removeprefix("row_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("row_") and value is not None
        }
