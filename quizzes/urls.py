from django.urls import path

from quizzes.views import shelving, study, transfer

app_name = "quizzes"
urlpatterns = [
    path("recall/", study.study, name="study"),
    path("recall/answer/", study.answer_card, name="answer_card"),
    path("recall/rate/", study.rate_card, name="rate_card"),
    path("recall/hint/", study.take_hint, name="take_hint"),
    path("recall/undo/", study.undo, name="undo"),
    path("recall/skip/", shelving.skip_card, name="skip_card"),
    path("recall/suspend/", shelving.suspend_card, name="suspend_card"),
    path("recall/suspended/", shelving.list_suspended, name="list_suspended"),
    path("recall/resume/", shelving.resume_card, name="resume_card"),
    path("recall/report/", shelving.report_question, name="report_question"),
    path("recall/summary/", study.show_summary, name="show_summary"),
    path("recall/self-test/", study.self_test, name="self_test"),
    path("recall/transfer/", transfer.show_transfer, name="show_transfer"),
    path("recall/transfer/<slug:name>/", transfer.download, name="export_cards"),
    path("recall/mastery/<path:slug>/", study.show_mastery, name="show_mastery"),
]
