"""Tell operators that a window opens again for them, or is about to close."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Person
from prakarsa.calendars.models import Reopening, ReportingWindow
from prakarsa.foundation.time import local_day
from prakarsa.foundation.writing import moment
from prakarsa.notices.actions import notify
from prakarsa.notices.models import Topic
from prakarsa.organisations.models import Agency
from prakarsa.organisations.queries import people_of, people_of_region
from prakarsa.organisations.roles import Role

# How many days before the end operators are reminded.
DAYS_BEFORE = frozenset({14, 7, 3, 1})
FARTHEST = timedelta(days=max(DAYS_BEFORE) + 1)


def tell_of_reopening(reopening: Reopening, *, at: datetime) -> None:
    """Tell the operators for whom the window is open again."""
    title = format_lazy(
        _("Masa pelaporan {year} dibuka kembali"), year=reopening.window.edition_year
    )
    _tell(
        reopening.window,
        reopening.agency,
        title=title,
        until=reopening.until,
        event_key=f"reopening:{reopening.key}",
        at=at,
    )


def remind_of_closing(*, at: datetime) -> int:
    """Remind the operators of each window and reopening that ends soon; return how many ends.

    Run again on the same day it tells nobody twice.
    """
    soon = (at, at + FARTHEST)
    ends: list[tuple[ReportingWindow, Agency | None, datetime]] = [
        (window, None, window.closes_at)
        for window in ReportingWindow.objects.filter(closes_at__range=soon).select_related("region")
    ]
    reopened = Reopening.objects.filter(until__range=soon, opened_at__lte=at)
    ends += [
        (row.window, row.agency, row.until)
        for row in reopened.select_related("window__region", "agency")
    ]
    return sum(_remind(window, agency, until, at=at) for window, agency, until in ends)


@transaction.atomic
def _remind(
    window: ReportingWindow, agency: Agency | None, until: datetime, *, at: datetime
) -> bool:
    zone = window.region.zone
    days = (local_day(until, zone) - local_day(at, zone)).days
    if days not in DAYS_BEFORE:
        return False
    title = format_lazy(
        _("Masa pelaporan {year}: {days} hari lagi"), year=window.edition_year, days=days
    )
    key = f"closing:{window.key}:{local_day(until, zone)}:{days}"
    _tell(window, agency, title=title, until=until, event_key=key, at=at)
    return True


def _tell(
    window: ReportingWindow,
    agency: Agency | None,
    *,
    title: Promise | str,
    until: datetime,
    event_key: str,
    at: datetime,
) -> None:
    with timezone.override(window.region.zone):
        for person in _operators(window, agency, at=at):
            with translation.override(person.language):
                words = _("Anda dapat mengajukan dan mengubah sampai %(moment)s.")
                notify(
                    person=person,
                    topic=Topic.TARGET,
                    title=title,
                    body=words % {"moment": moment(until)},
                    link=reverse("calendars:home"),
                    event_key=event_key,
                    at=at,
                )


def _operators(window: ReportingWindow, agency: Agency | None, *, at: datetime) -> QuerySet[Person]:
    day = local_day(at, window.region.zone)
    if agency is not None:
        return people_of(agency, [Role.OPERATOR], day)
    return people_of_region(window.region, [Role.OPERATOR], day)
