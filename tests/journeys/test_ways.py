"""Ways to use the site: leaving it, in English, in the dark, and by keyboard alone."""

from __future__ import annotations

import re

import pytest

from prakarsa.demo.example_region import PASSWORD
from tests.journeys.people import OPERATOR, PHONE, SECRETARIAT, VERIFIER, Visitor, Visitors

pytestmark = [pytest.mark.browser, pytest.mark.journey]
# Words of the interface that neither the law's terms nor the data of the demo contain.
INDONESIAN = re.compile(
    r"\b(Beranda|Simpan|Terverifikasi|Dikembalikan|Draf|Unduh|Lihat|Rincian|Keluar|Ubah|Semua|"
    r"Surel|Tampilan|Ajukan|Kembalikan|Antrean|dihitung|belum|tenggat|wajib|poin)\b",
    re.IGNORECASE,
)
# Sources are cited as they call themselves, and messages say in which language they were written.
WORDS = """() => {
  for (const each of document.querySelectorAll('.src, main [lang="id"]')) each.remove();
  const named = [...document.querySelectorAll('[aria-label], [placeholder]')];
  const names = named.map((each) => `${each.ariaLabel ?? ''} ${each.placeholder ?? ''}`);
  return [document.title, document.body.innerText, ...names].join('\\n');
}"""
IN_ENGLISH = {
    OPERATOR: ("/beranda/", "/inovasi/", "/inovasi/baru/", "/target/", "/pesan/", "/akun/"),
    SECRETARIAT: ("/beranda/", "/indeks/", "/ringkasan/", "/orang/", "/perangkat-daerah/",
                  "/kalender/", "/inovasi/impor/", "/hak-akses/", "/pekerjaan/"),
    VERIFIER: ("/beranda/", "/antrean/"),
}  # fmt: skip
GROUND = "() => getComputedStyle(document.body).backgroundColor"
DARK, LIGHT = "rgb(16, 20, 33)", "rgb(255, 255, 255)"


def test_after_signing_out_back_shows_nothing_private(visitors: Visitors) -> None:
    operator = visitors.signed_in(OPERATOR, on=PHONE)
    operator.opens("/inovasi/")
    assert "SAPA MELATI" in operator.reads()
    operator.opens("/menu/")
    operator.presses("Keluar")
    for _step in range(3):
        operator.page.go_back()
        assert "MELATI" not in operator.page.inner_text("body")
        assert "Rini Astuti" not in operator.page.inner_text("body")
    operator.opens("/inovasi/")
    assert operator.path() == "/masuk/"


@pytest.mark.parametrize("email", list(IN_ENGLISH))
def test_in_english_no_indonesian_is_left(visitors: Visitors, email: str) -> None:
    visitor = visitors.signed_in(email)
    visitor.opens("/menu/")
    visitor.presses("English")
    assert left_in_indonesian(visitor) == []
    for path in IN_ENGLISH[email]:
        visitor.opens(path)
        assert (path, left_in_indonesian(visitor)) == (path, [])
    visitor.opens("/menu/")
    visitor.presses("Indonesia")
    assert visitor.page.locator("html").get_attribute("lang") == "id"


def left_in_indonesian(visitor: Visitor) -> list[str]:
    """Return the Indonesian words of the interface on a page, the switch of languages aside."""
    assert visitor.page.locator("html").get_attribute("lang") == "en"
    return INDONESIAN.findall(visitor.page.evaluate(WORDS))


def test_the_dark_theme_follows_the_device_and_the_choice(visitors: Visitors) -> None:
    reader = visitors.one(on=PHONE, theme="dark")
    for path in ("/", "/masuk/", "/data-terbuka/"):
        assert reader.opens(path).evaluate(GROUND) == DARK
    reader.pictures("katalog-gelap")
    operator = visitors.signed_in(OPERATOR, on=PHONE)
    operator.opens("/menu/")
    operator.presses("Gelap")
    for path in ("/beranda/", "/inovasi/", "/target/"):
        assert operator.opens(path).evaluate(GROUND) == DARK
    operator.opens("/menu/")
    operator.pictures("menu-gelap")
    operator.presses("Terang")
    assert operator.opens("/beranda/").evaluate(GROUND) == LIGHT


def test_a_form_can_be_filled_by_keyboard_alone(visitors: Visitors) -> None:
    visitor = visitors.one()
    keys = visitor.opens("/masuk/").keyboard
    keys.press("Tab")
    assert visitor.focus().inner_text() == "Langsung ke isi"
    keys.press("Enter")
    tab_to(visitor, "Alamat surel")
    keys.type(OPERATOR)
    tab_to(visitor, "Kata sandi")
    keys.type(PASSWORD)
    with visitor.page.expect_navigation():
        keys.press("Enter")
    visitor.checks()

    visitor.opens("/inovasi/baru/")
    keys.press("Tab")
    keys.press("Enter")
    tab_to(visitor, "Apa nama inovasinya?")
    keys.type("PAPAN KETIK MELATI")
    with visitor.page.expect_navigation():
        keys.press("Enter")
    assert "Lengkapi profil" in visitor.checks().inner_text("main")


def tab_to(visitor: Visitor, label: str) -> None:
    """Press Tab until the field of that label has the focus, which must be visible there."""
    wanted = visitor.page.get_by_label(label)
    for _press in range(12):
        visitor.page.keyboard.press("Tab")
        outline = visitor.focus().evaluate("each => getComputedStyle(each).outlineStyle")
        shadow = visitor.focus().evaluate("each => getComputedStyle(each).boxShadow")
        assert (outline, shadow) != ("none", "none"), visitor.focus().inner_text()
        if wanted.evaluate("each => each === document.activeElement"):
            return
    pytest.fail(f"{label} cannot be reached by Tab")
