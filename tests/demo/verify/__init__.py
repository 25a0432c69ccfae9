"""Looks again at what a demo left: as a stranger who found the disks, and as each desk with its own passphrase."""
