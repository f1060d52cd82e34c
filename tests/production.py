"""A complete environment of the production profile, for processes that tests start."""

from __future__ import annotations

import base64

SECRET = "vT3-kQ9_xZ7wLm2RbN8pYc5HsD1fGj6Ae4UoIiKqXzBtWnPrMdSgFh"
COMPLETE = {
    "PRAKARSA_PROFILE": "production",
    "PRAKARSA_SECRET_KEY": SECRET,
    "PRAKARSA_HOSTS": "inovasi.contoh.invalid",
    "PRAKARSA_PROXIES": "1",
    "PRAKARSA_ADDRESS": "https://inovasi.contoh.invalid",
    "PRAKARSA_CHECKPOINT_KEY": base64.urlsafe_b64encode(bytes(range(32))).decode(),
    "DJANGO_SETTINGS_MODULE": "prakarsa.foundation.settings",
}
