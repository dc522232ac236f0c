"""Everything kept on disk: paths, database, record, snapshot."""
