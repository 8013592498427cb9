"""The public FAQ: Chinese at the root, English below en/."""

from django.urls import path

from .views import public

app_name = "faq"
_EN = {"language": "en"}
urlpatterns = [
    path("", public.index, name="index"),
    path("priority/", public.priority, name="priority"),
    path("en/", public.index, _EN, name="index_en"),
    path("en/priority/", public.priority, _EN, name="priority_en"),
    path("en/<slug:slug>/", public.entry, _EN, name="entry_en"),
    path("<slug:slug>/", public.entry, name="entry"),
]
