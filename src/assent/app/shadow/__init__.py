"""Shadow mode: switched on and off, told of, and held against what people did."""
