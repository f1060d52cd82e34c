"""Who did what to which record: an append-only chain."""
