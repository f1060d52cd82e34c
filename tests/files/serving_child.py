"""A process that serves the site with the page for uploads, on a free port it prints."""

from __future__ import annotations

import sys
from pathlib import Path

import django


def serve(folder: Path) -> None:
    """Serve until the process is ended."""
    django.setup()
    from django.conf import settings
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    settings.PRAKARSA_FILES = folder
    settings.ROOT_URLCONF = "tests.files.upload_page"
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(StaticFilesHandler(WSGIHandler()))
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
