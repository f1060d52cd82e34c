"""Addresses, navigation, error pages and the frame of every page."""
