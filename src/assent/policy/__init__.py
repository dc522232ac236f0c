"""Policy text to rules and back, checked by examples."""
