"""The acts on organisations, by noun."""

from prakarsa.organisations.actions.agencies import (
    add_service,
    change_agency,
    create_agency,
    end_service,
    succeed_agencies,
)
from prakarsa.organisations.actions.people import (
    deactivate_person,
    end_membership,
    grant_membership,
    invite_member,
    open_first_seat,
    set_superior,
)
from prakarsa.organisations.actions.regions import set_cluster

__all__ = [
    "add_service",
    "change_agency",
    "create_agency",
    "deactivate_person",
    "end_membership",
    "end_service",
    "grant_membership",
    "invite_member",
    "open_first_seat",
    "set_cluster",
    "set_superior",
    "succeed_agencies",
]
