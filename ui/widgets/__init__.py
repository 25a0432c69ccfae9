"""Small parts that every screen is made of. None of them knows a screen, the store or the network."""
