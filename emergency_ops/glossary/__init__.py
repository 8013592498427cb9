"""The page of the glossary, and the glossary in the search over everything."""
