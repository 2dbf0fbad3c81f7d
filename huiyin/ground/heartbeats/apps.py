from django.apps import AppConfig


class HeartbeatsConfig(AppConfig):
    name = "huiyin.ground.heartbeats"
    label = "heartbeats"
