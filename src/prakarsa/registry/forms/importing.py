"""The file of an import, and the decision about its wrong rows."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ImportForm(forms.Form):
    """One table."""

    file = forms.FileField(
        label=_("Berkas CSV atau XLSX"),
        help_text=_("Paling besar 10 MB. Anda melihat dahulu apa yang akan berubah."),
    )


class ConfirmForm(forms.Form):
    """What to do with wrong rows."""

    skip_errors = forms.BooleanField(required=False)
