"""Data sets: read, fetched with checksum, split and cleaned of test twins."""
