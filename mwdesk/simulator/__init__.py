"""A gateway on loopback for demo, training and tests; it never reaches a network."""
