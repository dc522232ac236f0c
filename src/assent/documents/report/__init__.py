"""The report: one page that says what rules there are, what they did, and where everything lies."""
