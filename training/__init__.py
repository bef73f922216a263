"""Trains the network that reads further, on lines that it draws itself. No part of the product."""
