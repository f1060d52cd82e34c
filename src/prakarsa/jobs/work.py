"""Daily work of this package and of those below it, which cannot register their own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.actions import sweep_accounts
from prakarsa.audit.sealing import seal_chain
from prakarsa.files.actions import sweep
from prakarsa.foundation.limits import sweep_tallies
from prakarsa.foundation.scratch import remove_abandoned
from prakarsa.jobs.actions import sweep_jobs
from prakarsa.jobs.kinds import daily_kind
from prakarsa.jobs.running import Work
from prakarsa.organisations.actions import sweep_invitations


@daily_kind("jobs.sweep", hour=2, label=_("Hapus pekerjaan dan berkas yang berakhir"))
def sweep_daily(work: Work) -> dict[str, Any]:
    """Remove what has ended: files, uploads, letters, invitations, old jobs, leftovers."""
    swept = sweep(at=work.at)
    jobs = sweep_jobs(at=work.at)
    invitations = sweep_invitations(at=work.at)
    accounts = sweep_accounts(at=work.at)
    return {
        "files": swept.ended_files, "uploads": swept.uploads, "jobs": jobs,
        "invitations": invitations, "tallies": sweep_tallies(at=work.at),
        "temporary": remove_abandoned(at=work.at), **accounts,
    }  # fmt: skip


@daily_kind("audit.checkpoint", hour=1, label=_("Titik periksa jejak audit"))
def write_daily_checkpoint(work: Work) -> dict[str, Any]:
    """Verify what is new in the audit chain, sign its head and keep that outside the database."""
    return {"checkpoint": seal_chain(at=work.at).name}
