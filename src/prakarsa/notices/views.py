"""Pages of one's own messages, how they are mailed, and the demo's outbox."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prakarsa.foundation.components import Chip
from prakarsa.foundation.filters import one_of, page_of
from prakarsa.foundation.time import now
from prakarsa.notices import actions
from prakarsa.notices.forms import PreferencesForm
from prakarsa.notices.models import Mail, Topic
from prakarsa.notices.queries import (
    counts_by_state,
    counts_by_topic,
    deliveries_of,
    notice_for,
    notices_of,
    outbox,
    outgoing,
    unread_count,
)
from prakarsa.organisations.access import SeatedRequest, public, roles, signed_in
from prakarsa.organisations.roles import Role


@require_safe
@signed_in
def notice_list(request: SeatedRequest) -> HttpResponse:
    """List the person's messages, unread first."""
    topic = one_of(request.GET.get("topik", ""), Topic.values)
    page = page_of(notices_of(request.seat, topic=topic), request.GET, ["topik"])
    person = request.seat.person
    context = {
        "page": page,
        "chips": _chips(request, topic),
        "unread": unread_count(person) if person else 0,
    }
    return render(request, "notices/list.html", context)


def _chips(request: SeatedRequest, current: str) -> list[Chip]:
    counts, here = counts_by_topic(request.seat), reverse("notices:list")
    everything = Chip(_("Semua"), here, sum(counts.values()), not current)
    return [
        everything,
        *(
            Chip(str(topic.label), f"{here}?topik={topic.value}", count, topic.value == current)
            for topic in Topic
            if (count := counts.get(topic.value))
        ),
    ]


@require_POST
@signed_in
def open_notice(request: SeatedRequest, key: str) -> HttpResponse:
    """Mark a message as read and go where it leads."""
    notice = actions.read_notice(seat=request.seat, notice=notice_for(request.seat, key), at=now())
    return redirect(notice.link or "notices:list")


@require_POST
@signed_in
def read_notice(request: SeatedRequest, key: str) -> HttpResponse:
    """Mark one message as read."""
    actions.read_notice(seat=request.seat, notice=notice_for(request.seat, key), at=now())
    return redirect("notices:list")


@require_POST
@signed_in
def read_all(request: SeatedRequest) -> HttpResponse:
    """Mark all messages as read."""
    count = actions.read_all(seat=request.seat, at=now())
    if count:
        messages.success(request, _("%d pesan ditandai sudah dibaca.") % count)
    return redirect("notices:list")


@require_http_methods(["GET", "POST"])
@signed_in
def preferences(request: SeatedRequest) -> HttpResponse:
    """Choose per topic how messages are mailed."""
    person = request.seat.person
    chosen = deliveries_of(person) if person else {}
    form = PreferencesForm(request.POST or None, chosen=chosen)
    if form.is_bound and form.is_valid():
        for topic, delivery in form.chosen().items():
            actions.choose_delivery(seat=request.seat, topic=topic, delivery=delivery, at=now())
        messages.success(request, _("Pengaturan pesan disimpan."))
        return redirect("notices:preferences")
    return render(request, "notices/preferences.html", {"form": form})


@require_safe
@roles(Role.PLATFORM_ADMIN)
def outgoing_mails(request: SeatedRequest) -> HttpResponse:
    """List the mails that left or should have, without to whom they go and what they say."""
    state = one_of(request.GET.get("status", ""), Mail.State.values)
    rows, counts = outgoing(request.seat, state=state), counts_by_state(request.seat)
    context = {
        "page": page_of(rows, request.GET, ["status"]),
        "chips": _state_chips(counts, state),
        "failed": counts.get(Mail.State.FAILED.value, 0),
        "waiting": counts.get(Mail.State.WAITING.value, 0),
    }
    return render(request, "notices/outgoing.html", context)


def _state_chips(counts: dict[str, int], current: str) -> list[Chip]:
    here = reverse("notices:outgoing")
    shown = [state for state in Mail.State if counts.get(state.value)]
    return [
        Chip(_("Semua"), here, sum(counts.values()), not current),
        *(
            Chip(str(state.label), f"{here}?status={state.value}", counts[state.value],
                 state.value == current)
            for state in shown
        ),
    ]  # fmt: skip


@require_POST
@roles(Role.PLATFORM_ADMIN)
def resend(request: SeatedRequest, key: str) -> HttpResponse:
    """Let the worker try a mail again."""
    mail = get_object_or_404(outgoing(request.seat), key=key)
    actions.resend_mail(seat=request.seat, mail=mail, at=now())
    messages.success(request, _("Surel masuk antrean lagi."))
    return redirect("notices:outgoing")


@require_safe
@public
def mails(request: HttpRequest) -> HttpResponse:
    """Show the mails the demo would have sent; production has no such address."""
    page = page_of(outbox(), request.GET)
    return render(request, "notices/mails.html", {"page": page})


@require_safe
@public
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """Show one mail of the demo."""
    return render(request, "notices/mail.html", {"mail": get_object_or_404(outbox(), key=key)})
