"""Trains the second network of second readings further, on lines that it draws itself. No part of the product."""
