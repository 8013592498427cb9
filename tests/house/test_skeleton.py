def test_a_person_sees_the_regions_assigned(manager):
    assert list(manager.regions.values_list("code", flat=True)) == ["310000"]
