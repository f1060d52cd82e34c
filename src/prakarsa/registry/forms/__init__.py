"""What people type about innovations, by noun."""
