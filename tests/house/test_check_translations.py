from babel.messages.catalog import Catalog

from emergency_ops.management.commands.check_translations import faults


def catalogue(*entries):
    made = Catalog(locale="en")
    for key, text in entries:
        made.add(key, text)
    return made


def test_a_translated_message_is_fine():
    assert list(faults(catalogue(("事件", "")), catalogue(("事件", "Incident")))) == []


def test_a_message_that_is_not_in_the_catalogue():
    assert list(faults(catalogue(("事件", "")), catalogue())) == ["missing: '事件'"]


def test_a_message_without_a_text():
    assert list(faults(catalogue(("事件", "")), catalogue(("事件", "")))) == ["empty: '事件'"]


def test_a_placeholder_that_was_lost():
    wanted, have = catalogue(("共 %(n)d 台", "")), catalogue(("共 %(n)d 台", "terminals"))
    assert list(faults(wanted, have)) == ["placeholders differ: '共 %(n)d 台'"]


def test_both_forms_of_a_plural_are_needed():
    wanted, have = catalogue((("%d 台", "%d 台"), "")), catalogue((("%d 台", "%d 台"), ("%d terminal", "")))
    assert list(faults(wanted, have)) == ["empty: ('%d 台', '%d 台')"]
