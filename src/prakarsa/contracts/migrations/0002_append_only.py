"""The database itself keeps what was said, tested, decided and signed as it was."""

from django.db import migrations

from prakarsa.foundation.append_only import installer, remover

TABLES = tuple(
    f"contracts_{name}"
    for name in ("contractversion", "versionend", "signature", "externalsignature", "realisationentry")
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_initial")]
    operations = [migrations.RunPython(installer(*TABLES), remover(*TABLES))]
