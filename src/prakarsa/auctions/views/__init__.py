"""Pages of the auction."""
