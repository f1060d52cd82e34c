"""P01: every field we keep has a class, a purpose and a retention."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings

from prakarsa.foundation.privacy import read_register


def own_models() -> dict[str, set[str]]:
    """Return the column names of each model of ours by `package.Model`."""
    found = {}
    for package in settings.OUR_PACKAGES:
        for model in apps.get_app_config(package).get_models():
            fields = {field.name for field in model._meta.concrete_fields}
            found[f"{package}.{model.__name__}"] = fields
    return found


def test_P01_every_field_has_a_class_a_purpose_and_a_retention() -> None:
    register = read_register()
    models = own_models()
    assert sorted(register) == sorted(models)
    for name, fields in models.items():
        assert set(register[name].fields) == fields, name
        assert register[name].purpose, name
        assert register[name].retention, name


def test_P01_the_register_covers_more_than_a_handful() -> None:
    assert len(own_models()) >= 25
