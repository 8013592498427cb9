from django.db import migrations
from django.utils import timezone

WORDS = ("question", "question_en", "answer", "answer_en", "note", "note_en", "category", "keywords", "rank")


def adopt(apps, schema_editor):
    """Answers that agents have already become first versions in force, for agents alone: they were not written for the public."""
    Entry, Item, Version, Event = (
        apps.get_model("incidents", "FaqEntry"), apps.get_model("notices", "FaqItem"),
        apps.get_model("notices", "FaqVersion"), apps.get_model("notices", "FaqEvent"),
    )
    now = timezone.now()
    for entry in Entry.objects.filter(item=None).order_by("pk"):
        item = Item.objects.create(slug=f"answer-{entry.pk}", entry=entry, state="published", published_at=now)
        words = {name: getattr(entry, name) for name in WORDS}
        audience = "agents" if entry.is_active else "nobody"
        version = Version.objects.create(
            item=item, number=1, **words, topic=entry.topic or "other", audience=audience, saved_at=now
        )
        Item.objects.filter(pk=item.pk).update(current=version, in_force=version)
        Event.objects.create(item=item, version=version, kind="published", at=now)


class Migration(migrations.Migration):
    dependencies = [("notices", "0017_faq_texts_are_immutable"), ("incidents", "0035_answers_have_notes")]
    operations = [migrations.RunPython(adopt, migrations.RunPython.noop)]
