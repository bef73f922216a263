"""Changes after registration: corrections of our reading, and changes in law, which never mix."""
