"""The law as plain functions: no Django, no database, no clock, no binary floating point."""
