"""What the notice says, part by part: words for its template, each figure with the cells that it comes from."""
