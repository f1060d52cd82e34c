"""The example region and the published innovations of East Java."""
