"""The tags that draw the marks of the guide."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation


def render(source: str, **values: Any) -> str:
    """Render a template text in Indonesian."""
    with translation.override("id"):
        return Template(source).render(Context(values)).strip()


class ProfileForm(forms.Form):
    """A form with one field of each kind."""

    name = forms.CharField(label="Nama", help_text="Seperti pada SK", max_length=5)
    design = forms.CharField(label="Rancang bangun", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label="Jenis", choices=[("a", "Digital"), ("b", "Nondigital")])
    stage = forms.ChoiceField(
        label="Tahap", choices=[("1", "Uji coba"), ("2", "Penerapan")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="Benar adanya")


def test_an_icon_points_into_the_sprite() -> None:
    assert render('{% icon "clock" %}') == (
        '<svg class="ic" aria-hidden="true"><use href="/static/prakarsa/icons.svg#i-clock"/></svg>'
    )
    assert 'class="ic ic-20"' in render('{% icon "clock" 20 %}')


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(TemplateSyntaxError, match="unicorn"):
        render('{% icon "unicorn" %}')


@pytest.mark.parametrize(
    ("kind", "icon", "css"),
    [
        ("ok", "circle-check", "ok"),
        ("wait", "clock", "wait"),
        ("bad", "arrow-back-up", "bad"),
        ("look", "alert-triangle", "look"),
        ("go", "progress", "go"),
        ("draft", "circle-dashed", "draft"),
        ("off", "alert-octagon", "bad"),
        ("past", "archive", "draft"),
    ],
)
def test_a_status_has_one_icon_and_words(kind: str, icon: str, css: str) -> None:
    text = render("{% status kind label %}", kind=kind, label="<Baik>")
    assert text.startswith(f'<span class="st {css}"><svg')
    assert f"#i-{icon}" in text
    assert text.endswith("&lt;Baik&gt;</span>")


def test_a_state_is_drawn_from_the_one_table() -> None:
    thing = SimpleNamespace(state="returned", get_state_display=lambda: "Dikembalikan")
    assert render("{% state thing %}", thing=thing) == render('{% status "bad" "Dikembalikan" %}')


def test_every_state_of_our_models_has_a_mark() -> None:
    from django.apps import apps

    from prakarsa.foundation.marks import STATES

    found = {
        value
        for model in apps.get_models()
        if model.__module__.startswith("prakarsa.")
        for field in model._meta.get_fields()
        if field.name == "state"
        for value, _label in getattr(field, "choices", None) or ()
    }
    assert found - STATES.keys() == set()


def test_a_bar_is_counted_from_zero() -> None:
    text = render('{% bar 33 111 hatch=70 mid=61 label="33 dari 111" height=16 %}')
    assert text == (
        '<svg class="bar" height="16" role="img" aria-label="33 dari 111">'
        '<rect x="0" width="100%" height="16" rx="3" class="f-track"/>'
        '<rect x="29.730%" width="33.333%" height="16" rx="0" class="f-hatch"/>'
        '<rect x="29.730%" width="25.225%" height="16" rx="0" class="f-mid"/>'
        '<rect x="0" width="29.730%" height="16" rx="3" class="f-nila"/></svg>'
    )


@pytest.mark.parametrize(("solid", "total"), [(0, 0), (0, 5), (None, None)])
def test_an_empty_bar_is_only_its_track(solid: int | None, total: int | None) -> None:
    text = render('{% bar solid total label="kosong" %}', solid=solid, total=total)
    assert text.count("<rect") == 1


def test_a_bar_never_leaves_its_track() -> None:
    assert 'width="100.000%"' in render('{% bar 9 5 label="lebih" %}')


def answer(claimed: int | None, verified: int | None) -> SimpleNamespace:
    return SimpleNamespace(claimed_level=claimed, verified_level=verified)


@pytest.mark.parametrize(
    ("claimed", "verified", "cells", "label"),
    [
        (None, None, ["track"] * 3, "Klaim tingkat 0, belum diverifikasi"),
        (2, None, ["hatch", "hatch", "track"], "Klaim tingkat 2, belum diverifikasi"),
        (3, 2, ["nila", "nila", "hatch"], "Klaim tingkat 3, terverifikasi tingkat 2"),
        (1, 0, ["hatch", "track", "track"], "Klaim tingkat 1, terverifikasi tingkat 0"),
    ],
)
def test_levels_hatch_the_claim_and_fill_the_proof(
    claimed: int | None, verified: int | None, cells: list[str], label: str
) -> None:
    text = render("{% levels answer %}", answer=answer(claimed, verified))
    found = [part.split('"')[0] for part in text.split('class="f-')[1:]]
    assert found == cells
    assert f'aria-label="{label}"' in text


def field_of(name: str, data: dict[str, str] | None = None, extra: str = "") -> str:
    source = '{% include "components/field.html" with field=form.' + name + extra + " %}"
    with translation.override("id"):
        return render(source, form=ProfileForm(data))


def test_a_field_ties_label_hint_and_error_to_its_input() -> None:
    text = field_of("name", {"name": "terlalu panjang"})
    assert '<label class="lb" for="id_name">Nama</label>' in text
    assert 'id="id_name_helptext"' in text
    assert 'aria-describedby="id_name_helptext id_name_error"' in text
    assert 'aria-invalid="true"' in text
    assert 'class="form-control is-invalid"' in text
    assert 'id="id_name_error"' in text


def test_an_optional_field_says_so_and_counts_words() -> None:
    text = field_of("design", {"design": "satu dua — tiga"}, " words=300")
    assert "(opsional)" in text
    assert 'data-counter="id_design"' in text
    assert '<span class="num">3</span> dari 300 kata' in text


def test_choices_and_ticks_are_wholly_clickable() -> None:
    assert '<label class="pick" for="id_stage_0">' in field_of("stage")
    assert "<legend>Tahap</legend>" in field_of("stage")
    assert 'class="form-check-input"' in field_of("agree")
    assert 'class="form-select"' in field_of("kind")


def test_the_error_summary_counts_and_links() -> None:
    form = ProfileForm({"name": "Rini", "kind": "a", "stage": "1"})
    text = render('{% include "components/form_errors.html" %}', form=form)
    assert "Ada 1 hal yang perlu diperbaiki" in text
    assert 'href="#id_agree"' in text
    assert render('{% include "components/form_errors.html" %}', form=ProfileForm()) == ""


def test_an_empty_field_is_named_in_the_summary() -> None:
    """The summary stands apart from the fields: "this field" would mean nothing there."""

    class Question(ProfileForm):
        why = forms.CharField(label="Mengapa?")
        own = forms.CharField(label="Alasan", error_messages={"required": "Isi alasannya."})

    form = Question({})
    said = [render("{{ field|complaints|join:'' }}", field=field) for field in form]
    assert said == [
        "Nama belum diisi.", "", "Jenis belum dipilih.", "Tahap belum dipilih.",
        "Benar adanya belum dicentang.", "Belum dijawab: Mengapa?", "Isi alasannya.",
    ]  # fmt: skip


def test_a_wrong_address_is_told_in_our_words() -> None:
    class Letter(forms.Form):
        email = forms.EmailField()

    said = render("{{ form.email|complaints|join:'' }}", form=Letter({"email": "rini"}))
    assert said == "Alamat surel ini tidak lengkap. Tulis misalnya nama@kota.go.id."


@pytest.mark.parametrize(
    ("number", "rows", "words"),
    [(1, 60, "25 berikutnya"), (2, 60, "10 berikutnya"), (2, 50, None), (1, 26, "1 berikutnya")],
)
def test_the_way_to_the_next_page_says_how_many_it_holds(
    number: int, rows: int, words: str | None
) -> None:
    page = Paginator(range(rows), 25).get_page(number)
    with translation.override("id"):
        text = render_to_string(
            "components/paging.html", {"page": page}, request=RequestFactory().get("/")
        )
    assert re.findall(r'rel="next"[^>]*>([^<]+)<', text) == ([words] if words else [])
    assert ("Sebelumnya" in text) is (number > 1)


def test_a_name_of_the_law_keeps_its_own_words_beside_a_translation() -> None:
    page = Template("{{ name|law_name }}")
    name = Context({"name": "Regulasi Inovasi Daerah"})
    with translation.override("id"):
        assert page.render(name) == "Regulasi Inovasi Daerah"
    with translation.override("en"):
        assert page.render(name) == (
            "Regulation of the innovation "
            '<span class="s i3 law" lang="id">Regulasi Inovasi Daerah</span>'
        )
        assert page.render(Context({"name": "<b>"})) == "&lt;b&gt;"
