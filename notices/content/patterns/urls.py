"""Pages."""

from django.urls import path

from . import views

app_name = "notice_templates"
urlpatterns = [
    path("", views.templates, name="list"),
    path("new/", views.create, name="create"),
    path("new/preview/", views.preview, name="preview_new"),
    path("words/", views.words, name="words"),
    path("words/new/", views.edit_word, name="word_create"),
    path("words/<int:pk>/", views.edit_word, name="word"),
    path("words/<int:pk>/remove/", views.remove_word, name="word_remove"),
    path("<int:pk>/", views.template, name="template"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/preview/", views.preview, name="preview"),
    path("<int:pk>/diff/", views.diff, name="diff"),
    path("<int:pk>/restore/", views.restore, name="restore"),
    path("<int:pk>/active/", views.activate, name="activate"),
]
