"""Assessing (年中, 年末): what the departments check, how projects are scored, how units are ranked (section 7)."""
