"""What the pages of the auction show, put together for one seat."""
