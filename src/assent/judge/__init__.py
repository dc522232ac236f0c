"""A second opinion where no rule speaks; it never overrules one."""
