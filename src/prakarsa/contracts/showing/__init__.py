"""What the pages and papers of contracts show, put together for one seat."""
