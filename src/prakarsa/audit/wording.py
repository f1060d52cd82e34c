"""How acts, kinds of records and roles read on the auditor's page.

One closed table: it is also the list of what the audit holds, and a test compares it with the
acts that the code records.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from prakarsa.foundation.roles import Role

ACTS: dict[str, Promise] = {
    "accounts.session.begun": _("masuk"),
    "accounts.session.ended": _("keluar"),
    "accounts.session.expired": _("dikeluarkan karena sesi terlalu lama"),
    "accounts.session.failed": _("gagal masuk"),
    "accounts.session.locked": _("ditahan setelah terlalu banyak gagal masuk"),
    "accounts.devices.ended": _("mengakhiri sesi perangkat"),
    "accounts.password.changed": _("mengganti kata sandi"),
    "accounts.reset.asked": _("meminta tautan kata sandi baru"),
    "accounts.password.reset": _("mengatur ulang kata sandi"),
    "accounts.profile.changed": _("mengubah pengaturan akun"),
    "accounts.address.asked": _("meminta ganti alamat surel"),
    "accounts.address.changed": _("mengganti alamat surel"),
    "accounts.person.created": _("membuat akun"),
    "accounts.person.deactivated": _("menonaktifkan akun"),
    "accounts.invitation.sent": _("mengirim undangan"),
    "accounts.invitation.accepted": _("menerima undangan"),
    "accounts.upkeep.swept": _("membersihkan sesi dan tautan lama"),
    "audit.access.refused": _("ditolak membuka halaman"),
    "audit.chain.verified": _("memeriksa rantai jejak audit"),
    "audit.checkpoint.written": _("menulis titik periksa"),
    "audit.entries.read": _("membaca jejak audit"),
    "audit.payloads.erased": _("menghapus isi catatan seseorang"),
}
KINDS: dict[str, Promise] = {
    "accounts.person": _("Akun"),
    "accounts.session": _("Sesi"),
    "audit.auditentry": _("Jejak audit"),
    "view": _("Halaman"),
}
GROUPS: dict[str, Promise] = {
    "accounts": _("Akun"),
    "organisations": _("Perangkat daerah dan orang"),
    "files": _("Berkas"),
    "jobs": _("Pekerjaan"),
    "notices": _("Pesan"),
    "calendars": _("Kalender"),
    "registry": _("Inovasi"),
    "evidence": _("Bukti"),
    "assessments": _("Indeks"),
    "targets": _("Target"),
    "demo": _("Contoh"),
    "audit": _("Jejak audit"),
}
_ROLES: dict[str, Promise | str] = {
    **{role.value: role.label for role in Role},
    "account_holder": _("Pemilik akun"),
    "command": _("Baris perintah"),
    "system": _("Sistem"),
}


def act_words(act: str) -> str:
    """Return what somebody did; an act without words reads as its code."""
    return str(ACTS.get(act, act))


def kind_words(kind: str) -> str:
    """Return what it was done to."""
    return str(KINDS.get(kind, kind))


def role_words(role: str) -> str:
    """Return in which role."""
    return str(_ROLES.get(role, role))


def act_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return all acts by group, for a select."""
    return [
        (str(label), [(act, act_words(act)) for act in ACTS if act.split(".")[0] == group])
        for group, label in GROUPS.items()
        if any(act.split(".")[0] == group for act in ACTS)
    ]


def kind_choices() -> list[tuple[str, str]]:
    """Return all kinds of records, for a select."""
    return sorted(((kind, kind_words(kind)) for kind in KINDS), key=lambda pair: pair[1])
