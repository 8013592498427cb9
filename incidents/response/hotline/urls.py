"""Pages; hung into those of incidents."""

from django.urls import path

from .views import calls, desk, texts

_OF = "<str:number>/substitutes/<int:substitute>/hotline"

urlpatterns = [
    path("hotline/scripts/", texts.scripts, name="scripts"),
    path("hotline/scripts/new/", texts.edit_script, name="script_create"),
    path("hotline/scripts/<int:pk>/", texts.script, name="script"),
    path("hotline/scripts/<int:pk>/edit/", texts.edit_script, name="script_edit"),
    path("<str:number>/hotlines/", desk.figures, name="hotline_figures"),
    path(f"{_OF}/", desk.desk, name="hotline_desk"),
    path(f"{_OF}/faq/", desk.faq, name="hotline_faq"),
    path(f"{_OF}/setup/", desk.set_up, name="hotline_setup"),
    path(f"{_OF}/calls/", calls.call_list, name="calls"),
    path(f"{_OF}/calls/log/", desk.log, name="call_log"),
    path(f"{_OF}/calls/<int:pk>/", calls.call, name="call"),
    path(f"{_OF}/calls/<int:pk>/fault-over/", calls.fault_over, name="call_fault_over"),
    path(f"{_OF}/call-backs/", calls.call_backs, name="call_backs"),
    path(f"{_OF}/call-backs/next/", calls.take_next, name="call_back_next"),
    path(f"{_OF}/call-backs/<int:pk>/take/", calls.take, name="call_back_take"),
    path(f"{_OF}/call-backs/<int:pk>/give-back/", calls.give_back, name="call_back_give_back"),
    path(f"{_OF}/call-backs/<int:pk>/tried/", calls.tried, name="call_back_tried"),
]
