"""Write tests/architecture/access.toml anew from the declarations; read the diff with care."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prakarsa.foundation.settings")


def main() -> None:
    """Write the table."""
    import django

    django.setup()
    from tests.architecture.routes import routes
    from tests.architecture.test_access import as_line, declared

    lines = ["# Who may open each address; checked against the running application.", "[access]"]
    for route in routes():
        roles = ", ".join(f'"{role}"' for role in as_line(declared(route)))
        lines.append(f'"{route.name}" = [{roles}]')
    Path("tests/architecture/access.toml").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
