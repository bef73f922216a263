"""The rights of the people who stand in the records: what is held of them, who saw it, what they ask for."""
