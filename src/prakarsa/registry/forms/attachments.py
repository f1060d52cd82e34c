"""A file for the profile, sent whole or in pieces before."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prakarsa.foundation.hygiene import CleanTextMixin


class AttachmentForm(CleanTextMixin, forms.Form):
    """One file and what it is."""

    file = forms.FileField(label=_("Berkas"), help_text=_("PDF, JPG, PNG, atau MP4."))
    upload = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    caption = forms.CharField(label=_("Keterangan"), required=False, max_length=200)

    def full_clean(self) -> None:
        """Take a form whose file came in pieces before."""
        self.fields["file"].required = False
        super().full_clean()
        self.fields["file"].required = True

    def clean(self) -> dict[str, Any]:
        """Ask for a file, whichever way it came."""
        values = super().clean() or {}
        if not self.errors and not values.get("file") and not values.get("upload"):
            self.add_error("file", _("Belum ada berkas. Pilih satu berkas."))
        return values
