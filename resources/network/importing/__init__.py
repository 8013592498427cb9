"""What is special about the import of sites and terminals: their columns, their cells, their way through the database."""
