"""Keeping an installation alive: doctor, backup and restore, health and metrics."""
