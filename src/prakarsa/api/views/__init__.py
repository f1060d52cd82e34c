"""Addresses of the interface, by noun."""
