"""Fetch the home page and, signed in as the mayor, the index page of Kota Contoh.

    python tests/smoke.py http://127.0.0.1:8000

Needs the standard library only, so that it can ask a demo started on a bare machine.
"""

from __future__ import annotations

import http.cookiejar
import re
import sys
import urllib.parse
import urllib.request

MAYOR, PASSWORD = "laksmi.wardhani@contoh.invalid", "belajar-sambil-mencoba"


class Visitor:
    """A browser of one page at a time, with cookies."""

    def __init__(self, site: str) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.site, self.opener = site, urllib.request.build_opener(jar)

    def get(self, path: str) -> str:
        """Return a page; an answer of 400 or more is an error."""
        with self.opener.open(f"{self.site}{path}", timeout=30) as answer:
            return str(answer.read().decode())

    def sign_in(self) -> None:
        """Sign in as the example mayor."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/masuk/"))
        assert token is not None
        form = {"csrfmiddlewaretoken": token[1], "username": MAYOR, "password": PASSWORD}
        data = urllib.parse.urlencode(form).encode()
        self.opener.open(f"{self.site}/masuk/", data, timeout=30).close()


def main(site: str) -> int:
    """Say what was found; return 1 when something is missing."""
    visitor = Visitor(site)
    home = visitor.get("/")
    visitor.sign_in()
    index = visitor.get("/indeks/kota-contoh/")
    found = {"home page": "Prakarsa" in home, "index page": "Rincian hitungan" in index}
    for name, is_there in found.items():
        print(f"{name}: {'ok' if is_there else 'MISSING'}")
    return 0 if all(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))
