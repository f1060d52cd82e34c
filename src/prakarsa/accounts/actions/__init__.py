"""The acts on accounts, by noun."""

from prakarsa.accounts.actions.devices import end_all_sessions, end_device, end_other_devices
from prakarsa.accounts.actions.factors import (
    add_application,
    add_passkey,
    has_most_passkeys,
    remove_factor,
    renew_recovery_codes,
    reset_factors,
)
from prakarsa.accounts.actions.identities import (
    accept_invitation_as,
    link_identity,
    refuse_identity,
    unlink_identity,
    use_identity,
)
from prakarsa.accounts.actions.letters import (
    accept_invitation,
    confirm_address,
    end_invitation_letters,
    open_account,
    remove_unopened,
    request_address,
    request_reset,
    reset_password,
    send_invitation,
    write_letter,
)
from prakarsa.accounts.actions.people import blank_account, change_password, change_profile
from prakarsa.accounts.actions.upkeep import close_ways_in, reseal_secrets, sweep_accounts

__all__ = [
    "accept_invitation",
    "accept_invitation_as",
    "add_application",
    "add_passkey",
    "blank_account",
    "change_password",
    "change_profile",
    "close_ways_in",
    "confirm_address",
    "end_all_sessions",
    "end_device",
    "end_invitation_letters",
    "end_other_devices",
    "has_most_passkeys",
    "link_identity",
    "open_account",
    "refuse_identity",
    "remove_factor",
    "remove_unopened",
    "renew_recovery_codes",
    "request_address",
    "request_reset",
    "reseal_secrets",
    "reset_factors",
    "reset_password",
    "send_invitation",
    "sweep_accounts",
    "unlink_identity",
    "use_identity",
    "write_letter",
]
