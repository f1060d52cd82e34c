"""The age of the last backup and of the last proven restore, and the rulebooks in use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.foundation.checkups import Examination, Finding, checkup, fault, notice
from prakarsa.foundation.writing import moment
from prakarsa.operations.backups.making import PARTIAL
from prakarsa.operations.queries import last_backup, last_proof
from prakarsa.operations.rulebooks import recorded_digest, rulebooks_digest
from prakarsa.rules.index.edition import known_years, open_edition
from prakarsa.rules.rulebook import RulebookError

# Once a day, and a day that failed; a trial restore once a quarter.
OLDEST_BACKUP, OLDEST_PROOF = timedelta(hours=48), timedelta(days=100)


@checkup(
    "backup.age",
    label=gettext_lazy("Cadangan"),
    proves=gettext_lazy("Ada cadangan baru yang terbukti dapat dipulihkan."),
)
def examine_backups(examination: Examination) -> Iterator[Finding]:
    """Look when the last backup was made and the last one proven."""
    made, proven = last_backup(), last_proof()
    remedy = _("Jalankan prakarsa backup, dan pasang pengatur waktunya.")
    if made is None:
        yield fault(_("Belum ada cadangan."), remedy)
    elif examination.at - made.taken_at > OLDEST_BACKUP:
        yield fault(_("Cadangan terakhir: %s.") % moment(made.taken_at), remedy)
    trial = _("Coba pulihkan: prakarsa restore <cadangan> --into <map kosong>.")
    if proven is None:
        yield notice(_("Belum ada pemulihan yang terbukti."), trial)
    elif examination.at - proven.at > OLDEST_PROOF:
        yield notice(_("Pemulihan terakhir yang terbukti: %s.") % moment(proven.at), trial)
    for left in sorted(Path(settings.PRAKARSA_BACKUPS).glob(f".*{PARTIAL}")):
        yield notice(_("Cadangan yang tidak selesai: %s.") % left.name, _("Hapus map itu."))


@checkup(
    "rulebooks.digest",
    label=gettext_lazy("Buku aturan"),
    proves=gettext_lazy("Buku aturan terbaca dan sama dengan yang dimuat terakhir."),
)
def examine_rulebooks(_examination: Examination) -> Iterator[Finding]:
    """Read every edition and compare the digest with the one that was recorded."""
    for year in known_years():
        try:
            open_edition(year)
        except RulebookError as problem:
            yield fault(str(problem), _("Pasang ulang buku aturan dari rilis ini."))
    known = recorded_digest()
    if known and known != rulebooks_digest():
        what = _("Buku aturan berubah sejak terakhir dimuat.")
        yield fault(what, _("Periksa perubahannya, lalu jalankan prakarsa migrate."))
    elif not known:
        what = _("Sidik buku aturan belum dicatat.")
        yield notice(what, _("Jalankan prakarsa migrate."))
