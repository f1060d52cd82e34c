"""The settings that are legal and still wrong, and files that others may read."""

from __future__ import annotations

import difflib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.accounts.queries import has_example_accounts
from prakarsa.foundation.checkups import Examination, Finding, checkup, fault, notice

OUR_PREFIX = "PRAKARSA_"
SECRETS = ("secret.key", "checkpoint.key")
OTHERS = stat.S_IRWXG | stat.S_IRWXO


@checkup(
    "settings",
    label=gettext_lazy("Setelan"),
    proves=gettext_lazy("Setelan lengkap, dikenal, dan tidak terbaca orang lain."),
)
def examine_settings(_examination: Examination) -> Iterator[Finding]:
    """Run the framework's own checks and ours."""
    for message in run_checks(include_deployment_checks=settings.IS_PRODUCTION):
        if message.level >= ERROR and not message.is_silenced():
            yield fault(message.msg, message.hint or _("Baca dokumentasi setelan."))
    yield from _examine_names(os.environ)
    yield from _examine_production()
    for path in _private_paths():
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & OTHERS:
            yield fault(
                _("%s dapat dibaca orang lain di mesin ini.") % path.name,
                _("Jalankan chmod go-rwx pada berkas atau map itu."),
            )


def _examine_names(environment: Mapping[str, str]) -> Iterator[Finding]:
    known = settings.PRAKARSA_SETTING_NAMES
    for name in sorted(environment):
        if name.startswith(OUR_PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            remedy = _("Maksudnya %s?") % near[0] if near else _("Hapus dari lingkungan.")
            yield notice(_("%s bukan setelan Prakarsa.") % name, remedy)


def _examine_production() -> Iterator[Finding]:
    if not settings.IS_PRODUCTION:
        return
    if has_example_accounts():
        what = _("Basis data memuat akun contoh yang kata sandinya diketahui umum.")
        yield fault(what, _("Pakai basis data lain untuk peladen ini."))
    if settings.DEFAULT_FROM_EMAIL.endswith(".invalid"):
        what = _("Surel dikirim dari alamat contoh.")
        yield notice(what, _("Setel PRAKARSA_MAIL_FROM."))


def _private_paths() -> list[Path]:
    folder = Path(settings.PRAKARSA_FOLDER)
    kept = [Path(settings.PRAKARSA_FILES), Path(settings.PRAKARSA_BACKUPS)]
    if connection.vendor == "sqlite":
        kept.append(Path(str(connection.settings_dict["NAME"])))
    return [*(folder / name for name in SECRETS), *kept]
