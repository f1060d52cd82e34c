"""Where a person whose session ended is led, so that signing in again comes back to a page."""

from __future__ import annotations

from django.test import Client

SENT = "/bukti/berkas/abcdefghjkmn/cabut/"
PAGE = "/inovasi/abcdefghjkmn/?cari=satu"


def test_a_page_is_remembered_as_it_was_asked(db: None) -> None:
    assert Client().get(PAGE).url == "/masuk/?next=/inovasi/abcdefghjkmn/%3Fcari%3Dsatu"


def test_a_form_leads_back_to_the_page_it_stood_on(db: None) -> None:
    answer = Client().post(SENT, headers={"referer": f"http://testserver{PAGE}"})
    assert answer.url == "/masuk/?next=/inovasi/abcdefghjkmn/%3Fcari%3Dsatu"


def test_a_form_from_elsewhere_leads_home(db: None) -> None:
    for referer in ("", "https://lain.invalid/inovasi/", "http://testserver//lain.invalid/"):
        answer = Client().post(SENT, headers={"referer": referer})
        assert answer.url == "/masuk/?next=/beranda/"


def test_a_part_of_a_page_leads_the_whole_page(db: None) -> None:
    answer = Client().post(SENT, headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/masuk/?next=/beranda/")
