"""One module for each screen. Screens do not know each other: they say where they want to go, and the window goes."""
