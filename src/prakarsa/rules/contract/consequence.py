"""What is proposed after a contract ended: a proposal to people, nothing happens by itself.

UU 23/2014 art. 389: an innovation that was adopted as policy and failed is no offence. Where it
failed honestly, no review is proposed.
"""

from enum import StrEnum

from prakarsa.rules.contract.standing import Outcome


class Proposal(StrEnum):
    """What the people who decide on rewards and sanctions are asked to look at."""

    NONE = "none"
    REWARD = "reward"
    REVIEW = "review"


def proposal_after(outcome: Outcome, *, is_honest_failure: bool) -> Proposal:
    """Return what to propose: a reward when kept, a review when missed and not failed honestly."""
    if outcome is Outcome.FULFILLED:
        return Proposal.REWARD
    if outcome is Outcome.MISSED and not is_honest_failure:
        return Proposal.REVIEW
    return Proposal.NONE
