"""What a target asks, in sentences."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from prakarsa.foundation.time import local_day
from prakarsa.foundation.writing import day, number
from prakarsa.rules.target.counting import Reason, Terms, Work
from prakarsa.rules.target.coverage import Standing, UnitCoverage
from prakarsa.targets.models import Campaign

DECEMBER, LAST_DAY = 12, 31


def in_words(count: int) -> str:
    """Write a small count as a word, a larger one in digits."""
    words = (
        _("nol"), _("satu"), _("dua"), _("tiga"), _("empat"), _("lima"), _("enam"), _("tujuh"),
        _("delapan"), _("sembilan"), _("sepuluh"), _("sebelas"), _("dua belas"),
    )  # fmt: skip
    return words[count] if count < len(words) else number(count)


def begin(sentence: str) -> str:
    """Begin a sentence with a capital."""
    return sentence[:1].upper() + sentence[1:]


def period_words(first: date, last: date) -> str:
    """Write a period: a year as its number, else both days."""
    is_whole = (first.month, first.day) == (1, 1) and (last.month, last.day) == (
        DECEMBER, LAST_DAY,
    )  # fmt: skip
    if is_whole and first.year == last.year:
        return str(first.year)
    return _("%(first)s sampai %(last)s") % {"first": day(first), "last": day(last)}


_GOALS = {
    ("submitted", True): ngettext_lazy(
        "%(count)s inovasi baru diajukan pada %(period)s",
        "%(count)s inovasi baru diajukan pada %(period)s",
        "needed",
    ),
    ("submitted", False): ngettext_lazy(
        "%(count)s inovasi diajukan pada %(period)s",
        "%(count)s inovasi diajukan pada %(period)s",
        "needed",
    ),
    ("verified", True): ngettext_lazy(
        "%(count)s inovasi baru terverifikasi pada %(period)s",
        "%(count)s inovasi baru terverifikasi pada %(period)s",
        "needed",
    ),
    ("verified", False): ngettext_lazy(
        "%(count)s inovasi terverifikasi pada %(period)s",
        "%(count)s inovasi terverifikasi pada %(period)s",
        "needed",
    ),
    ("published", True): ngettext_lazy(
        "%(count)s inovasi baru terbit pada %(period)s",
        "%(count)s inovasi baru terbit pada %(period)s",
        "needed",
    ),
    ("published", False): ngettext_lazy(
        "%(count)s inovasi terbit pada %(period)s",
        "%(count)s inovasi terbit pada %(period)s",
        "needed",
    ),
}
_MILESTONES = {
    "submitted": gettext_lazy("diajukan"),
    "verified": gettext_lazy("terverifikasi"),
    "published": gettext_lazy("terbit"),
}


def goal_sentence(campaign: Campaign, needed: int) -> str:
    """Return the goal of one unit: Satu inovasi baru terverifikasi pada 2026."""
    period = period_words(campaign.starts_on, campaign.ends_on)
    words = {"needed": needed, "count": in_words(needed), "period": period}
    return begin(_GOALS[campaign.counts, campaign.only_new] % words)


def board_sentence(campaign: Campaign) -> str:
    """Return what the campaign asks of every unit, as the board begins."""
    quotas = list(campaign.quotas.all())
    if len({(each.needed, each.per_service) for each in quotas}) != 1:
        return _("Setiap unit memenuhi jumlah inovasi untuk jenisnya.")
    words = {"goal": _whole_goal(campaign, quotas[0].needed)}
    if quotas[0].per_service:
        return _("Setiap layanan di tiap unit memiliki paling sedikit %(goal)s.") % words
    return _("Setiap unit memiliki paling sedikit %(goal)s.") % words


def _whole_goal(campaign: Campaign, needed: int) -> str:
    words = {
        "needed": needed,
        "count": in_words(needed),
        "milestone": _MILESTONES[campaign.counts],
    }
    if campaign.only_new:
        return _NEW_ONES % words
    return _ANY_ONES % words


_NEW_ONES = ngettext_lazy(
    "%(count)s inovasi baru yang %(milestone)s",
    "%(count)s inovasi baru yang %(milestone)s",
    "needed",
)
_ANY_ONES = ngettext_lazy(
    "%(count)s inovasi yang %(milestone)s", "%(count)s inovasi yang %(milestone)s", "needed"
)


def counting_sentences(campaign: Campaign, terms: Terms) -> list[str]:
    """Return how the campaign counts, one sentence per rule that applies."""
    words = {
        "milestone": _MILESTONES[campaign.counts],
        "first": day(terms.first),
        "last": day(terms.last),
    }
    if terms.is_retrospective:
        return [
            _("Target ini dicatat setelah periodenya berakhir, jadi yang dilihat bukan kapan "
              "inovasi dicatat di sini, melainkan tanggal atau tahun penerapannya."),
            _("Yang dihitung: inovasi yang kini %(milestone)s dan mulai diterapkan pada "
              "%(first)s sampai %(last)s.") % words
            if campaign.only_new
            else _("Yang dihitung: inovasi yang kini %(milestone)s dan sudah diterapkan paling "
                   "lambat %(last)s.") % words,
        ]  # fmt: skip
    sentences = [
        _("Yang dihitung: inovasi yang %(milestone)s pada %(first)s sampai %(last)s.") % words
    ]
    if campaign.only_new:
        sentences.append(
            _("Baru berarti mulai diterapkan, atau pertama kali diajukan, dalam periode itu.")
        )
    sentences.append(_("Inovasi yang berakhir dalam periode itu tidak dihitung."))
    return sentences


REASONS = {
    Reason.ENDED: gettext_lazy("Sudah berakhir dalam periode ini."),
    Reason.NOT_NEW: gettext_lazy("Bukan inovasi baru dalam periode ini."),
    Reason.IN_WORK: gettext_lazy("Masih dalam proses."),
    Reason.NOT_REACHED: gettext_lazy("Tahap yang dihitung tidak dicapai dalam periode ini."),
}
# What a unit that misses is waiting for: the kind of mark and the words.
_MARKS: dict[Work, tuple[str, object]] = {
    Work.VERIFIED: ("wait", gettext_lazy("Menunggu terbit")),
    Work.SUBMITTED: ("wait", gettext_lazy("Menunggu verifikasi")),
    Work.RETURNED: ("bad", gettext_lazy("Dikembalikan")),
    Work.DRAFT: ("draft", gettext_lazy("Draf")),
}


def mark_of(unit: UnitCoverage) -> tuple[str, str]:
    """Return the mark of a unit: the kind of its icon, and the words."""
    if unit.standing is Standing.MET:
        return "ok", _("Memenuhi")
    if unit.furthest is not None:
        kind, words = _MARKS[unit.furthest]
        return kind, str(words)
    if unit.counted:
        return "go", _("Sebagian")
    return "draft", _("Belum ada")


# The heading of the line over time: the sign of the difference, and whether it is the last year.
_FINDINGS = {
    (1, True): gettext_lazy("Tahun ini lebih cepat dari tahun lalu"),
    (-1, True): gettext_lazy("Tahun ini lebih lambat dari tahun lalu"),
    (0, True): gettext_lazy("Tahun ini sama dengan tahun lalu"),
    (1, False): gettext_lazy("Lebih cepat dari periode sebelumnya"),
    (-1, False): gettext_lazy("Lebih lambat dari periode sebelumnya"),
    (0, False): gettext_lazy("Sama dengan periode sebelumnya"),
}


def finding(now: int, before: int | None, *, is_yearly: bool) -> str:
    """Return what the line over time shows against the period before, if there was one."""
    if before is None:
        words = ngettext("%(count)s unit sudah memenuhi", "%(count)s unit sudah memenuhi", now)
        return words % {"count": number(now)}
    sign = (now > before) - (now < before)
    return str(_FINDINGS[sign, is_yearly])


def reminder_text(campaign: Campaign, at: datetime) -> str:
    """Return the words a reminder begins with; the secretariat may change them."""
    words = {
        "sentence": board_sentence(campaign),
        "days": number((campaign.ends_on - local_day(at, campaign.region.zone)).days),
        "last": day(campaign.ends_on),
    }
    return (
        _(
            "%(sentence)s Unit Anda belum memenuhi. Masih ada %(days)s hari, sampai %(last)s. "
            "Buka target untuk melihat yang sudah dihitung dan yang masih kurang."
        )
        % words
    )
