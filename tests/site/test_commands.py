"""The two processes of a running site, and what they are given."""

from __future__ import annotations

import pytest

from prakarsa.site.commands import environment_of


def test_links_in_letters_lead_to_where_the_site_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRAKARSA_ADDRESS", raising=False)
    given = environment_of(host="127.0.0.1", port=8161)
    assert given["PRAKARSA_ADDRESS"] == "http://127.0.0.1:8161"
    monkeypatch.setenv("PRAKARSA_ADDRESS", "https://inovasi.example.go.id")
    given = environment_of(host="127.0.0.1", port=8161)
    assert given["PRAKARSA_ADDRESS"] == "https://inovasi.example.go.id"
