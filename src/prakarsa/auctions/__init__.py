"""The performance auction (lelang kinerja): periods, lots, and offers that lead to a promise."""
