"""What templates of patrols need."""

from django import template

from incidents.monitoring.patrols.batches import said

register = template.Library()
register.filter("said", said)
