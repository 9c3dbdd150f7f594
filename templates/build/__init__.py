"""What makes the office's Word templates: `python -m templates.build`."""
