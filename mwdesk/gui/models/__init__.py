"""Qt models: what the lists show."""
