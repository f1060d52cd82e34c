"""What the page of one act in the room says: what it does, what it binds, what its button says."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from prakarsa.auctions.showing.room import Room
from prakarsa.auctions.states import Act
from prakarsa.foundation.writing import day


@dataclass(frozen=True, slots=True)
class Acting:
    """The words of one act."""

    title: str
    changes: tuple[str, ...]
    button: str
    done: str
    is_possible: bool


def acting_on(room: Room, act: Act) -> Acting:
    """Return the words for an act on the lot as the room shows it."""
    title, changes, done = _WORDS[act](room)
    button = str(act.label)
    if act is Act.ACCEPT and room.last is not None:
        button = title
    return Acting(title, changes, button, done, room.doings.may(act))


_Words = tuple[str, tuple[str, ...], str]


def _offering(_room: Room) -> _Words:
    changes = (
        _("Tawaran tidak dapat diubah atau ditarik setelah dikirim."),
        _("Giliran berpindah ke pihak lain, dan mereka mendapat pesan."),
    )
    return _("Ajukan tawaran"), changes, _("Tawaran terkirim. Giliran panel.")


def _countering(room: Room) -> _Words:
    _title, changes, _done = _offering(room)
    return _("Tawar balik"), changes, _("Tawaran panel terkirim. Giliran perangkat daerah.")


def _accepting(room: Room) -> _Words:
    if room.last is None:
        return _("Terima tawaran"), (), ""
    words = {"number": room.last.number, "value": room.last_words, "day": day(room.last.day)}
    changes = (
        _("Tawaran %(number)d menjadi kesepakatan: %(value)s pada %(day)s.") % words,
        _("Kedua pihak terikat padanya. Isinya tidak dapat diubah lagi."),
        _("Sekretariat menyiapkan kontraknya untuk ditandatangani."),
    )
    done = _("Tawaran %(number)d diterima: %(value)s pada %(day)s.") % words
    return _("Terima tawaran %(number)d") % words, changes, done


def _postponing(_room: Room) -> _Words:
    changes = (
        _("Lot keluar dari putaran ini dan menunggu jadwal baru dari sekretariat."),
        _("Semua tawaran tetap tersimpan."),
    )
    return _("Nyatakan belum siap"), changes, _("Lot kembali ke kalender.")


def _imposing(_room: Room) -> _Words:
    changes = (
        _("Nilai dan tanggal ini berlaku tanpa kesepakatan, atas keputusan kepala daerah."),
        _("Keputusan tidak dapat diubah lagi; sekretariat menyiapkan kontraknya."),
    )
    return _("Tetapkan nilai dan tanggal"), changes, _("Nilai dan tanggal ditetapkan.")


def _lapsing(_room: Room) -> _Words:
    changes = (
        _("Lot berakhir tanpa janji kinerja."),
        _("Keputusan tidak dapat diubah lagi; semua tawaran tetap tersimpan."),
    )
    return _("Nyatakan gugur"), changes, _("Lot dinyatakan gugur.")


_WORDS = {
    Act.OFFER: _offering,
    Act.COUNTER: _countering,
    Act.ACCEPT: _accepting,
    Act.POSTPONE: _postponing,
    Act.IMPOSE: _imposing,
    Act.LAPSE: _lapsing,
}
