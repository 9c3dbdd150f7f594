"""What comes in: opening files, telling whose they are, checking what they say."""
