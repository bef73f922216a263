"""Stores behind the one promise of archive/store.py, a module for each."""
