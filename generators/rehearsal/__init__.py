"""The rehearsal: a whole synthetic month, and the results that must come out of it, by which a tool is proved."""
