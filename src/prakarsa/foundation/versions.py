"""Forms of records that somebody else may change meanwhile: the loser sees both values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.foundation.forms import ActMixin
from prakarsa.foundation.writing import day

NO_VERSION = 0


def posted_version(posted: Mapping[str, str]) -> int:
    """Return the version of the record that the page showed; a page that names none is stale.

    No record has the version 0. Raises BadRequest for what is no number.
    """
    text = posted.get("version", "") or str(NO_VERSION)
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise BadRequest
    return int(text)


class Stale(ValidationError):
    """The record is not the one the page showed; `stored` holds its values by the form's names."""

    def __init__(self, *, version: int, stored: Mapping[str, Any]) -> None:
        super().__init__(
            _("Data berubah sejak Anda membukanya. Bandingkan dengan yang tersimpan, lalu simpan."),
            code="stale",
        )
        self.version, self.stored = version, stored


def version_field() -> forms.IntegerField:
    """Return the hidden field with the version that the page shows; without it nothing is saved."""
    words = gettext_lazy("Halaman ini tidak lengkap. Muat ulang, lalu isi lagi.")
    return forms.IntegerField(
        min_value=1,
        widget=forms.HiddenInput(),
        error_messages={"required": words, "invalid": words, "min_value": words},
    )


class VersionedMixin(ActMixin):
    """A form whose act may be stale: it keeps what was typed and names what is stored now."""

    def runs(self, act: Callable[[Any], object]) -> bool:
        """Run the act; when the page was stale, show both values and go on from the new version."""
        found: list[Stale] = []

        def watched(values: Any) -> object:
            try:
                return act(values)
            except Stale as stale:
                found.append(stale)
                raise

        is_done = super().runs(watched)
        for stale in found:
            self._compare(stale)
        return is_done

    def as_typed(self, stored: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return stored values by the names of this form, as its fields would read them."""
        return stored

    def _compare(self, stale: Stale) -> None:
        self.data = {**dict(self.data.items()), "version": str(stale.version)}
        for name, stored in self.as_typed(stale.stored).items():
            if name in self.fields and self.cleaned_data.get(name) != stored:
                self.add_error(
                    name, _("Tersimpan sekarang: %s.") % shown(self.fields[name], stored)
                )


def shown(field: forms.Field, value: Any) -> str:
    """Return a stored value as the form would show it."""
    if value in (None, ""):
        return _("kosong")
    if isinstance(value, date):
        return day(value)
    if isinstance(value, time):
        return value.strftime("%H.%M")
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    return str(value)
