"""Where a post is responsible, and what is wrong with what somebody entered. Pure."""

from collections.abc import Iterable

from resources.network.regions import parents
from resources.staff.choices import Area

COUNTRY = "000000"


def common_region(codes: Iterable[str]) -> str:
    """The innermost region that has them all; the country where nothing less does."""
    chains = [[code, *parents(code)] for code in codes]
    shared = set(chains[0]).intersection(*chains[1:]) if chains else set()
    return next((code for code in chains[0] if code in shared), COUNTRY) if chains else COUNTRY


def region_of(area: str, region_code: str, site_regions: Iterable[str]) -> str:
    """The region of a post: the country for the network, the common one for a set of sites."""
    if area == Area.NETWORK:
        return COUNTRY
    return common_region(site_regions) if area == Area.SITES else region_code
