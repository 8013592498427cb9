"""Tables that people send as CSV or XLSX: reading them, checking cells, and files to fill in and to correct."""
