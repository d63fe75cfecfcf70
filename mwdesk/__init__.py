"""MWDesk: answer customers by SMS through a Montnets enterprise gateway."""

__version__ = "0.1.0"
