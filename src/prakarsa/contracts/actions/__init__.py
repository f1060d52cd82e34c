"""The acts on contracts, by noun."""
