"""Image in, words and searchable PDF/A out.

Knows pages, words and boxes; knows nothing of batches, records, certificates or archives.
"""
