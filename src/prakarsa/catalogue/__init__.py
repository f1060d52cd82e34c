"""What everybody may see: the public catalogue and open data."""
