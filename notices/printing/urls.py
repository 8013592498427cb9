"""Pages."""

from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("sheets/", views.notices, name="list"),
    path("<int:pk>/", views.preview, name="preview"),
    path("<int:pk>/reprint/", views.reprint, name="reprint"),
    path("incident/<str:number>/", views.incident, name="incident"),
    path("incident/<str:number>/panel/", views.panel, name="panel"),
    path("incident/<str:number>/issue/", views.issue, name="issue"),
    path("of-notice/<str:number>/", views.of_notice, name="of_notice"),
    path("of-notice/<str:number>/issue/", views.issue_of, name="issue_of"),
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/live/", views.document_live, name="document_live"),
    path("documents/<int:pk>/pdf/", views.pdf, name="pdf"),
    path("documents/<int:pk>/retry/", views.retry, name="retry"),
    path("documents/<int:pk>/<int:number>-<str:size>.png", views.page, name="page"),
]
