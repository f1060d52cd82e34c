"""What people type about contracts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from prakarsa.contracts.actions.making import Making
from prakarsa.contracts.actions.signing import Shown
from prakarsa.foundation.forms import ActMixin
from prakarsa.foundation.hygiene import CleanTextMixin
from prakarsa.foundation.versions import version_field


class SignForm(ActMixin, forms.Form):
    """The text that was shown, by its hash, and the place to sign on."""

    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
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
