"""The benchmark: the product beside what an office's programmer would write, and beside the floor, as ratios."""
