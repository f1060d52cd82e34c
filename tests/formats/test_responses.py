"""Tables and papers on their way out: saved, never run."""

import pytest
from django.http import Http404

from prakarsa.formats import responses
from prakarsa.formats.tables import Column
from tests.formats.answers import assert_confined, body_of


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_table_is_sent_under_its_name(kind: str) -> None:
    response = responses.send_table(
        kind, name="daftar inovasi", title="Inovasi", columns=[Column("Nama")], rows=[["=1+1"]]
    )

    assert_confined(response)
    disposition = response.headers["Content-Disposition"]
    assert disposition == f'attachment; filename="daftar inovasi.{kind}"'
    body = body_of(response)
    assert body.startswith(b"PK\x03\x04" if kind == "xlsx" else b"\xef\xbb\xbfNama\r\n'=1+1")


def test_other_tables_are_not_found() -> None:
    with pytest.raises(Http404):
        responses.send_table("xls", name="a", title="a", columns=[], rows=[])


def test_paper_is_sent_to_be_saved() -> None:
    response = responses.send_paper(b"%PDF-", name="pakta integritas")

    assert_confined(response)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="pakta integritas.pdf"'
    )
