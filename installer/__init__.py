"""Builds the Windows installer on Linux; see README.md."""
