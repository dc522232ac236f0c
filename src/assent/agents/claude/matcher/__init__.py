"""A model of the client's own permission matcher, for saying what it would answer alone."""
