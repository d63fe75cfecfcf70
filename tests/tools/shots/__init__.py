"""Pictures of the real console on the built-in simulator, in every theme and language, at 100 and 200 %."""
