"""Addresses of messages; the outbox exists only where no mail leaves the machine."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path

from prakarsa.notices import views

app_name = "notices"


def addresses(profile: str) -> list[URLPattern]:
    """Return the addresses of a profile: production has no outbox to look at."""
    shown = [
        path("pesan/", views.notice_list, name="list"),
        path("pesan/dibaca/", views.read_all, name="read-all"),
        path("pesan/pengaturan/", views.preferences, name="preferences"),
        path("pesan/keluar/", views.outgoing_mails, name="outgoing"),
        path("pesan/keluar/<slug:key>/kirim/", views.resend, name="resend"),
        path("pesan/<slug:key>/buka/", views.open_notice, name="open"),
        path("pesan/<slug:key>/dibaca/", views.read_notice, name="read"),
    ]
    if profile == "production":
        return shown
    return [
        path("pesan/surel/", views.mails, name="mails"),
        path("pesan/surel/<slug:key>/", views.mail, name="mail"),
        *shown,
    ]


urlpatterns = addresses(settings.PRAKARSA_PROFILE)
