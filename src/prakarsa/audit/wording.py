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
    "accounts.session.halfway": _("langkah pertama cocok, langkah kedua ditunggu"),
    "accounts.session.confirmed": _("membuktikan diri lagi"),
    "accounts.session.code_failed": _("gagal membuktikan diri"),
    "accounts.session.ended": _("keluar"),
    "accounts.session.expired": _("dikeluarkan karena sesi terlalu lama"),
    "accounts.session.failed": _("gagal masuk"),
    "accounts.session.locked": _("ditahan setelah terlalu banyak gagal masuk"),
    "accounts.factor.added": _("menambah langkah kedua"),
    "accounts.factor.removed": _("menghapus langkah kedua"),
    "accounts.factor.reset": _("mengatur ulang langkah kedua seseorang"),
    "accounts.factors.resealed": _("menyegel ulang rahasia langkah kedua"),
    "accounts.recovery.used": _("memakai kode pemulihan"),
    "accounts.recovery.renewed": _("membuat kode pemulihan baru"),
    "accounts.identity.linked": _("menghubungkan akun lembaga"),
    "accounts.identity.unlinked": _("memutus hubungan dengan akun lembaga"),
    "accounts.identity.refused": _("jawaban akun lembaga ditolak"),
    "accounts.devices.ended": _("mengakhiri sesi perangkat"),
    "accounts.password.changed": _("mengganti kata sandi"),
    "accounts.reset.asked": _("meminta tautan kata sandi baru"),
    "accounts.reset.sent": _("mengirim tautan kata sandi baru"),
    "accounts.password.reset": _("mengatur ulang kata sandi"),
    "accounts.profile.changed": _("mengubah pengaturan akun"),
    "accounts.address.asked": _("meminta ganti alamat surel"),
    "accounts.address.changed": _("mengganti alamat surel"),
    "accounts.person.created": _("membuat akun"),
    "accounts.person.deactivated": _("menonaktifkan akun"),
    "accounts.person.removed": _("menghapus akun yang tidak pernah dibuka"),
    "accounts.invitation.sent": _("mengirim undangan"),
    "accounts.invitation.accepted": _("menerima undangan"),
    "accounts.upkeep.swept": _("membersihkan sesi dan tautan lama"),
    "accounts.ways.closed": _("mematikan tautan dan kode lama sesudah pemulihan"),
    "organisations.regions.loaded": _("memuat daftar daerah"),
    "organisations.cluster.set": _("menetapkan klaster daerah"),
    "organisations.agency.created": _("mencatat perangkat daerah"),
    "organisations.agency.changed": _("mengubah perangkat daerah"),
    "organisations.agency.imported_new": _("mengimpor perangkat daerah baru"),
    "organisations.agency.imported_changed": _("mengubah perangkat daerah lewat impor"),
    "organisations.agency.merge": _("menggabungkan perangkat daerah"),
    "organisations.agency.split": _("memecah perangkat daerah"),
    "organisations.agency.rename": _("mengganti nama perangkat daerah"),
    "organisations.service.added": _("menambah layanan"),
    "organisations.service.ended": _("mengakhiri layanan"),
    "organisations.invitation.sent": _("menawarkan peran"),
    "organisations.invitation.sent_again": _("mengirim lagi tawaran peran"),
    "organisations.invitation.withdrawn": _("menarik tawaran peran"),
    "organisations.invitation.accepted": _("menerima tawaran peran"),
    "organisations.invitation.declined": _("menolak tawaran peran"),
    "organisations.membership.granted": _("memberi peran"),
    "organisations.membership.ended": _("mengakhiri peran"),
    "organisations.superior.set": _("menetapkan atasan langsung"),
    "files.keep": _("menyimpan berkas"),
    "files.remove": _("menghapus berkas"),
    "jobs.job.asked": _("meminta pekerjaan"),
    "jobs.job.cancel_asked": _("meminta pekerjaan dibatalkan"),
    "jobs.job.retried": _("mengulang pekerjaan"),
    "jobs.job.downloaded": _("mengunduh hasil pekerjaan"),
    "jobs.job.waiting": _("mengembalikan pekerjaan ke antrean"),
    "jobs.job.done": _("menyelesaikan pekerjaan"),
    "jobs.job.failed": _("gagal menjalankan pekerjaan"),
    "jobs.job.cancelled": _("menghentikan pekerjaan"),
    "notices.notice.read": _("membaca pesan"),
    "notices.notice.read_all": _("menandai semua pesan terbaca"),
    "notices.preference.changed": _("mengubah pilihan pesan"),
    "notices.mail.resent": _("mengirim lagi surel yang gagal"),
    "calendars.window.opened": _("membuka masa pelaporan"),
    "calendars.window.changed": _("mengubah masa pelaporan"),
    "calendars.window.reopened": _("membuka kembali masa pelaporan"),
    "calendars.holiday.added": _("menambah hari libur"),
    "calendars.holiday.removed": _("menghapus hari libur"),
    "registry.innovation.create": _("mencatat inovasi"),
    "registry.innovation.change": _("mengubah profil inovasi"),
    "registry.innovation.submit": _("mengajukan inovasi"),
    "registry.innovation.return": _("mengembalikan inovasi"),
    "registry.innovation.verify": _("memverifikasi inovasi"),
    "registry.innovation.publish": _("menerbitkan inovasi"),
    "registry.innovation.retire": _("mengakhiri inovasi"),
    "registry.innovation.carry_over": _("melanjutkan inovasi ke edisi baru"),
    "registry.innovation.withdraw": _("membatalkan draf edisi baru"),
    "registry.innovation.import": _("mengimpor inovasi"),
    "registry.innovation.part_confirmed": _("memastikan bagian profil masih benar"),
    "evidence.proof.added": _("menambah bukti"),
    "evidence.proof.removed": _("menghapus bukti"),
    "evidence.answers.submitted": _("mengajukan bukti"),
    "evidence.answers.carried": _("melanjutkan bukti dari edisi sebelumnya"),
    "evidence.answers.confirmed": _("mengonfirmasi jawaban dari edisi sebelumnya"),
    "evidence.answers.withdrawn": _("menarik klaim dan bukti draf yang dibatalkan"),
    "evidence.answers.loaded": _("memuat bukti"),
    "evidence.level.claimed": _("mengeklaim tingkat"),
    "evidence.level.decided": _("memutuskan tingkat"),
    "evidence.level.final_recorded": _("mencatat nilai akhir kementerian"),
    "targets.campaign.created": _("membuat target"),
    "targets.campaign.changed": _("mengubah target"),
    "targets.campaign.closed": _("menutup target"),
    "targets.reminder.sent": _("mengirim pengingat target"),
    "demo.campaign.reported": _("memuat target yang diberitakan"),
    "demo.example.made": _("membuat data contoh"),
    "operations.backup.made": _("membuat cadangan"),
    "operations.restore.proven": _("memulihkan cadangan dan membuktikannya sama"),
    "operations.request.received": _("menerima permintaan tentang data pribadi"),
    "operations.requests.read": _("membaca permintaan tentang data pribadi"),
    "operations.request.answered": _("menjawab permintaan tentang data pribadi"),
    "operations.person.erased": _("menghapus data seseorang"),
    "operations.rulebooks.loaded": _("memuat buku aturan"),
    "operations.migrations.applied": _("memperbarui tabel basis data"),
    "audit.access.refused": _("ditolak membuka halaman"),
    "audit.access.limited": _("ditahan karena terlalu sering meminta"),
    "audit.export.taken": _("mengambil data"),
    "audit.command.run": _("menjalankan perintah peladen"),
    "audit.settings.changed": _("mengubah setelan peladen"),
    "audit.chain.verified": _("memeriksa rantai jejak audit"),
    "audit.checkpoint.written": _("menulis titik periksa"),
    "audit.entries.read": _("membaca jejak audit"),
    "audit.payloads.erased": _("menghapus isi catatan seseorang"),
}
KINDS: dict[str, Promise] = {
    "accounts.person": _("Akun"),
    "accounts.session": _("Sesi"),
    "organisations.region": _("Daerah"),
    "organisations.agency": _("Perangkat daerah"),
    "organisations.membership": _("Peran"),
    "organisations.invitation": _("Tawaran peran"),
    "files.storedfile": _("Berkas"),
    "jobs.job": _("Pekerjaan"),
    "notices.notice": _("Pesan"),
    "notices.mail": _("Surel"),
    "calendars.reportingwindow": _("Masa pelaporan"),
    "calendars.holiday": _("Hari libur"),
    "registry.innovation": _("Inovasi"),
    "evidence.answer": _("Jawaban indikator"),
    "evidence.proof": _("Bukti"),
    "targets.campaign": _("Target"),
    "audit.auditentry": _("Jejak audit"),
    "operations.backup": _("Cadangan"),
    "operations.rulebooks": _("Buku aturan"),
    "operations.migrations": _("Tabel basis data"),
    "view": _("Halaman"),
    "export": _("Data yang diambil"),
    "command": _("Perintah peladen"),
    "settings": _("Setelan peladen"),
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
    "operations": _("Pengelolaan sistem"),
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
