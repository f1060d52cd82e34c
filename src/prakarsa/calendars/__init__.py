"""Working days, holidays and the reporting window of each edition."""
