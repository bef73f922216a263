"""Official documents as public bodies publish them and as scanners bring them home: heads of many bodies, numbers set
in later, red seals over names. It knows no label and no rule of the reader, shares nothing with samples/."""
