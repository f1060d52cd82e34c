"""The lists of a target as tables, and its paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prakarsa.formats.papers import render_pdf
from prakarsa.formats.tables import Column, ColumnKind, Value
from prakarsa.foundation.writing import day, day_short, moment, number, percent
from prakarsa.targets.models import Campaign
from prakarsa.targets.queries import Answer
from prakarsa.targets.showing.board import UnitLine, kind_groups
from prakarsa.targets.wording import board_sentence, counting_sentences, period_words

PAPER = "targets/coverage"


def unit_columns(lines: Sequence[UnitLine]) -> list[Column]:
    """Return the columns of units; operators stand there only for seats that may read names."""
    columns = [
        Column(_("Unit"), width=36),
        Column(_("Jenis")),
        Column(_("Kecamatan"), width=28),
        Column(_("Diminta"), ColumnKind.WHOLE, 10),
        Column(_("Dihitung"), ColumnKind.WHOLE, 10),
        Column(_("Dalam proses"), ColumnKind.WHOLE, 12),
        Column(_("Keadaan"), width=24),
        Column(_("Memenuhi sejak"), ColumnKind.DAY, 16),
        Column(_("Kegiatan terakhir"), ColumnKind.DAY, 16),
        Column(_("Pengingat terakhir"), ColumnKind.DAY, 16),
    ]
    return [*columns, Column(_("Operator"), width=36)] if _has_names(lines) else columns


def unit_rows(lines: Sequence[UnitLine]) -> Iterator[list[Value]]:
    """Yield the rows of units under those columns."""
    has_names = _has_names(lines)
    for line in lines:
        row: list[Value] = [
            line.agency.name,
            line.agency.kind_label,
            line.district,
            line.unit.owed,
            line.unit.towards,
            len(line.unit.in_work),
            line.mark[1],
            line.unit.met_since,
            _local_day(line.last_active),
            _local_day(line.reminded_at),
        ]
        yield [*row, ", ".join(line.operators or ())] if has_names else row


def _has_names(lines: Sequence[UnitLine]) -> bool:
    return any(line.operators is not None for line in lines)


def _local_day(value: datetime | None) -> Value:
    return timezone.localtime(value).date() if value else None


def campaign_columns() -> list[Column]:
    """Return the columns of the list of targets."""
    return [
        Column(_("Target"), width=44),
        Column(_("Hari pertama"), ColumnKind.DAY, 14),
        Column(_("Hari terakhir"), ColumnKind.DAY, 14),
        Column(_("Yang dihitung")),
        Column(_("Unit"), ColumnKind.WHOLE, 8),
        Column(_("Memenuhi"), ColumnKind.WHOLE, 10),
        Column(_("Dasar"), width=60),
        Column(_("Dasar dikonfirmasi"), width=12),
    ]


def campaign_rows(answers: Sequence[Answer]) -> Iterator[list[Value]]:
    """Yield the rows of targets under those columns."""
    for answer in answers:
        campaign, found = answer.campaign, answer.coverage.tally
        yield [
            campaign.name,
            campaign.starts_on,
            campaign.ends_on,
            str(campaign.get_counts_display()),
            found.total,
            found.met,
            campaign.source,
            _("ya") if campaign.is_confirmed else _("belum"),
        ]


def coverage_paper(answer: Answer, misses: Sequence[UnitLine], at: datetime) -> bytes:
    """Return the board and the list of units that miss as a PDF to print."""
    values = paper_values(answer, misses, at)
    return render_pdf(PAPER, values, at=at.replace(microsecond=0))


def paper_values(answer: Answer, misses: Sequence[UnitLine], at: datetime) -> dict[str, Any]:
    """Return everything the paper says, as plain values."""
    campaign = answer.campaign
    return {
        "title": campaign.name,
        "office": campaign.region.name,
        "lead": _lead(answer),
        "printed": _("Dibuat %(moment)s") % {"moment": moment(at)},
        "language": get_language() or "id",
        "notes": [
            *([_example(campaign)] if campaign.region.is_example else []),
            *([campaign.remark] if campaign.remark else []),
        ],
        "facts": _facts(answer),
        "kinds_heading": _("Menurut jenis unit"),
        "kinds": _kinds(answer),
        "misses_heading": _("%(count)s unit belum memenuhi") % {"count": number(len(misses))},
        "misses": _misses(misses, is_running=answer.is_running),
    }


def _lead(answer: Answer) -> str:
    found = answer.coverage.tally
    words = {
        "met": number(found.met),
        "total": number(found.total),
        "share": percent(found.share),
        "sentence": board_sentence(answer.campaign),
    }
    if found.share is None:
        return _("%(sentence)s Tidak ada unit yang berlaku dalam periode ini.") % words
    return _("%(sentence)s %(met)s dari %(total)s unit memenuhi, %(share)s.") % words


def _example(campaign: Campaign) -> str:
    return _("%(name)s adalah daerah rekaan; semua isinya contoh.") % {"name": campaign.region.name}


def _facts(answer: Answer) -> list[list[str]]:
    campaign = answer.campaign
    source = campaign.source
    if not campaign.is_confirmed:
        source += " " + _("(belum dikonfirmasi)")
    return [
        [_("Periode"), period_words(campaign.starts_on, campaign.ends_on)],
        [_("Cara menghitung"), " ".join(counting_sentences(campaign, answer.terms))],
        [_("Dasar"), source],
        [_("Keadaan pada"), day(answer.terms.as_of)],
    ]


def _kinds(answer: Answer) -> dict[str, Any]:
    rows = [
        [
            group.label,
            *(number(count) for count in (
                group.tally.total, group.tally.met, group.tally.under_way, group.tally.nothing,
            )),
            percent(group.tally.share),
        ]
        for group in kind_groups(answer)
    ]  # fmt: skip
    heads = [
        _("Jenis unit"), _("Unit"), _("Memenuhi"), _("Dalam proses"), _("Belum ada"),
        _("Persentase"),
    ]  # fmt: skip
    return {"heads": heads, "rows": rows}


def _misses(misses: Sequence[UnitLine], *, is_running: bool) -> dict[str, Any]:
    """Return the units that miss; while the target runs also who could act and since when."""
    heads = [_("No."), _("Unit"), _("Keadaan"), _("Dihitung")]
    rows = [
        [number(place), line.agency.name, line.mark[1], _counted(line)]
        for place, line in enumerate(misses, start=1)
    ]
    if is_running:
        heads.append(_("Kegiatan terakhir"))
        rows = [[*row, _last_active(line)] for row, line in zip(rows, misses, strict=True)]
        if _has_names(misses):
            heads.append(_("Operator"))
            rows = [[*row, _operators(line)] for row, line in zip(rows, misses, strict=True)]
    return {"heads": heads, "rows": rows}


def _counted(line: UnitLine) -> str:
    words = {"towards": number(line.unit.towards), "owed": number(line.unit.owed)}
    return _("%(towards)s dari %(owed)s") % words


def _last_active(line: UnitLine) -> str:
    if line.last_active is not None:
        return day_short(line.last_active)
    return _("belum pernah masuk") if line.has_operator else _("belum ada kegiatan")


def _operators(line: UnitLine) -> str:
    return ", ".join(line.operators or ()) or _("belum ditunjuk")
