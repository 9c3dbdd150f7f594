"""From a published paper to a breakdown: what it says, what is read out of it, the tables to be checked."""
