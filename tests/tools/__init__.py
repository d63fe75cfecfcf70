"""Checks that are no tests: each is a module with a ``main``, run by ``python -m``."""
