"""Pure decisions about stock, transfers, equipment and sources."""
