"""The words and the verdict: calls, effects, rules, decisions."""
