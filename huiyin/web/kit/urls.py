"""Addresses that belong to no surface."""

from django.urls import path

from huiyin.web.kit.views import (
    account,
    demo,
    factors,
    files,
    guide,
    live,
    looking,
    phone,
    places,
    posts,
    second,
    sign_in,
)

app_name = "kit"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/phone/", phone.ask, name="phone"),
    path("sign-in/phone/code/", phone.code, name="phone_code"),
    path("sign-in/phone/who/", phone.family, name="phone_family"),
    path("sign-in/second/", second.second, name="second"),
    path("sign-in/password/", account.door_password, name="door_password"),
    path("sign-in/enrol/", factors.door_enrol, name="door_enrol"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("passkey/", second.passkey, name="passkey"),
    path("passkey/options/", second.passkey_options, name="passkey_options"),
    path("account/", account.account, name="account"),
    path("account/history/", account.history, name="history"),
    path("account/confirm/", second.confirm, name="confirm"),
    path("account/password/", account.password, name="password"),
    path("account/everywhere/", account.everywhere, name="everywhere"),
    path("account/not-me/", account.not_me, name="not_me"),
    path("account/second/", factors.enrol, name="enrol"),
    path("account/second/app/remove/", factors.remove_totp, name="remove_totp"),
    path("account/second/<int:passkey_id>/remove/", factors.remove_passkey, name="remove_passkey"),
    path("account/recovery-codes/", factors.recovery_codes, name="recovery_codes"),
    path("account/recovery-codes/new/", factors.new_codes, name="new_codes"),
    path("account/recovery-codes.txt", factors.recovery_codes_file, name="recovery_codes_file"),
    path("preferences/", sign_in.preferences, name="preferences"),
    path("demo/", demo.demo, name="demo"),
    path("phone/<int:case_id>/<int:party_id>/", looking.phone, name="number"),
    path("original/<int:original_id>/", looking.original, name="original"),
    path("files/<int:file_id>", files.file, name="file"),
    path("live/ticket", live.ticket, name="live_ticket"),
    path("places/", places.places, name="places"),
    path("posts/seen/", posts.slips_seen, name="slips_seen"),
    path("posts/hat/", posts.hat, name="hat"),
    path("kit/", guide.guide, name="guide"),
]
