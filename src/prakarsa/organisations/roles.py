"""The roles, and the one table of what each may read.

A role never reads "all": the mayor and the auditor included, each line names a reach per class
of data. Acts (who may verify, import, remind …) are predicates in each package's `permissions`.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.translation import gettext_lazy as _

from prakarsa.foundation.privacy import DataClass
from prakarsa.foundation.roles import Role

__all__ = [
    "AGENCY_ROLES",
    "REGION_ROLES",
    "RIGHTS",
    "SECOND_FACTOR_ROLES",
    "Reach",
    "Role",
    "demands_second_factor",
    "is_second_factor_role",
]


class Reach(models.IntegerChoices):
    """How far a role reads: nothing, its own, its agency and below, its region, or every region."""

    NOTHING = 0, _("Tidak ada")
    OWN = 1, _("Milik sendiri")
    AGENCY = 2, _("Unit sendiri dan di bawahnya")
    REGION = 3, _("Daerah sendiri")
    EVERYWHERE = 4, _("Semua daerah")


_NONE, _OWN, _AGENCY, _REGION = Reach.NOTHING, Reach.OWN, Reach.AGENCY, Reach.REGION
_ALL = Reach.EVERYWHERE

# Each line: how far the role reads public, internal, personal and specific data. What is public
# is read of every region, without signing in as well.
_TABLE: dict[Role, tuple[Reach, Reach, Reach, Reach]] = {
    Role.PLATFORM_ADMIN: (_ALL, _NONE, _OWN, _OWN),
    Role.SECRETARIAT: (_ALL, _REGION, _REGION, _OWN),
    Role.VERIFIER: (_ALL, _REGION, _OWN, _OWN),
    Role.OPERATOR: (_ALL, _AGENCY, _OWN, _OWN),
    Role.EMPLOYEE: (_ALL, _AGENCY, _OWN, _OWN),
    Role.AGENCY_HEAD: (_ALL, _AGENCY, _AGENCY, _OWN),
    Role.MAYOR: (_ALL, _REGION, _OWN, _OWN),
    Role.SECRETARY: (_ALL, _REGION, _OWN, _OWN),
    Role.PANEL: (_ALL, _NONE, _OWN, _OWN),
    Role.HR: (_ALL, _REGION, _REGION, _REGION),
    Role.FINANCE: (_ALL, _NONE, _REGION, _REGION),
    Role.AUDITOR: (_ALL, _REGION, _REGION, _OWN),
    Role.PUBLIC: (_ALL, _NONE, _NONE, _NONE),
}
RIGHTS: dict[Role, dict[DataClass, Reach]] = {
    role: dict(zip(DataClass, reaches, strict=True)) for role, reaches in _TABLE.items()
}
AGENCY_ROLES = frozenset({Role.OPERATOR, Role.EMPLOYEE, Role.AGENCY_HEAD})
REGION_ROLES = frozenset(Role) - AGENCY_ROLES - {Role.PLATFORM_ADMIN, Role.PUBLIC}
# Whoever sits in one of these can change or read what belongs to many.
SECOND_FACTOR_ROLES = frozenset(
    {Role.PLATFORM_ADMIN, Role.SECRETARIAT, Role.VERIFIER, Role.HR, Role.MAYOR, Role.AUDITOR}
)


if unknown := set(settings.PRAKARSA_SECOND_FACTOR_ROLES) - set(Role.values):
    raise ImproperlyConfigured(
        f"PRAKARSA_SECOND_FACTOR_ROLES names no role of ours: {', '.join(sorted(unknown))}."
    )


def is_second_factor_role(role: str) -> bool:
    """Say whether a role is one that signs in with a second factor where that is demanded."""
    return role in SECOND_FACTOR_ROLES or role in settings.PRAKARSA_SECOND_FACTOR_ROLES


def demands_second_factor(role: str) -> bool:
    """Say whether whoever may sit in a role must sign in with a second factor here."""
    return bool(settings.PRAKARSA_SECOND_FACTOR) and is_second_factor_role(role)
