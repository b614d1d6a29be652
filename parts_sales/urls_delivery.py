from django.urls import path

from parts_sales.views import dispatch, notes, returns

urlpatterns = [
    path("notes/", notes.note_list, name="note_list"),
    path("notes/<int:note_id>/", notes.note_detail, name="note_detail"),
    path("notes/<int:note_id>/step/<slug:code>/", notes.note_step, name="note_step"),
    path("notes/<int:note_id>/goods/", notes.note_goods, name="note_goods"),
    path("notes/<int:note_id>/ship/", dispatch.note_ship, name="note_ship"),
    path("notes/<int:note_id>/arrive/", dispatch.note_arrive, name="note_arrive"),
    path("notes/<int:note_id>/follow-up/", dispatch.note_follow_up, name="note_follow_up"),
    path("notes/<int:note_id>/tell/", dispatch.note_tell, name="note_tell"),
    path("notes/<int:note_id>/cancel/", notes.note_cancel, name="note_cancel"),
    path("orders/<int:order_id>/notes/new/", notes.note_create, name="note_create"),
    path("orders/<int:order_id>/steps/", notes.order_steps, name="order_steps"),
    path("notes/<int:note_id>/returns/new/", returns.return_create, name="return_create"),
    path("returns/", returns.return_list, name="return_list"),
    path("returns/<int:return_id>/", returns.return_detail, name="return_detail"),
    path("returns/<int:return_id>/receive/", returns.return_receive, name="return_receive"),
    path("returns/<int:return_id>/inspect/", returns.return_inspect, name="return_inspect"),
    path("returns/<int:return_id>/credit/", returns.return_credit, name="return_credit"),
    path("returns/<int:return_id>/replace/", returns.return_replace, name="return_replace"),
    path("returns/<int:return_id>/refuse/", returns.return_refuse, name="return_refuse"),
    path("returns/<int:return_id>/cancel/", returns.return_cancel, name="return_cancel"),
]
