"""The acts of the auction, by noun."""
