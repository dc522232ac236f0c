"""The record in forms that other programs read: one file per form."""
