"""The database itself keeps what was said, tested, decided and signed as it was."""

from django.db import migrations

from prakarsa.foundation.append_only import installer, remover

TABLES = tuple(
    f"auctions_{name}"
    for name in ("datatest", "lotevent", "offer", "offerfile", "decision")
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("auctions", "0001_initial")]
    operations = [migrations.RunPython(installer(*TABLES), remover(*TABLES))]
