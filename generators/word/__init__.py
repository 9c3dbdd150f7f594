"""Word papers: templates read, held against what they may use, and filled in. Nothing here knows what a paper says."""
