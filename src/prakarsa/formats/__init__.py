"""What is inside files: kinds, limits, opening them for real, tables and papers; no storage."""
