"""The use cases, on the background loop: sign in, poll, send, match reports, change the password."""
