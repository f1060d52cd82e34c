"""What people type about themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from prakarsa.accounts.models import Credential, Person
from prakarsa.accounts.passkeys import LONGEST_ANSWER
from prakarsa.accounts.passwords import LONGEST
from prakarsa.accounts.queries import normalised_address
from prakarsa.foundation.hygiene import clean_line

SHORTEST_HINT = _("Sedikitnya 12 karakter. Kalimat pendek mudah diingat dan sulit ditebak.")


def password_field(label: Any, *, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """Return a password field that takes every character as typed."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(
        label=label, strip=False, max_length=LONGEST, widget=widget, help_text=help_text
    )


def address_field(label: Any, *, help_text: Any = "", autocomplete: str = "email") -> forms.Field:
    """Return a field for a mail address, with the right keyboard on a phone."""
    widget = forms.EmailInput(attrs={"autocomplete": autocomplete, "autocapitalize": "none"})
    return forms.EmailField(label=label, max_length=254, widget=widget, help_text=help_text)


def name_field() -> forms.CharField:
    """Return the field for a person's name."""
    widget = forms.TextInput(attrs={"autocomplete": "name"})
    return forms.CharField(label=_("Nama lengkap"), max_length=200, widget=widget)


class SignInForm(forms.Form):
    """Address and password; a text that is no address is simply a wrong one."""

    username = forms.CharField(
        label=_("Alamat surel"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = password_field(_("Kata sandi"), autocomplete="current-password")

    def clean_username(self) -> str:
        return normalised_address(self.cleaned_data["username"])


def code_field(label: Any, *, help_text: Any = "") -> forms.CharField:
    """Return a field for the code of an application, with figures on a phone's keyboard."""
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code-in"}
    return forms.CharField(
        label=label, max_length=20, widget=forms.TextInput(attrs=attrs), help_text=help_text
    )


def recovery_field() -> forms.CharField:
    """Return a field for a recovery code, as it was printed."""
    attrs = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(
        label=pgettext_lazy("one", "Kode pemulihan"),
        max_length=40,
        widget=forms.TextInput(attrs={**attrs, "class": "code-in"}),
        help_text=_("Dua belas huruf dan angka. Setiap kode hanya berlaku sekali."),
    )


def signature_field() -> forms.CharField:
    """Return the hidden field that the browser fills with what a passkey signed."""
    return forms.CharField(max_length=LONGEST_ANSWER, widget=forms.HiddenInput)


class CredentialForm(forms.Form):
    """One way to prove who one is; the page offers those that the person has."""

    proof = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, credential: Credential) -> None:
        is_meant = data is not None and data.get("proof") == credential.value
        super().__init__(
            data if is_meant else None, initial={"proof": credential}, auto_id=f"id_{credential}_%s"
        )
        self.way = credential
        self.fields["answer"] = _ANSWERS[credential]()


_ANSWERS: dict[Credential, Callable[[], forms.Field]] = {
    Credential.APPLICATION: lambda: code_field(
        _("Kode enam angka"), help_text=_("Buka aplikasi autentikator di ponsel Anda.")
    ),
    Credential.RECOVERY: recovery_field,
    Credential.PASSKEY: signature_field,
    Credential.PASSWORD: lambda: password_field(_("Kata sandi"), autocomplete="current-password"),
}


class ApplicationForm(forms.Form):
    """The first code that a new application shows: it proves that both know the secret."""

    code = code_field(_("Kode enam angka"), help_text=_("Kode yang kini tampil di aplikasi."))


class PasskeyForm(forms.Form):
    """A new passkey, and how its owner calls it."""

    name = forms.CharField(
        label=_("Nama"),
        max_length=60,
        required=False,
        help_text=_("Agar Anda mengenalinya, misalnya: ponsel kantor."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    answer = signature_field()

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        return clean_line(name) if name else ""


class ResetForm(forms.Form):
    """Where to send the reset letter."""

    email = address_field(_("Alamat surel"), autocomplete="username")


class NewPasswordForm(forms.Form):
    """A new password, typed once: people can let the browser show it."""

    password = password_field(
        _("Kata sandi baru"), autocomplete="new-password", help_text=SHORTEST_HINT
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.person)
        if self.person.check_password(password):
            raise ValidationError(_("Kata sandi baru harus berbeda dari yang sekarang."))
        return password


class InvitationForm(NewPasswordForm):
    """The first visit: how one is called, and the first password."""

    name = name_field()
    field_order = ["name", "password"]

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])


class ChangePasswordForm(NewPasswordForm):
    """A new password, allowed by the present one, or by a proof just now where there is none."""

    current = password_field(_("Kata sandi sekarang"), autocomplete="current-password")
    field_order = ["current", "password"]

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        if not person.has_usable_password():
            del self.fields["current"]

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if not self.person.check_password(current):
            raise ValidationError(_("Kata sandi sekarang tidak cocok."))
        return current


class ProfileForm(forms.Form):
    """Name, language and theme."""

    name = name_field()
    language = forms.ChoiceField(
        label=_("Bahasa"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(
        label=_("Tampilan"), choices=Person.Theme.choices, widget=forms.RadioSelect
    )

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])


class AddressForm(forms.Form):
    """A new address, allowed by the password, or by a proof just now where there is none."""

    email = address_field(
        _("Alamat surel baru"),
        help_text=_("Kami mengirim tautan ke alamat ini. Alamat berganti setelah tautan dibuka."),
    )
    password = password_field(_("Kata sandi sekarang"), autocomplete="current-password")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if not person.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.person.check_password(password):
            raise ValidationError(_("Kata sandi sekarang tidak cocok."))
        return password
