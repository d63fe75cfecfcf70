"""Dialogs; they are opened, never executed: a nested loop would kill a running task."""
