import django.contrib.postgres.fields
import django.db.models.deletion
import huiyin.ground.ids
from huiyin.ground.partitions import CreateMonthly, MakeMonths
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("files", "0001_initial"),
        ("people", "0001_initial"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupSettings",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=huiyin.ground.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("version", models.CharField(max_length=40, unique=True)),
                ("recall_minutes", models.PositiveIntegerField()),
                ("edit_minutes", models.PositiveIntegerField()),
                ("unanswered_minutes", models.PositiveIntegerField()),
                ("silent_days", models.PositiveIntegerField()),
                ("officer_silent_days", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="KindText",
            fields=[
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("resident", "网格服务群"),
                            ("micro", "微网格群"),
                            ("community_wide", "社区大群"),
                            ("dedicated", "专属网格群"),
                            ("liaison", "工作联络群"),
                            ("command", "指挥部群"),
                            ("task", "临时工作群"),
                            ("mediation_room", "调解室"),
                            ("private_talk", "私下沟通"),
                        ],
                        max_length=20,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("purpose", models.CharField(blank=True, max_length=500)),
                ("rules_text", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=huiyin.ground.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.CharField(max_length=60, null=True, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("resident", "网格服务群"),
                            ("micro", "微网格群"),
                            ("community_wide", "社区大群"),
                            ("dedicated", "专属网格群"),
                            ("liaison", "工作联络群"),
                            ("command", "指挥部群"),
                            ("task", "临时工作群"),
                            ("mediation_room", "调解室"),
                            ("private_talk", "私下沟通"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("purpose", models.CharField(blank=True, max_length=500)),
                ("rules_text", models.TextField(blank=True)),
                ("last_seq", models.BigIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
                ("join_code", models.CharField(max_length=16, null=True, unique=True)),
                ("opened_at", models.DateTimeField()),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="territory.node",
                    ),
                ),
                (
                    "owner_post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_groups",
                        to="people.post",
                    ),
                ),
                (
                    "talk_person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="private_talks",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseCard",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=huiyin.ground.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("message_id", models.BigIntegerField()),
                ("words_id", models.BigIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="cases.case",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.group",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=huiyin.ground.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=60)),
                ("read_seq", models.BigIntegerField(default=0)),
                ("joined_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                ("is_removed", models.BooleanField(default=False)),
                ("muted_until", models.DateTimeField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="groups.group",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.household",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.person",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.post",
                    ),
                ),
            ],
        ),
        CreateMonthly(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=huiyin.ground.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("seq", models.BigIntegerField()),
                ("author_label", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "文字"),
                            ("picture", "图片"),
                            ("voice", "语音"),
                            ("video", "视频"),
                            ("card", "事项"),
                            ("notice", "提示"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("reply_to_id", models.BigIntegerField(null=True)),
                (
                    "mentions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "message_class",
                    models.CharField(
                        choices=[
                            ("unanswered", "待回音"),
                            ("small_talk", "闲聊"),
                            ("answered_here", "已在群里答复"),
                            ("case", "已成件"),
                            ("off_topic", "与本群无关"),
                        ],
                        max_length=16,
                        null=True,
                    ),
                ),
                ("classed_by_id", models.BigIntegerField(null=True)),
                ("classed_at", models.DateTimeField(null=True)),
                ("client_key", models.UUIDField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(null=True)),
                ("recalled_at", models.DateTimeField(null=True)),
                ("data", models.JSONField(default=dict)),
                (
                    "author_person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "author_post",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.post",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="groups.group",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MessageCase",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=huiyin.ground.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("message_id", models.BigIntegerField(db_index=True)),
                ("seq", models.BigIntegerField()),
                ("author_person_id", models.BigIntegerField(null=True)),
                ("author_label", models.CharField(max_length=120)),
                ("text", models.TextField(blank=True)),
                ("said_at", models.DateTimeField()),
                ("linked_at", models.DateTimeField()),
                ("linked_by_id", models.BigIntegerField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="words",
                        to="cases.case",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.group",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MessageRevision",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=huiyin.ground.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("message_id", models.BigIntegerField(db_index=True)),
                ("seq", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("edited", "已修改"),
                            ("recalled", "已撤回"),
                            ("removed", "已由网格员撤下"),
                            ("moved_aside", "已转为私下沟通"),
                        ],
                        max_length=16,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("by_person_id", models.BigIntegerField()),
                ("by_post_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.group",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(
                fields=("talk_person", "owner_post"), name="group_one_talk"
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "private_talk"), ("talk_person__isnull", False)),
                    models.Q(
                        models.Q(("kind", "private_talk"), _negated=True), ("talk_person", None)
                    ),
                    _connector="OR",
                ),
                name="group_talk_has_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_seq__gte", 0)), name="group_last_seq"
            ),
        ),
        migrations.AddConstraint(
            model_name="casecard",
            constraint=models.UniqueConstraint(fields=("case", "group"), name="card_once_a_group"),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(
                condition=models.Q(("left_at", None)), fields=["person"], name="member_of_person"
            ),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(
                condition=models.Q(("left_at", None)), fields=["post"], name="member_of_post"
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person", None), ("post__isnull", False)),
                    models.Q(("person__isnull", False), ("post", None)),
                    _connector="OR",
                ),
                name="member_person_or_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("household", None), ("person__isnull", False), _connector="OR"),
                name="member_household",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at", None)),
                fields=("group", "person"),
                name="member_person_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at", None)),
                fields=("group", "post"),
                name="member_post_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_removed", False), ("left_at__isnull", False), _connector="OR"
                ),
                name="member_removed_left",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("read_seq__gte", 0)), name="member_read_seq"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["group", "seq"], name="message_seq"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["group", "client_key"], name="message_key"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("message_class", "unanswered"), ("recalled_at", None)),
                fields=["group", "at"],
                name="message_unanswered",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("file__isnull", False)), fields=["file"], name="message_file"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["group", "at"], name="message_at"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("seq__gte", 1)), name="message_seq_from_1"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("author_person__isnull", False),
                        ("author_post", None),
                        models.Q(
                            ("message_class__isnull", False),
                            ("recalled_at__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        models.Q(
                            ("author_post__isnull", False), ("author_person", None), _connector="OR"
                        ),
                        ("message_class", None),
                    ),
                    _connector="OR",
                ),
                name="message_residents_are_classed",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recalled_at", None),
                    ("message_class", None),
                    models.Q(("message_class", "unanswered"), _negated=True),
                    _connector="OR",
                ),
                name="message_recalled_waits_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("classed_at", None), ("classed_by_id", None)),
                    models.Q(("classed_at__isnull", False), ("classed_by_id__isnull", False)),
                    _connector="OR",
                ),
                name="message_classed_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("message_class", "unanswered"), _negated=True),
                    ("classed_at", None),
                    _connector="OR",
                ),
                name="message_unanswered_by_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("text", ""), _negated=True),
                    ("file__isnull", False),
                    ("recalled_at__isnull", False),
                    _connector="OR",
                ),
                name="message_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recalled_at", None), models.Q(("file", None), ("text", "")), _connector="OR"
                ),
                name="message_recalled_is_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="messagecase",
            constraint=models.UniqueConstraint(
                fields=("case", "message_id"), name="message_case_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="messagerevision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "removed"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="revision_removed_has_reason",
            ),
        ),
        MakeMonths("groups_message"),
    ]
