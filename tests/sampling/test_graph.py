"""What of a sample stays when something was built on it, from plain edges."""

from resources.sampling.graph import Edge, kept

SITE, TERMINAL, PART, PERSON, GROUP, POST = (
    ("site", 1),
    ("terminal", 1),
    ("part", 1),
    ("person", 1),
    ("membership", 1),
    ("post", 1),
)
EDGES = [
    Edge(TERMINAL, SITE, owned=False),
    Edge(PART, TERMINAL, owned=True),
    Edge(GROUP, PERSON, owned=True),
    Edge(POST, PERSON, owned=False),
]


def test_nothing_stays_where_nothing_was_built():
    assert kept(EDGES, [], {"person"}) == set()


def test_a_row_keeps_what_it_needs_and_what_belongs_to_it():
    assert kept(EDGES, [TERMINAL], {"person"}) == {TERMINAL, SITE, PART}


def test_a_person_keeps_their_own_but_not_the_posts_that_name_them():
    assert kept(EDGES, [PERSON], {"person"}) == {PERSON, GROUP}


def test_a_site_keeps_its_terminals():
    assert kept(EDGES, [SITE], set()) == {SITE, TERMINAL, PART}
