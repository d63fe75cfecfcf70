"""Delegates: how rows and bubbles are painted."""
