"""Prakarsa: one system for the innovation year of an Indonesian local government."""
