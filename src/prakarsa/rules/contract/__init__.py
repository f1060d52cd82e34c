"""Performance contracts: from a baseline to a kept promise.

- `book`: `Book`, the limits of a region by which contracts are judged, and `open_book`.
- `terms`: `refuse_terms`, the terms that no contract can have.
- `offers`: `movement`, how much harder or softer one offer is than another.
- `shares`: parts that add up to a whole: shared contracts, heirs, segments of a baseline.
- `standing`: `Status` of a contract on its way, `Outcome` at its end.
- `record` and `gaming`: what is known of a contract, and what about it is worth a second look.
"""
