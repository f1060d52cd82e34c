"""The acts on targets: set, change, close, remind."""

from prakarsa.targets.actions.campaigns import (
    CampaignTerms,
    QuotaTerms,
    StaleCampaign,
    change_campaign,
    close_campaign,
    create_campaign,
)
from prakarsa.targets.actions.reminders import (
    KIND,
    LeftOut,
    Plan,
    Recipient,
    ask_reminders,
    plan_reminders,
    remind_unit,
)

__all__ = [
    "KIND",
    "CampaignTerms",
    "LeftOut",
    "Plan",
    "QuotaTerms",
    "Recipient",
    "StaleCampaign",
    "ask_reminders",
    "change_campaign",
    "close_campaign",
    "create_campaign",
    "plan_reminders",
    "remind_unit",
]
