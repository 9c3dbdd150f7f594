"""From a published paper to a breakdown: what the paper says, what is read out of it, the tables that a person checks."""
