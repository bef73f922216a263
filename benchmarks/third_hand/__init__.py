"""Pages of a third hand: forms and letters set as HTML, printed by a browser and spoilt as scanners spoil them.

It was written from knowledge of the forms in use, before its writer read the extractor, the labels of the record types
or the other two generators, and shares nothing with them. All people, numbers and seals are invented.
"""
