"""The first bytes by which kinds of files are told apart, where more than one reader asks."""

ZIP_MARK = b"PK\x03\x04"
# Office files of before 2007, and encrypted ones of today.
OLE_MARK = b"\xd0\xcf\x11\xe0"
WORKBOOK_MARKS = (ZIP_MARK, OLE_MARK)
