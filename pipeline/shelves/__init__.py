"""The paper on its shelves: what is planned to be scanned, how far it is, and whether it went back."""
