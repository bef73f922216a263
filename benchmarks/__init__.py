"""Ratios against peers on the same pages in the same run. Measures from outside; imports none of the packages."""
