"""How desks and the organisation's server bring records to each other: two ends, and the protocol they share."""
