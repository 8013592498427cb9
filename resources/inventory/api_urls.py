"""The addresses of the API."""

from rest_framework.routers import SimpleRouter

from .api.catalogue import DepotViewSet, PartViewSet
from .api.deliveries import DeliveryViewSet
from .api.equipment import CustodyViewSet, EquipmentViewSet
from .api.equipment_lists import VersionViewSet
from .api.needs import NeedViewSet
from .api.reservations import ReservationViewSet
from .api.stock import LevelViewSet, MovementViewSet
from .api.stocktakes import StocktakeViewSet
from .api.supply import SupplyViewSet
from .api.transfers import TransferViewSet

router = SimpleRouter()
router.register("depots", DepotViewSet, basename="api-depot")
router.register("parts", PartViewSet, basename="api-part")
router.register("stock-levels", LevelViewSet, basename="api-stock-level")
router.register("stock-movements", MovementViewSet, basename="api-stock-movement")
router.register("reservations", ReservationViewSet, basename="api-reservation")
router.register("deliveries", DeliveryViewSet, basename="api-delivery")
router.register("needs", NeedViewSet, basename="api-need")
router.register("supply-requests", SupplyViewSet, basename="api-supply")
router.register("transfers", TransferViewSet, basename="api-transfer")
router.register("stocktakes", StocktakeViewSet, basename="api-stocktake")
router.register("equipment", EquipmentViewSet, basename="api-equipment")
router.register("custody-entries", CustodyViewSet, basename="api-custody")
router.register("equipment-list-versions", VersionViewSet, basename="api-equipment-list")
urlpatterns = router.urls
