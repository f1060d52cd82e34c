"""Performance contracts: from a baseline to a kept promise.

- `book`: `Book`, the limits of a region by which contracts are judged, and `open_book`.
- `terms`: `refuse_terms`, the terms that no contract can have.
- `offers`: `movement`, how much harder or softer one offer is than another.
- `pace` and `elapsed`: how fast a number moved in a year, and how fast it would have to.
- `shares`: parts that add up to a whole: shared contracts, heirs, segments of a baseline.
- `standing`: `Status` of a contract on its way, `Outcome` at its end.
- `quarters` and `plan`: quarters of a year, and what is worth saying about targets.
- `delivery`: `standing_on`, where a contract stands on a day.
- `consequence`: what is proposed after the end.
- `reminders`: which reminder of a due day stands for a day.
- `record` and `gaming`: what is known of a contract, and what about it is worth a second look.
"""
