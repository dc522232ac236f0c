"""From answers to candidate rules with evidence."""
