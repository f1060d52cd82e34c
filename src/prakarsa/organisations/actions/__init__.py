"""The acts on organisations, by noun."""

from prakarsa.organisations.actions.agencies import (
    add_service,
    change_agency,
    create_agency,
    end_service,
    succeed_agencies,
)
from prakarsa.organisations.actions.invitations import (
    accept_invitation,
    decline_invitation,
    invite_member,
    resend_invitation,
    sweep_invitations,
    withdraw_invitation,
)
from prakarsa.organisations.actions.people import (
    deactivate_person,
    end_membership,
    grant_membership,
    open_first_seat,
    set_superior,
)
from prakarsa.organisations.actions.regions import set_cluster

__all__ = [
    "accept_invitation",
    "add_service",
    "change_agency",
    "create_agency",
    "deactivate_person",
    "decline_invitation",
    "end_membership",
    "end_service",
    "grant_membership",
    "invite_member",
    "open_first_seat",
    "resend_invitation",
    "set_cluster",
    "set_superior",
    "succeed_agencies",
    "sweep_invitations",
    "withdraw_invitation",
]
