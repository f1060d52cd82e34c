"""Performance contracts: from a baseline to a kept promise.

- `book`: `Book`, the limits by which a contract is called on track or fulfilled, and `open_book`.
- `terms`: `refuse_terms`, the terms that no contract can have.
- `standing`: `Status` of a contract on its way, `Outcome` at its end.
"""
