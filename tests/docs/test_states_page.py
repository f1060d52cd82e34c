"""The page of states says what the tables in the code say."""

from __future__ import annotations

from scripts import states_page


def test_the_page_is_up_to_date() -> None:
    page = states_page.page()
    assert page == states_page.PAGE.read_text("utf-8"), "run python scripts/states_page.py"


def test_a_drawing_leaves_out_what_leads_nowhere_else() -> None:
    lines = list(states_page.diagram([("draft", "draft", "change"), ("draft", "done", "submit")]))
    assert lines == ["```mermaid", "stateDiagram-v2", "  draft --> done: submit", "```", ""]
