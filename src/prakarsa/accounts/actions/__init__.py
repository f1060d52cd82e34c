"""The acts on accounts, by noun."""

from prakarsa.accounts.actions.devices import end_all_sessions, end_device, end_other_devices
from prakarsa.accounts.actions.letters import (
    accept_invitation,
    confirm_address,
    invite_person,
    request_address,
    request_reset,
    reset_password,
    send_invitation,
    write_letter,
)
from prakarsa.accounts.actions.people import change_password, change_profile
from prakarsa.accounts.actions.upkeep import sweep_accounts

__all__ = [
    "accept_invitation",
    "change_password",
    "change_profile",
    "confirm_address",
    "end_all_sessions",
    "end_device",
    "end_other_devices",
    "invite_person",
    "request_address",
    "request_reset",
    "reset_password",
    "send_invitation",
    "sweep_accounts",
    "write_letter",
]
