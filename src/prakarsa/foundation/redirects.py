"""Where a visitor may be sent after a form: to our own paths and nowhere else."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme


def own_path(target: str | None) -> str | None:
    """Return the target when it is an absolute path of this site, else nothing."""
    if not target or not target.startswith("/"):
        return None
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) else None
