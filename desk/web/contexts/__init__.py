"""What each page may show: one frozen dataclass per template, and nothing else reaches it."""
