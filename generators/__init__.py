"""What goes out: forms, reports, the roll-up, the papers, and the one place that writes them to disk."""
