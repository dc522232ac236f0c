"""The digest: what happened in a day or a week, as Markdown and as a page."""
