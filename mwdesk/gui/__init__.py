"""The window: widgets, delegates, models and what they share."""
