"""What an innovation still lacks, each item with the points it is worth: plain data in and out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from prakarsa.rules.evidence import Support
from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.eligibility import InnovationFacts, Reason, find_reasons_against
from prakarsa.rules.index.indicator import LEVELS, Indicator
from prakarsa.rules.index.standing import points_of
from prakarsa.rules.messages import Message, gettext_noop, message

UNANSWERED = gettext_noop("{code} {name} belum dijawab.")
BELOW_CLAIM = gettext_noop(
    "{code} {name}: klaim tingkat {claimed}, bukti mendukung tingkat {supported}."
)


class ItemKind(StrEnum):
    """What kind of thing is missing."""

    NOT_ELIGIBLE = "not_eligible"
    UNANSWERED = "unanswered"
    BELOW_CLAIM = "below_claim"


@dataclass(frozen=True)
class ChecklistItem:
    """One thing to do: points it is worth now and at most, in hundredths of the 111.

    `support` says why a proof is weak; with an `is_blocking` item nothing of it is counted.
    """

    kind: ItemKind
    message: Message
    indicator: str = ""
    now_hundredths: int = 0
    up_to_hundredths: int = 0
    is_blocking: bool = False
    reason: Reason | None = None
    support: Support | None = None


def make_checklist(
    facts: InnovationFacts, supports: Mapping[str, Support], edition: Edition
) -> tuple[ChecklistItem, ...]:
    """List what an innovation lacks: what blocks first, then what is worth most now.

    `supports` holds what the evidence of each claimed answer supports. A reason against the whole
    innovation is worth all it claims, an unanswered row level 1 now, a weak claim its own level.
    """
    items = (*_blocking(facts, edition), *_of_answers(facts, supports, edition))
    return tuple(sorted(items, key=lambda item: (not item.is_blocking, -item.now_hundredths)))


def total_now(items: tuple[ChecklistItem, ...]) -> int:
    """Add up what the missing answers and proofs are worth now, in hundredths."""
    kinds = {ItemKind.UNANSWERED, ItemKind.BELOW_CLAIM}
    return sum(item.now_hundredths for item in items if item.kind in kinds)


def _blocking(facts: InnovationFacts, edition: Edition) -> Iterator[ChecklistItem]:
    claimed = points_of(facts.levels, edition)
    for reason in find_reasons_against(facts, edition):
        if not reason.indicators:
            yield ChecklistItem(
                ItemKind.NOT_ELIGIBLE,
                reason.message,
                now_hundredths=claimed,
                up_to_hundredths=claimed,
                is_blocking=True,
                reason=reason,
            )


def _of_answers(
    facts: InnovationFacts, supports: Mapping[str, Support], edition: Edition
) -> Iterator[ChecklistItem]:
    needed = edition.eligibility.compulsory_needed.value
    for indicator in edition.sid:
        level = facts.levels.get(indicator.code, 0)
        support = supports.get(indicator.code)
        if level == 0:
            yield _unanswered(indicator, is_blocking=needed and indicator.mandatory)
        elif support is not None and support.level < level:
            yield _below_claim(indicator, level, support)


def _unanswered(indicator: Indicator, *, is_blocking: bool) -> ChecklistItem:
    return ChecklistItem(
        ItemKind.UNANSWERED,
        message(UNANSWERED, code=indicator.code, name=indicator.name),
        indicator=indicator.code,
        now_hundredths=indicator.points_hundredths(LEVELS[1]),
        up_to_hundredths=indicator.maximum_hundredths,
        is_blocking=is_blocking,
    )


def _below_claim(indicator: Indicator, claimed: int, support: Support) -> ChecklistItem:
    now = indicator.points_hundredths(claimed) - indicator.points_hundredths(support.level)
    text = message(
        BELOW_CLAIM,
        code=indicator.code,
        name=indicator.name,
        claimed=claimed,
        supported=support.level,
    )
    missing = indicator.maximum_hundredths - indicator.points_hundredths(support.level)
    return ChecklistItem(
        ItemKind.BELOW_CLAIM,
        text,
        indicator=indicator.code,
        now_hundredths=now,
        up_to_hundredths=missing,
        support=support,
    )
