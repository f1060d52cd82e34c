"""Keep the demo's accounts, whose passwords everybody knows, out of production."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from prakarsa.accounts.queries import has_example_accounts


def refuse_example_accounts() -> None:
    """Raise ImproperlyConfigured when production is started on a database of the demo."""
    if settings.IS_PRODUCTION and has_example_accounts():
        raise ImproperlyConfigured(
            "This database holds example accounts of the demo; production does not start on it."
        )
