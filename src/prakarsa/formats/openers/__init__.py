"""One module per kind of file, each opening it for real; they run only in the limited child."""
