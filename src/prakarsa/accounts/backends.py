"""Sign-in by address and password; unknown addresses cost the same time as known ones."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from prakarsa.accounts.models import Person
from prakarsa.accounts.queries import person_with_address


class AddressBackend:
    """Check one password hash for every try, whether or not the account exists."""

    def authenticate(
        self,
        _request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_other: Any,
    ) -> Person | None:
        person = person_with_address(username or "")
        if person is None:
            Person().set_password(password or "")
            return None
        is_right = person.check_password(password or "")
        return person if is_right and person.is_active else None

    def get_user(self, user_id: int) -> Person | None:
        return Person.objects.filter(pk=user_id, is_active=True).first()
