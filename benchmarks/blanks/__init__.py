"""Certificates printed onto blanks: a form of the Ministry printed first, its values by an office in a second pass.

It was written from knowledge of the blanks in use, before its writer read the extractor or the labels of the record
types. People, pens, seals and scanners are those of the third hand and the published documents; all are invented.
"""
