"""What assessing (年中, 年末) sends out: the workbooks that departments check, and the papers of what came of it."""
