from django.urls import path

from quizzes.views import study, transfer

app_name = "quizzes"
urlpatterns = [
    path("recall/", study.study, name="study"),
    path("recall/answer/", study.answer_card, name="answer_card"),
    path("recall/rate/", study.rate_card, name="rate_card"),
    path("recall/undo/", study.undo_answer, name="undo_answer"),
    path("recall/summary/", study.show_summary, name="show_summary"),
    path("recall/self-test/", study.self_test, name="self_test"),
    path("recall/transfer/", transfer.show_transfer, name="show_transfer"),
    path("recall/transfer/<slug:name>/", transfer.download, name="export_cards"),
    path("recall/mastery/<path:slug>/", study.show_mastery, name="show_mastery"),
]
