"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from prakarsa.foundation.occupancy import occupy
from prakarsa.foundation.parents import end_with_parent
from prakarsa.foundation.scratch import use_own_folder

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prakarsa.foundation.settings")
application = get_wsgi_application()
# Nobody takes a backup back into a folder that somebody works on.
occupy()
use_own_folder()
end_with_parent()


def settle() -> None:
    """Load what the first visitor would wait for, and keep the collector away from it.

    What lives as long as the process is looked through by every full collection unless it is
    frozen: that, not the pages, was most of the slowest answers. A page makes many thousand
    short-lived objects and few circles, so the collector also comes less often.
    """
    from django.urls import get_resolver

    get_resolver().resolve("/")
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


settle()
