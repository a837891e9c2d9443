"""The web: settings, the desk for staff."""
