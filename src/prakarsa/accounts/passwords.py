"""What a password must not be (OWASP ASVS 5.0 V6.2)."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from prakarsa.accounts.models import Person

OUR_NAMES = re.compile(r"prakarsa|inovasi|kota|kabupaten|dinas|kelurahan|malang|mojokerto|batu")
LONGEST = 128
ENOUGH_OWN_LETTERS = 8


class NotOurNamesValidator:
    """Refuse passwords that are little more than names of the product, a region or an agency."""

    def validate(self, password: str, user: Person | None = None) -> None:
        rest = re.sub(r"[\W\d_]", "", OUR_NAMES.sub("", password.lower()))
        if OUR_NAMES.search(password.lower()) and len(rest) < ENOUGH_OWN_LETTERS:
            raise ValidationError(
                _("Kata sandi terlalu mudah ditebak: jangan bersandar pada nama daerah atau unit."),
                code="password_our_names",
            )

    def get_help_text(self) -> str:
        return _("Jangan memakai nama daerah, unit, atau sistem ini.")


class LengthLimitValidator:
    """Take up to 128 characters unchanged, refuse more instead of cutting."""

    def validate(self, password: str, user: Person | None = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(_("Kata sandi paling panjang 128 karakter."), code="too_long")

    def get_help_text(self) -> str:
        return _("Paling panjang 128 karakter.")


class CompositionValidator:
    """Ask for mixed characters where the operator's profile says so (BSSN 4/2021); off by default."""

    def validate(self, password: str, user: Person | None = None) -> None:
        kinds = (r"[a-z]", r"[A-Z]", r"\d", r"[^\w\s]")
        if settings.PRAKARSA_COMPOSED_PASSWORDS and not all(
            re.search(kind, password) for kind in kinds
        ):
            raise ValidationError(
                _("Kata sandi harus memuat huruf kecil, huruf besar, angka, dan tanda baca."),
                code="not_composed",
            )

    def get_help_text(self) -> str:
        return ""
