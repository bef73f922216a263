"""PDF in, signed PDF or verdict out. Knows nothing of records, batches or the archive."""
