"""Models: what lists show, fetched page by page in the background."""
