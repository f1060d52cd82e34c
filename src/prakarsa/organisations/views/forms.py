"""Run an act from a form: what the act refuses becomes an error beside its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


def is_done(form: forms.BaseForm, act: Callable[[dict[str, Any]], object]) -> bool:
    """Run the act with the cleaned values; return whether it went through."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act(dict(form.cleaned_data))
    except ValidationError as problem:
        form.add_error(None, problem)
        return False
    return True
