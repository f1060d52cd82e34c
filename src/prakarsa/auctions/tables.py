"""The lots of a period as a table and on paper, with what the negotiation won."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prakarsa.auctions.models import AuctionPeriod
from prakarsa.auctions.showing.lots import LotLine
from prakarsa.auctions.showing.values import figure
from prakarsa.formats.papers import render_pdf
from prakarsa.formats.tables import Column, ColumnKind, Value
from prakarsa.foundation.writing import day, day_short, moment, number

PAPER = "auctions/lots"


def lot_columns() -> list[Column]:
    """Return the columns of lots; values are in the unit of their row."""
    decimal, on = ColumnKind.DECIMAL, ColumnKind.DAY
    return [
        Column(_("Lot"), ColumnKind.WHOLE, 6),
        Column(_("Judul"), width=36),
        Column(_("Perangkat daerah"), width=36),
        Column(_("Misi"), ColumnKind.WHOLE, 6),
        Column(_("Indikator"), width=44),
        Column(_("Satuan"), width=12),
        Column(_("Arah"), width=24),
        Column(_("Titik nol"), decimal, 12),
        Column(_("Tanggal titik nol"), on, 14),
        Column(_("Rencana titik akhir"), decimal, 12),
        Column(_("Rencana tanggal"), on, 14),
        Column(_("Tawaran pembuka"), decimal, 12),
        Column(_("Tanggal tawaran pembuka"), on, 14),
        Column(_("Keputusan"), decimal, 12),
        Column(_("Tanggal keputusan"), on, 14),
        Column(_("Dimenangkan negosiasi"), decimal, 14),
        Column(_("Hari lebih cepat"), ColumnKind.WHOLE, 12),
        Column(_("Keadaan"), width=24),
        Column(_("Putaran"), ColumnKind.WHOLE, 8),
    ]


def lot_rows(lines: Sequence[LotLine]) -> Iterator[list[Value]]:
    """Yield the rows of lots under those columns."""
    for line in lines:
        lot, won = line.lot, line.won
        yield [
            lot.number,
            lot.title,
            line.agencies,
            lot.mission.number,
            lot.indicator,
            lot.unit,
            str(lot.get_direction_display()),
            _short(lot.baseline),
            lot.baseline_on,
            _short(lot.end_value),
            lot.end_on,
            _short(line.opening.value) if line.opening else None,
            line.opening.day if line.opening else None,
            _short(line.decision.value) if line.decision else None,
            line.decision.day if line.decision else None,
            _exact(won.value) if won else None,
            won.days if won else None,
            str(lot.get_state_display()),
            lot.round.number if lot.round else None,
        ]


def _short(value: Decimal | None) -> Decimal | None:
    """Return a value without the zeros that the column of the database adds."""
    return None if value is None else Decimal(format(value.normalize(), "f"))


def _exact(value: Fraction) -> Decimal:
    """Return a difference of stored values, which has no more than their four decimals."""
    return Decimal(value.numerator) / value.denominator


def lots_paper(period: AuctionPeriod, lines: Sequence[LotLine], at: datetime) -> bytes:
    """Return the lots of a period as a PDF to print."""
    return render_pdf(PAPER, paper_values(period, lines, at), at=at.replace(microsecond=0))


def paper_values(period: AuctionPeriod, lines: Sequence[LotLine], at: datetime) -> dict[str, Any]:
    """Return everything the paper says, as plain values."""
    decided = sum(line.decision is not None and bool(line.decision.value) for line in lines)
    words = {"total": number(len(lines)), "decided": number(decided)}
    notes = []
    if period.region.is_example:
        notes = [_("%s adalah daerah rekaan; semua isinya contoh.") % period.region.name]
    return {
        "title": period.name,
        "office": period.region.name,
        "lead": _("%(total)s lot, %(decided)s di antaranya punya titik akhir yang mengikat.")
        % words,
        "printed": _("Dibuat %(moment)s") % {"moment": moment(at)},
        "language": get_language() or "id",
        "notes": notes,
        "facts": [
            [_("Periode janji"), f"{day(period.starts_on)} – {day(period.ends_on)}"],
            [_("Dasar"), period.basis],
            [_("Dimenangkan"), _("Beda keputusan dengan tawaran pembuka perangkat daerah.")],
        ],
        "lots": {
            "heads": [
                _("Lot"), _("Judul dan perangkat daerah"), _("Titik nol"), _("Titik akhir"),
                _("Dimenangkan"), _("Keadaan"),
            ],
            "rows": [_paper_row(line) for line in lines],
        },
    }  # fmt: skip


def _paper_row(line: LotLine) -> list[str]:
    lot = line.lot
    end = figure(line.end_value, lot.unit)
    if line.end_on is not None:
        end = f"{end}, {day_short(line.end_on)}"
    return [
        number(lot.number),
        f"{lot.title}. {line.agencies}",
        figure(lot.baseline, lot.unit),
        end,
        line.won_words or "–",
        str(lot.get_state_display()),
    ]
