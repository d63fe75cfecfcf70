"""The gateway's wire protocol as values: bytes in, bytes out, no socket, no clock, no logging."""
