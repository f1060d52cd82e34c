"""Puts the triggers away before migrations and back after them."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CatalogueConfig(AppConfig):
    """The catalogue, which is told by Django itself when the tables below it are made anew."""

    name = "prakarsa.catalogue"

    def ready(self) -> None:
        """Listen to the two moments of `migrate`; no package of ours sends anything."""
        pre_migrate.connect(before_migrations, sender=self)
        post_migrate.connect(after_migrations, sender=self)


def before_migrations(plan: list[Any] | None = None, **_rest: Any) -> None:
    """Take the triggers away when something will be migrated."""
    from prakarsa.catalogue import keeping

    if plan:
        keeping.remove()


def after_migrations(plan: list[Any] | None = None, **_rest: Any) -> None:
    """Put the triggers back, and every row, when either is missing or of another version."""
    from prakarsa.catalogue import keeping

    # Emptying the tables sends this too, but without a plan.
    if plan is None or not keeping.has_tables():
        return
    if plan or not (keeping.is_current() and keeping.is_kept()):
        keeping.install()
