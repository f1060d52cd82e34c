"""Performance contracts: what was promised from a baseline, and how far it is kept."""
