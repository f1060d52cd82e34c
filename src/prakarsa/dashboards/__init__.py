"""Home pages: read-only pages over the other packages."""
