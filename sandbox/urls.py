from django.urls import path

from sandbox import views

app_name = "sandbox"
urlpatterns = [
    path("sandbox/", views.open_sandbox, name="open_sandbox"),
    path("sandbox/former/", views.bring_back, name="bring_back"),
    path("sandbox/new/", views.start_over, name="start_over"),
    path("sandbox/compare/", views.compare_policies, name="compare_policies"),
    path("prove/terms/<path:name>/", views.show_term, name="show_term"),
]
