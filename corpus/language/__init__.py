"""Dutch and English words: one analysis for tagging, index and query alike."""
