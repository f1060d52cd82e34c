"""Pages of proof and verification."""
