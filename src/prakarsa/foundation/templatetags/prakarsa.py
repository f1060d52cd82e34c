"""Tags and filters that every template has without loading."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.core.validators import validate_email
from django.forms import BoundField
from django.template.exceptions import TemplateSyntaxError
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from prakarsa.foundation import writing
from prakarsa.foundation.marks import KINDS, REMARKS, SPRITE, STATES, icon_names
from prakarsa.rules.text import count_words

register = template.Library()
for _filter in (
    writing.ago,
    writing.clock,
    writing.day,
    writing.day_short,
    writing.decimals,
    writing.enumeration,
    writing.file_size,
    writing.gain,
    writing.moment,
    writing.number,
    writing.percent,
    writing.points,
    writing.printed,
    writing.rupiah,
    writing.sentence,
    writing.weekday,
    writing.zone,
):
    register.filter(_filter.__name__, _filter)


@register.simple_tag
def icon(name: str, size: int = 0) -> SafeString:
    """Draw one icon of the sprite; size 20 or 24, else the size of the text."""
    if name not in icon_names():
        raise TemplateSyntaxError(f"The sprite has no icon {name!r}.")
    sized = f" ic-{size}" if size else ""
    return format_html(
        '<svg class="ic{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        sized,
        static(SPRITE),
        name,
    )


@register.simple_tag
def status(kind: str, label: object) -> SafeString:
    """Draw a status: its one icon and the words."""
    name, css = KINDS[kind]
    return format_html('<span class="st {}">{}{}</span>', css, icon(name), label)


@register.simple_tag
def state(thing: Any) -> SafeString:
    """Draw the status of an object from its state."""
    return status(STATES[str(thing.state)], thing.get_state_display())


@register.simple_tag
def remark_icon(kind: str = "") -> SafeString:
    """Draw the icon of a remark of one kind: none, calm, red or good."""
    return icon(REMARKS[kind])


def _share(part: Any, total: Any) -> Fraction:
    whole = Fraction(total or 0)
    share = Fraction(part or 0) / whole if whole > 0 else Fraction(0)
    return max(Fraction(0), min(Fraction(1), share))


@register.simple_tag
def bar(
    solid: Any, total: Any, *, label: object, hatch: Any = 0, mid: Any = 0, height: int = 8
) -> SafeString:
    """Draw a bar of a total: proven solid, supported in the middle tone, claimed hatched.

    All three are counted from zero (claimed 70, supported 61, verified 33 of 111).
    """
    proven = _share(solid, total)
    parts = [("0", "100%", 3, "f-track")]
    for css, value in (("f-hatch", hatch), ("f-mid", mid)):
        length = _share(value, total) - proven
        if length > 0:
            parts.append((writing.svg_length(proven), writing.svg_length(length), 0, css))
    if proven > 0:
        parts.append(("0", writing.svg_length(proven), 3, "f-nila"))
    rects = format_html_join(
        "",
        '<rect x="{}" width="{}" height="{}" rx="{}" class="{}"/>',
        ((x, width, height, radius, css) for x, width, radius, css in parts),
    )
    return format_html(
        '<svg class="bar" height="{}" role="img" aria-label="{}">{}</svg>', height, label, rects
    )


_CELL = '<rect x="{x}" y="0" width="15" height="10" rx="2" class="{css}"/>'
_EDGE = (
    '<rect x="{x}.6" y=".6" width="13.8" height="8.8" rx="1.6" class="k-nila" stroke-width="1.2"/>'
)


@register.simple_tag
def levels(answer: Any) -> SafeString:
    """Draw the three level cells of an answer: verified solid, claimed hatched."""
    claimed, verified = answer.claimed_level or 0, answer.verified_level
    cells = []
    for level in (1, 2, 3):
        x = 17 * (level - 1)
        if level <= (verified or 0):
            cells.append(format_html(_CELL, x=x, css="f-nila"))
        elif level <= claimed:
            cells.append(format_html(_CELL + _EDGE, x=x, css="f-hatch"))
        else:
            cells.append(format_html(_CELL, x=x, css="f-track"))
    words = {"claimed": claimed, "verified": verified}
    label = gettext("Klaim tingkat %(claimed)s, belum diverifikasi") % words
    if verified is not None:
        label = gettext("Klaim tingkat %(claimed)s, terverifikasi tingkat %(verified)s") % words
    return format_html(
        '<svg class="lv" viewBox="0 0 49 10" role="img" aria-label="{}">{}</svg>',
        label,
        format_html_join("", "{}", ((cell,) for cell in cells)),
    )


@register.filter
def control_kind(field: BoundField) -> str:
    """Say how a field is drawn: check, choice, file, select or text."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choice"
    if isinstance(widget, forms.Select):
        return "select"
    return "file" if isinstance(widget, forms.FileInput) else "text"


_CONTROL_CLASSES: Mapping[str, str] = {
    "check": "form-check-input",
    "select": "form-select",
    "file": "form-control",
    "text": "form-control",
}


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Draw the input of a field; Django adds the links to hint and error."""
    css = _CONTROL_CLASSES.get(control_kind(field), "")
    given = str(field.field.widget.attrs.get("class", ""))
    names = " ".join(filter(None, (given, css, "is-invalid" if field.errors else "")))
    return field.as_widget(attrs={"class": names} if names else {})


@register.filter
def word_count(text: object) -> int:
    """Count the words of a text, as the counter under a field does while typing."""
    return count_words(str(text or ""))


@register.filter
def complaints(field: BoundField) -> list[str]:
    """Return what is wrong with a field; one left empty is named, for the summary stands alone."""
    usual = {
        str(forms.Field.default_error_messages["required"]): _emptiness(field),
        str(validate_email.message): gettext(
            "Alamat surel ini tidak lengkap. Tulis misalnya nama@kota.go.id."
        ),
    }
    return [usual.get(said, said) for said in map(str, field.errors)]


def _emptiness(field: BoundField) -> str:
    label = str(field.label)
    if label.endswith("?"):
        return gettext("Belum dijawab: %(question)s") % {"question": label}
    words = {
        "check": gettext("%(field)s belum dicentang."),
        "choice": gettext("%(field)s belum dipilih."),
        "select": gettext("%(field)s belum dipilih."),
        "file": gettext("%(field)s belum dipilih."),
    }
    kind = control_kind(field)
    return words.get(kind, gettext("%(field)s belum diisi.")) % {"field": label}


@register.filter
def error_count(form: forms.BaseForm) -> int:
    """Count the sentences of a form's error summary."""
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def law_name(name: str) -> SafeString:
    """Write a name that the law gives: in another language with the law's own beside it."""
    written = writing.law_name(name)
    if written == name:
        return format_html("{}", name)
    return format_html('{} <span class="s i3 law" lang="id">{}</span>', written, name)


@register.filter
def next_count(page: Page[Any]) -> int:
    """Count the rows of the page after this one."""
    return min(page.paginator.per_page, page.paginator.count - page.end_index())
