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
from prakarsa.organisations.actions.safety import end_sessions, reset_second_step

__all__ = [
    "accept_invitation",
    "add_service",
    "change_agency",
    "create_agency",
    "deactivate_person",
    "decline_invitation",
    "end_membership",
    "end_service",
    "end_sessions",
    "grant_membership",
    "invite_member",
    "open_first_seat",
    "resend_invitation",
    "reset_second_step",
    "set_cluster",
    "set_superior",
    "succeed_agencies",
    "sweep_invitations",
    "withdraw_invitation",
]
