"""Letters of the account: which there are, asking for one, and putting it into words.

Whoever asks leaves one row in the outbox and learns nothing, whether or not an account stands
behind the address. A letter is written by the worker just before it leaves: its link lies in no
table before or after, only the digest does, and its time counts from the sending.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Letter, Person
from prakarsa.accounts.queries import region_code_of
from prakarsa.foundation.addresses import full_address
from prakarsa.foundation.time import zone_of

Purpose = Letter.Purpose
LIFETIMES = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.RESET: timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    Purpose.ADDRESS: timedelta(days=1),
}
ROUTES = {
    Purpose.INVITATION: "accounts:invitation",
    Purpose.RESET: "accounts:reset-confirm",
    Purpose.ADDRESS: "accounts:address-confirm",
}
# Letters that lead to a page of the site, by the name of its address.
PAGES = {"role_offered": "organisations:offers"}
# Every letter by its kind; each has a text of that name in templates/accounts/mail. No subject
# names anybody.
SUBJECTS: dict[str, Promise] = {
    "invitation": _("Undangan ke Prakarsa"),
    "role_offered": _("Undangan peran di Prakarsa"),
    "reset": _("Atur ulang kata sandi Prakarsa"),
    "address": _("Konfirmasi alamat surel Anda"),
    "password_changed": _("Kata sandi Prakarsa Anda diubah"),
    "address_asked": _("Permintaan ganti alamat surel"),
    "factor_added": _("Langkah kedua ditambahkan ke akun Prakarsa Anda"),
    "factor_removed": _("Langkah kedua dihapus dari akun Prakarsa Anda"),
    "factor_reset": _("Langkah kedua akun Prakarsa Anda diatur ulang"),
    "recovery_used": _("Kode pemulihan Prakarsa Anda dipakai"),
    "codes_failed": _("Kode langkah kedua akun Prakarsa Anda salah"),
    "recovery_renewed": _("Kode pemulihan Prakarsa Anda diganti"),
    "identity_linked": _("Akun lembaga dihubungkan dengan akun Prakarsa Anda"),
    "identity_unlinked": _("Hubungan akun lembaga dengan akun Prakarsa Anda diputus"),
}


@dataclass(frozen=True, slots=True)
class Written:
    """One letter to one recipient, in the recipient's language, and the row of its link if any."""

    person: Person
    to: str
    subject: str
    body: str
    letter: Letter | None = None


def ask_for(kind: str, *, to: str, person: Person | None, at: datetime) -> None:
    """Put a letter into the outbox, in the transaction of the act that asks for it.

    The outbox stands above this package, so the settings name it.
    """
    import_string(settings.PRAKARSA_LETTER_CARRIER)(kind=kind, to=to, person=person, at=at)


def write(
    kind: str, *, person: Person, to: str, link: str = "", letter: Letter | None = None
) -> Written:
    """Put a letter into words, in the language and the zone of its reader."""
    zone = ZoneInfo(zone_of(region_code_of(person)))
    link = full_address(reverse(PAGES[kind])) if kind in PAGES else link
    mail = {"person": person, "link": link, "expires_at": letter.expires_at if letter else None}
    with translation.override(person.language), timezone.override(zone):
        return Written(
            person=person,
            to=to,
            subject=str(SUBJECTS[kind]),
            body=render_to_string(f"accounts/mail/{kind}.txt", {"mail": mail}),
            letter=letter,
        )
