"""One example person per role, for the first visit."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from prakarsa.demo.example_region import CODE
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role

# The operator of the guide's first hour; the other roles take their first member.
FIRST = {Role.OPERATOR: "rini.astuti@contoh.invalid"}


@dataclass(frozen=True, slots=True)
class SignIn:
    """A role, the address to sign in with, and where the person serves."""

    role: str
    email: str
    where: str


def sign_ins() -> list[SignIn]:
    """Return one sign-in per role, in the order of the roles."""
    rows = Membership.objects.select_related("person", "agency", "region")
    here = Q(region__isnull=True) | Q(region_id=CODE)
    rows = rows.filter(here, person__is_example=True, person__is_active=True).order_by("pk")
    found: dict[str, Membership] = {}
    for row in rows:
        wanted = FIRST.get(Role(row.role))
        if wanted is None or row.person.email == wanted:
            found.setdefault(row.role, row)
    return [
        SignIn(
            role=str(found[role.value].get_role_display()),
            email=found[role.value].person.email,
            where=_where(found[role.value]),
        )
        for role in Role
        if role.value in found
    ]


def _where(row: Membership) -> str:
    if row.agency:
        return row.agency.name
    return row.region.name if row.region else ""
