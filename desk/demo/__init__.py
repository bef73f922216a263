"""The demonstration: the whole way on invented papers, with an actor that is plainly no person."""
