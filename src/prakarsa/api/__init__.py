"""The interface for programs, `/api/v1/`: the same reads and acts as the pages, as JSON."""
