"""Let the browser speak the language of the person who signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from prakarsa.accounts.models import Person

YEAR = 365 * 24 * 60 * 60


def keep_language(response: HttpResponse, person: Person) -> HttpResponse:
    """Set the language cookie to the person's choice."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        person.language,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
