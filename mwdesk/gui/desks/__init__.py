"""The desks: each stands between the background and one part of the window."""
