"""Names of files: shown, never used as a path."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.formats.names import LONGEST_NAME, clean_name, extension_of
from prakarsa.formats.reasons import Reason, Refused


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("laporan.pdf", "laporan.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("/etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\sri\\SK Wali Kota.pdf", "SK Wali Kota.pdf"),
        ("..\\..\\laporan.pdf", "laporan.pdf"),
        ("  laporan   akhir .pdf ", "laporan akhir .pdf"),
        ("...laporan.pdf", "laporan.pdf"),
        ("Ju\u0301mat.pdf", "J\u00famat.pdf"),
        ("ꦥꦿꦏꦂꦱ.pdf", "ꦥꦿꦏꦂꦱ.pdf"),
        ("مبادرة.pdf", "مبادرة.pdf"),
        ("👩\u200d🔬.jpg", "👩\u200d🔬.jpg"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_F06_only_the_last_part_of_a_name_is_kept(given_name: str, cleaned: str) -> None:
    assert clean_name(given_name) == cleaned


@pytest.mark.parametrize(
    "name",
    ["", "   ", "...", "/", "a/", "x\u202efdp.exe", "x\u2066.pdf", "x\u200b.pdf", "x\0.pdf",
     "x\r\nSet-Cookie: a=b.pdf", "x\x1b[31m.pdf", "x\u2028.pdf", "\ufeffx.pdf", "\u200d"],
)  # fmt: skip
def test_F06_hidden_characters_and_empty_names_are_refused(name: str) -> None:
    with pytest.raises(Refused) as caught:
        clean_name(name)
    assert caught.value.reason is Reason.NAME


@given(st.text(max_size=400))
def test_F06_a_cleaned_name_is_short_composed_and_no_path(name: str) -> None:
    try:
        cleaned = clean_name(name)
    except Refused:
        return
    assert 0 < len(cleaned) <= LONGEST_NAME
    assert cleaned == unicodedata.normalize("NFC", cleaned)
    assert not {"/", "\\", "\0", "\r", "\n"} & set(cleaned)
    assert cleaned not in {".", ".."}
    assert clean_name(cleaned) == cleaned


def test_extension_is_the_part_after_the_last_dot() -> None:
    assert [extension_of(name) for name in ("a.PDF", "a.pdf.exe", "a", "a.")] == [
        "pdf", "exe", "", ""
    ]  # fmt: skip
