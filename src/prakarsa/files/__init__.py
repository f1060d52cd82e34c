"""Files people bring and take: inspection, storage, tables, letters and resumable uploads."""
