"""Everything of Qt: windows, widgets, screens, and the one door to the background. Nobody imports this package."""
