"""Who may sit at the desk: accounts, roles by unit, sessions, tokens. Knows no web framework."""
