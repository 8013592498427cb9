"""Pages, a module a purpose."""

from . import equipment, sources, stock, stocktakes, supply, transfers

app_name = "inventory"
urlpatterns = [
    *stock.urlpatterns,
    *transfers.urlpatterns,
    *stocktakes.urlpatterns,
    *equipment.urlpatterns,
    *sources.urlpatterns,
    *supply.urlpatterns,
]
