"""Where everything that was saved lives: one encrypted file a desk, read and written through `Store`."""
