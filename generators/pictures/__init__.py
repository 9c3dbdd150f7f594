"""Pictures that a template of the notice can place: the ranking of the units and how far the indicators have come."""
