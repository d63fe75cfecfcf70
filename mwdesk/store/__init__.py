"""The local database: every message, conversation and report this desk has seen."""
