"""The writers of stock, transfers, stocktakes and equipment."""
