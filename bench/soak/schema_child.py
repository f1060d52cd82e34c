"""Print what a database holds: every table, column, index and trigger, and counts of rows."""

from __future__ import annotations

import django

COMMAND_RUN = "audit.command.run"
SQLITE = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
POSTGRES = (
    (
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
        " WHERE table_schema = 'public' ORDER BY 1, 2"
    ),
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1, 2",
)


def main() -> None:
    """Print one line per thing."""
    django.setup()
    from django.apps import apps
    from django.db import connection
    from django.db.models import Count

    from prakarsa.audit.models import AuditEntry
    from prakarsa.audit.verification import verify

    statements = (SQLITE,) if connection.vendor == "sqlite" else POSTGRES
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            for row in cursor.fetchall():
                print(*row)
    for model in apps.get_models():
        if model._meta.app_label != "audit":
            print(model._meta.label, model._default_manager.count())
    # Each run of a command is an entry of its own, a killed one too.
    acts = AuditEntry.objects.exclude(act=COMMAND_RUN).order_by("act").values_list("act")
    for act, count in acts.annotate(count=Count("pk")):
        print(act, count)
    print("chain", verify().findings)


if __name__ == "__main__":
    main()
