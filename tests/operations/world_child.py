"""Put the small world into a database, everybody with the same password; may be run again."""

from __future__ import annotations

import sys

import django


def main(*, is_real: bool) -> None:
    """Make the world unless it is there; a real one holds no example accounts."""
    django.setup()
    from django.contrib.auth.hashers import make_password

    from prakarsa.accounts.models import Person
    from tests.worlds import PASSWORD, make_world

    if not Person.objects.exists():
        make_world()
        Person.objects.update(password=make_password(PASSWORD))
        if is_real:
            Person.objects.update(is_example=False)


if __name__ == "__main__":
    main(is_real="--real" in sys.argv)
