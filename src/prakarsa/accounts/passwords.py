"""What a password must not be (OWASP ASVS 5.0 V6.2; composition: Peraturan BSSN 4/2021)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from prakarsa.accounts.models import Person

DATA = Path(__file__).parent / "data"
LONGEST = 128
ENOUGH_OWN_LETTERS = 8
ENOUGH_KINDS_OF_CHARACTERS = 6
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
COMMON_SUBSTITUTES = str.maketrans("013457@$", "oieastas")


@cache
def known_names() -> re.Pattern[str]:
    """Return what is taken out of a password first: regions, kinds of units, our own name."""
    names = (DATA / "known_names.txt").read_text("utf-8").split()
    return re.compile("|".join(sorted(names, key=len, reverse=True)))


@cache
def refused_passwords() -> frozenset[str]:
    """Return the local list of passwords that are tried first, letters only."""
    return frozenset((DATA / "refused_passwords.txt").read_text("utf-8").split())


def _letters(password: str) -> str:
    return re.sub(r"[\W_]", "", password.lower())


class NotOurNamesValidator:
    """Refuse passwords that are little more than names of the product, a region or an agency."""

    def validate(self, password: str, _user: Person | None = None) -> None:
        letters = re.sub(r"\d", "", _letters(password))
        rest = known_names().sub("", letters)
        if rest != letters and len(rest) < ENOUGH_OWN_LETTERS:
            raise ValidationError(
                _("Kata sandi terlalu mudah ditebak: jangan bersandar pada nama daerah atau unit."),
                code="password_our_names",
            )

    def get_help_text(self) -> str:
        return _("Jangan memakai nama daerah, unit, atau sistem ini.")


class NotGuessableValidator:
    """Refuse runs along the alphabet or keyboard, few characters repeated, and our local list."""

    def validate(self, password: str, _user: Person | None = None) -> None:
        letters = _letters(password)
        plain = re.sub(r"\d+$", "", letters)
        readings = {letters, plain, plain.translate(COMMON_SUBSTITUTES)}
        is_listed = bool(readings & refused_passwords())
        is_plain = len(set(password)) < ENOUGH_KINDS_OF_CHARACTERS
        if is_listed or is_plain or len(_without_runs(letters)) < ENOUGH_OWN_LETTERS // 2:
            raise ValidationError(
                _("Kata sandi ini termasuk yang pertama dicoba orang. Pakai kalimat Anda sendiri."),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return _("Jangan memakai urutan huruf atau angka, atau kata sandi yang umum.")


def _without_runs(letters: str) -> str:
    """Take out pieces of four and more that follow the alphabet, the digits or a keyboard row."""
    for row in ROWS:
        for direction in (row, row[::-1]):
            for length in range(len(direction), 3, -1):
                for start in range(len(direction) - length + 1):
                    letters = letters.replace(direction[start : start + length], "")
    return letters


class LengthLimitValidator:
    """Take up to 128 characters unchanged, refuse more instead of cutting."""

    def validate(self, password: str, _user: Person | None = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(_("Kata sandi paling panjang 128 karakter."), code="too_long")

    def get_help_text(self) -> str:
        return _("Paling panjang 128 karakter.")


class CompositionValidator:
    """Ask for mixed characters where the operator's profile says so; off by default."""

    def validate(self, password: str, _user: Person | None = None) -> None:
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
