"""Widgets of the main window, and the fields its dialogs are made of."""
