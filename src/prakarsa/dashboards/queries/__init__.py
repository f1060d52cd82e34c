"""What each role sees first, by role."""
