"""Pages; hung into those of monitoring."""

from django.urls import path

from . import views

urlpatterns = [
    path("external/", views.alerts, name="external_alerts"),
    path("external/<int:pk>/", views.alert, name="external_alert"),
    path("external/<int:pk>/resolve/", views.resolve, name="external_resolve"),
    path("external/sources/", views.sources, name="external_sources"),
    path("external/sources/<int:pk>/labels/", views.labels, name="external_labels"),
    path("external/sources/<int:pk>/revoke/", views.revoke, name="external_revoke"),
    path("external/rules/<int:pk>/remove/", views.remove_rule, name="external_remove_rule"),
    path("external/zabbix-media-type/", views.zabbix_media_type, name="external_zabbix"),
]
