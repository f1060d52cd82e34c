"""Innovations: one record for life, its profile, its history and its import."""
