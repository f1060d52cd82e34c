"""What an administrator types about requests of people about their own data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.queries import person_with_address
from prakarsa.foundation.forms import ActMixin
from prakarsa.foundation.hygiene import clean_line
from prakarsa.operations.requests import Wish


class RequestForm(ActMixin, forms.Form):
    """Who asks, and what."""

    email = forms.EmailField(
        label=_("Alamat surel pemohon"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        help_text=_("Pastikan dulu bahwa pemilik akun itu sendiri yang meminta."),
    )
    wish = forms.ChoiceField(
        label=_("Yang diminta"), choices=Wish.choices, widget=forms.RadioSelect
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        self.person = person_with_address(email)
        if self.person is None:
            raise ValidationError(gettext("Tidak ada akun dengan alamat ini."))
        return email

    def terms(self) -> dict[str, Any]:
        """Return the person behind the address, and the wish."""
        return {"person": self.person, "wish": self.cleaned_data["wish"]}


class AnswerForm(ActMixin, forms.Form):
    """How a request was answered, in words without data."""

    how = forms.CharField(
        label=_("Jawaban yang diberikan"),
        max_length=200,
        help_text=_("Beberapa kata tanpa data pribadi, misalnya: salinan diserahkan langsung."),
    )

    def clean_how(self) -> str:
        return clean_line(self.cleaned_data["how"])
