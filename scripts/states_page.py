"""Write docs/develop/states.md from the typed tables that the acts themselves obey.

python scripts/states_page.py
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PAGE = Path("docs/develop/states.md")
HEAD = """# States and acts

Made by `python scripts/states_page.py` from the tables in the code; do not edit by hand. Words in
brackets are those on the screen. An act that has no row in a state is refused there.
"""
INNOVATION = """## Innovation

`registry/states.py`. The row says which roles may try; `registry/permissions.py` says for which
innovations. *Reason* means that the act asks for one. A change leaves the state as it is.
`withdraw` leads back to the state from which the innovation was carried over.
"""
ANSWER = """## Answer to an indicator

`evidence/states.py`. Submitting happens for all drafts of an innovation at once. Accepting and
returning again put a mistaken verdict right: the ledger keeps both.
"""
LOT = """## Lot of the auction

`auctions/states.py`. The row says which roles may try; `auctions/permissions.py` says for which
lots, and `auctions/queries/panel.py` who is tied and whether the panel has its quorum. Imposing and
letting lapse are for the last round only.
"""
CONTRACT = """## Performance contract

`contracts/states.py`. Signing happens in the order of the places under the text; the last
signature leads to `running`.
"""
REALISATION = """## Realisation of a quarter

`contracts/states.py`. What is verified may be returned: that puts a mistaken verdict right.
"""
JOB = """## Job

`jobs/models.py`; a job has no table of acts: `jobs/leases.py` claims, `jobs/attempts.py` ends or
tries again, `jobs/actions.py` cancels and restarts.
"""


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def diagram(arrows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Yield a drawing of the arrows (from, to, act) that lead to another state."""
    yield from ("```mermaid", "stateDiagram-v2")
    for first, last, act in arrows:
        if first != last:
            yield f"  {first} --> {last}: {act}"
    yield from ("```", "")


def innovation_part() -> Iterator[str]:
    """Yield the life of an innovation."""
    from prakarsa.registry.states import TRANSITIONS

    rows = [
        (
            f"`{row.state.value}` ({row.state.label})" if row.state else "not there yet",
            f"`{row.act.value}` ({row.act.label})",
            ", ".join(sorted(role.value for role in row.roles)),
            f"`{row.next_state.value}`" if row.next_state else "as before",
            "yes" if row.needs_reason else "",
        )
        for row in TRANSITIONS
    ]
    arrows = [
        (row.state.value if row.state else "[*]", row.next_state.value, row.act.value)
        for row in TRANSITIONS
        if row.next_state is not None
    ]
    yield INNOVATION
    yield from table(("state", "act", "roles", "next state", "reason"), rows)
    yield from diagram(arrows)


def answer_part() -> Iterator[str]:
    """Yield the life of an answer."""
    from prakarsa.evidence.models import Answer
    from prakarsa.evidence.states import TRANSITIONS

    rows = [
        (f"`{state}` ({Answer.State(state).label})", f"`{act.value}`", f"`{Answer.State(after)}`")
        for (state, act), after in TRANSITIONS.items()
    ]
    arrows = [
        (str(Answer.State(state)), str(Answer.State(after)), act.value)
        for (state, act), after in TRANSITIONS.items()
    ]
    yield ANSWER
    yield from table(("state", "act", "next state"), rows)
    yield from diagram(arrows)


def moved_part(head: str, transitions: Iterable[Any], last: str = "") -> Iterator[str]:
    """Yield a life whose table has roles: that of a lot, or of a contract."""
    rows, arrows = [], []
    for row in transitions:
        ends = (row.next_state, getattr(row, last, None) if last else None)
        after = [each for each in dict.fromkeys(ends) if each]
        before = row.state.value if row.state else "[*]"
        rows.append(
            (
                f"`{row.state.value}` ({row.state.label})" if row.state else "not there yet",
                f"`{row.act.value}` ({row.act.label})",
                ", ".join(sorted(role.value for role in row.roles)),
                " or ".join(f"`{each.value}`" for each in after),
                "yes" if row.needs_reason else "",
            )
        )
        arrows += [(before, each.value, row.act.value) for each in after]
    yield head
    yield from table(("state", "act", "roles", "next state", "reason"), rows)
    yield from diagram(arrows)


def realisation_part() -> Iterator[str]:
    """Yield the life of what a quarter reached."""
    from prakarsa.contracts.models import Realisation
    from prakarsa.contracts.states import STEPS

    name = Realisation.State
    rows = [
        (
            f"`{state}` ({name(state).label})" if state else "not there yet",
            f"`{step.value}` ({step.label})",
            f"`{after}`",
        )
        for (state, step), after in STEPS.items()
    ]
    arrows = [
        (str(state) if state else "[*]", str(after), step.value)
        for (state, step), after in STEPS.items()
    ]
    yield REALISATION
    yield from table(("state", "act", "next state"), rows)
    yield from diagram(arrows)


def job_part() -> Iterator[str]:
    """Yield the states of a job."""
    from prakarsa.jobs.models import OPEN_STATES, Job

    yield JOB
    rows = [
        (f"`{state.value}`", str(state.label), "yes" if state in OPEN_STATES else "")
        for state in Job.State
    ]
    yield from table(("state", "on the screen", "a worker still has to do something"), rows)


def page() -> str:
    """Return the whole page; Django must be set up."""
    from django.utils import translation

    from prakarsa.auctions.states import TRANSITIONS as LOTS
    from prakarsa.contracts.states import TRANSITIONS as CONTRACTS

    with translation.override("id"):
        lines = [HEAD, *innovation_part(), *answer_part()]
        lines += [*moved_part(LOT, LOTS), *moved_part(CONTRACT, CONTRACTS, "last_state")]
        lines += [*realisation_part(), *job_part()]
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Write the page."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prakarsa.foundation.settings")
    os.environ.setdefault("PRAKARSA_PROFILE", "test")
    django.setup()
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
