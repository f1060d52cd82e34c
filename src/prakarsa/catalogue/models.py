"""What the catalogue searches: one row per published innovation, kept by the database itself.

Triggers write these tables in the transaction that publishes, changes or retires (see `keeping`);
no code of ours does. They hold nothing that is not on the public page.
"""

from __future__ import annotations

from django.db import models

from prakarsa.catalogue.words_field import TABLE, WordsField
from prakarsa.organisations.models import Agency, Region
from prakarsa.registry.models import Innovation


class Entry(models.Model):
    """One published innovation as it is filtered and ordered."""

    innovation = models.OneToOneField(
        Innovation,
        on_delete=models.DO_NOTHING,
        primary_key=True,
        related_name="+",
        db_constraint=False,
    )
    region = models.ForeignKey(
        Region, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    # As it is compared, so that upper case does not come before lower case.
    name = models.CharField(max_length=750)
    # 0 when it is not known, so that those come last on every database.
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=11)
    form = models.CharField(max_length=14)
    is_awarded = models.BooleanField()
    is_example = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["is_example", "name"], name="catalogue_by_name"),
            models.Index(fields=["is_example", "-year", "name"], name="catalogue_by_year"),
            models.Index(fields=["year"]),
            models.Index(fields=["kind"]),
            models.Index(fields=["form"]),
            models.Index(fields=["is_awarded"]),
        ]

    def __str__(self) -> str:
        return self.name


class EntryAffair(models.Model):
    """An affair a published innovation belongs to, main or touching."""

    entry = models.ForeignKey(
        Entry, on_delete=models.DO_NOTHING, related_name="affairs", db_constraint=False
    )
    affair = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["affair"], name="catalogue_by_affair")]

    def __str__(self) -> str:
        return self.affair


class Words(models.Model):
    """The words of a published innovation: an FTS5 table on SQLite, a tsvector on PostgreSQL."""

    innovation = models.BigIntegerField(primary_key=True, db_column="rowid")
    words = WordsField(db_column=TABLE)

    class Meta:
        db_table = TABLE

    def __str__(self) -> str:
        return f"words of {self.pk}"


class Edition(models.Model):
    """A number that differs after each change of the catalogue, in parts that wait for no other.

    What a process remembers of the catalogue is thrown away when the sum of the parts differs; on
    PostgreSQL a sequence counts the steps inside one transaction as well.
    """

    part = models.PositiveIntegerField(primary_key=True)
    number = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.part}: {self.number}"
