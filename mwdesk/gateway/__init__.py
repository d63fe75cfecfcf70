"""The async client of the gateway: one connection, one request at a time."""
