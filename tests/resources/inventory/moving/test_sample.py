"""The sample's transfers and stocktake."""

from emergency_ops.lib.roles import Role
from resources.inventory import sample
from resources.inventory.models import Stocktake, Transfer
from resources.network import sample as network
from tests.conftest import NOON


def test_one_of_each_and_no_second_the_next_time(make_person):
    network.load(NOON)
    make_person("cangku", Role.STOREKEEPER, name="赵立新")
    for _again in range(2):
        sample.load(NOON)
    assert sorted(Transfer.objects.values_list("state", flat=True)) == ["draft", "received", "sent"]
    assert sum(line.variance for line in Stocktake.objects.get(state="counted").lines.all()) == -1
