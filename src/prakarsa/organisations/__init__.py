"""Regions, agencies with their history, services, and who serves where."""
