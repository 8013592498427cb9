from django.apps import AppConfig


class LibConfig(AppConfig):
    name = "emergency_ops.lib"
    label = "lib"
