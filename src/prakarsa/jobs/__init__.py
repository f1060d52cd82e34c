"""Long work: jobs with progress, cancel, retry and take-over by the next worker."""
