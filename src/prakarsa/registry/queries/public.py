"""What everybody may read of the register: each innovation as it was last published."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from prakarsa.registry.models import Innovation
from prakarsa.registry.restoring import told_by


def is_public(path: str = "") -> Q:
    """Return the one condition for being public; `path` leads to the innovation (`innovation__`).

    Published, or published before and being prepared for a later edition. What is retired never is.
    """
    state, revision = f"{path}state", f"{path}public_revision__isnull"
    retired = Q(**{state: Innovation.State.RETIRED})
    return Q(**{state: Innovation.State.PUBLISHED}) | (Q(**{revision: False}) & ~retired)


def public_innovations() -> QuerySet[Innovation]:
    """Return the innovations of which something is public; show them through `as_published`."""
    return Innovation.objects.filter(is_public()).select_related("public_revision")


def as_published(innovation: Innovation) -> Innovation:
    """Return what is public of one of `public_innovations`: itself, or as it was last published."""
    if innovation.state == Innovation.State.PUBLISHED or innovation.public_revision is None:
        return innovation
    return told_by(innovation.public_revision.snapshot, innovation)
