"""The words of our mails: plain text with a closed list of plain placeholders.

A placeholder is `{nama}` and nothing else: no attributes, no indexes, no template language. A
value is put in once and never read again, so a value that looks like a placeholder stays text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from prakarsa.foundation.addresses import full_address
from prakarsa.notices.models import Notice, Topic

PLACEHOLDERS = frozenset({"nama", "judul", "isi", "tautan", "pengaturan", "daftar", "jumlah"})
_PLACE = re.compile(r"\{([^{}]*)\}")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class UnknownPlaceholder(ValueError):
    """The text names a placeholder that is not on the list."""


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values into a letter; raise UnknownPlaceholder for anything not on the closed list."""

    def value_of(place: re.Match[str]) -> str:
        name = place.group(1)
        if name not in PLACEHOLDERS or name not in values:
            raise UnknownPlaceholder(name)
        return values[name]

    return _PLACE.sub(value_of, text)


def one_line(text: str) -> str:
    """Return text that can stand in a mail header: no line break of any kind."""
    return _BREAKS.sub(" ", text).strip()


def fingerprint_of(kind: str, address: str) -> str:
    """Return what two askings for the same letter to the same address have in common."""
    return salted_hmac("prakarsa.mail", f"{kind}\n{address}", algorithm="sha256").hexdigest()


def subject_for(topic: str) -> str:
    """Return the subject for a topic; it names no person and no record."""
    subjects = {
        Topic.PROOF: _("Prakarsa: kabar tentang bukti dan verifikasi"),
        Topic.TARGET: _("Prakarsa: kabar tentang target inovasi"),
        Topic.AUCTION: _("Prakarsa: kabar tentang lelang kinerja"),
        Topic.JOB: _("Prakarsa: kabar tentang pekerjaan Anda"),
        Topic.ACCOUNT: _("Prakarsa: kabar tentang akun Anda"),
    }
    return subjects[Topic(topic)]


def letter_for(notice: Notice) -> str:
    """Return the body of the mail for one message, in the active language."""
    text = _(
        "Yth. {nama},\n\n{judul}\n{isi}\n\nBuka: {tautan}\n\n"
        "Surel ini dikirim oleh Prakarsa. Atur pesan mana yang Anda terima: {pengaturan}\n"
    )
    values = {
        "nama": one_line(notice.person.name),
        "judul": notice.title,
        "isi": notice.body,
        "tautan": full_address(notice.link or reverse("notices:list")),
        "pengaturan": full_address(reverse("notices:preferences")),
    }
    return fill(text, values)


def digest_for(notices: list[Notice]) -> str:
    """Return the body of the daily summary of some messages to one person."""
    text = _(
        "Yth. {nama},\n\nAda {jumlah} pesan yang belum Anda baca:\n\n{daftar}\n"
        "Atur pesan mana yang Anda terima: {pengaturan}\n"
    )
    lines = [f"- {notice.title}\n  {full_address(notice.link or '/')}\n" for notice in notices]
    values = {
        "nama": one_line(notices[0].person.name),
        "jumlah": str(len(notices)),
        "daftar": "".join(lines),
        "pengaturan": full_address(reverse("notices:preferences")),
    }
    return fill(text, values)
