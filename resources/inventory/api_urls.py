"""The addresses of the API."""

from rest_framework.routers import SimpleRouter

from .api.equipment import CustodyViewSet, EquipmentViewSet, VersionViewSet
from .api.needs import NeedViewSet
from .api.stocktakes import StocktakeViewSet
from .api.transfers import TransferViewSet

router = SimpleRouter()
router.register("needs", NeedViewSet, basename="api-need")
router.register("transfers", TransferViewSet, basename="api-transfer")
router.register("stocktakes", StocktakeViewSet, basename="api-stocktake")
router.register("equipment", EquipmentViewSet, basename="api-equipment")
router.register("custody-entries", CustodyViewSet, basename="api-custody")
router.register("equipment-list-versions", VersionViewSet, basename="api-equipment-list")
urlpatterns = router.urls
