"""Tell those who have to act next: verifiers of a submission, operators of everything else."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Person
from prakarsa.foundation.time import local_day
from prakarsa.notices.actions import notify
from prakarsa.notices.models import Topic
from prakarsa.organisations.queries import people_of, people_of_region
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation
from prakarsa.registry.states import Act

TITLES = {
    Act.SUBMIT: _("{name} diajukan dan menunggu verifikasi"),
    Act.RETURN: _("{name} dikembalikan dengan catatan"),
    Act.VERIFY: _("{name} terverifikasi"),
    Act.PUBLISH: _("{name} terbit di katalog"),
    Act.RETIRE: _("{name} diakhiri"),
}


def tell(innovation: Innovation, act: Act, *, by: Person | None, at: datetime) -> None:
    """Write one message per person for an act, except to whoever did it."""
    title = TITLES.get(act)
    if title is None:
        return
    for person in _readers(innovation, act, at):
        if by is None or person.pk != by.pk:
            notify(
                person=person,
                topic=Topic.PROOF,
                title=format_lazy(title, name=innovation.name),
                link=reverse("registry:detail", args=[innovation.key]),
                event_key=f"registry:{innovation.key}:{innovation.version}",
                at=at,
            )


def _readers(innovation: Innovation, act: Act, at: datetime) -> QuerySet[Person]:
    day = local_day(at, innovation.region.zone)
    if act == Act.SUBMIT:
        return people_of_region(innovation.region, [Role.VERIFIER], day)
    if innovation.agency is None:
        return people_of_region(innovation.region, [Role.SECRETARIAT], day)
    return people_of(innovation.agency, [Role.OPERATOR], day)
