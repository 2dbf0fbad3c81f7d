"""A site with the demo pack and any number of cases, and those who look at them."""

import os
from datetime import datetime

from bench.harness.machine import ROOT
from bench.load import cases
from huiyin.ground.packs.actions import load_pack
from huiyin.people.models import Account, Incumbency, Post


def filled(*, count: int, open_share: float, now: datetime) -> None:
    """Django is set up on a migrated, empty database. The arguments are those of `cases.fill`."""
    report = load_pack(ROOT / "packs" / "demo", dry_run=False, now=now)
    if not report.is_good:
        raise RuntimeError("\n".join(map(str, report.errors)))
    cases.fill(os.environ["DATABASE_URL"], count=count, open_share=open_share, now=now)


def account_of(role: str) -> tuple[Account, str]:
    """An account of somebody who holds a post of this role over many cases, and the path of the post's place."""
    posts = Post.objects.filter(role=role).order_by("-key" if role == "county_command" else "key")
    post = posts.filter(key__startswith="post_county" if role == "county_command" else "bench")[0]
    holder = Incumbency.objects.filter(post=post).order_by("id")[0]
    name = f"bench-{role}"
    account, _ = Account.objects.get_or_create(
        person_id=holder.person_id, defaults={"username": name}
    )
    return account, post.node.path


def resident(person_id: int) -> Account:
    return Account.objects.get_or_create(
        person_id=person_id, defaults={"username": "bench-resident"}
    )[0]
