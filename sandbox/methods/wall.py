"""wall.*: a community's token writes comments and reads nothing; other tokens read, an administrator's also writes."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.errors import Refused, VkError
from sandbox.methods.sending import named_attachments
from sandbox.model import Json, User
from sandbox.params import Params
from sandbox.shapes import group_shape, user_shape
from sandbox.state import State
from sandbox.wall import Comment

MAX_COMMENT = 16_384
MAX_POSTS = 100
SORTS = ("asc", "desc", "smart")
NO_LIKES: Json = {"can_like": 1, "count": 0, "user_likes": 0}


def create_comment(state: State, p: Params) -> Json:
    """wall.createComment by the community; the same `guid` makes no second comment within an hour."""
    return _create(state, p, -state.group_id)


def create_comment_by_user(state: State, p: Params) -> Json:
    """wall.createComment by the community's administrator: as themselves, or, with `from_group`, as the community."""
    return _create(state, p, -state.group_id if p.integer("from_group") else administrator(state).id)


def _create(state: State, p: Params, author_id: int) -> Json:
    _own_wall(state, p)
    if p.integer_or("from_group", 0) not in (0, state.group_id):
        raise VkError(100, "from_group is invalid")
    guid = p.text("guid")
    known = state.wall.made_with(guid) if guid else None
    if known is not None:
        return _created(known)
    text, attachments = content(state, p)
    post_id = p.required_integer("post_id", 1)
    if post_id not in state.wall.posts:
        raise VkError(100, "post_id is invalid")
    if state.wall.posts[post_id].closed:
        raise VkError(213)
    try:
        comment = state.wall.comment(author_id, post_id, text, p.integer("reply_to_comment"), attachments)
    except Refused:
        raise VkError(100, "reply_to_comment is invalid") from None
    if guid:
        state.wall.remember(guid, comment)
    return _created(comment)


def get(state: State, p: Params) -> Json:
    """wall.get: newest first."""
    _own_wall(state, p)
    offset, count = p.integer_or("offset", 0, 0), p.integer_or("count", 20, 0, MAX_POSTS)
    posts = list(reversed(state.wall.posts.values()))
    items = [state.wall.post_shape(post) for post in posts[offset : offset + count]]
    return {"count": len(posts), "items": items, **extended(state, p, (-state.group_id for _ in items))}


def get_by_id(state: State, p: Params) -> Json:
    """wall.getById: what isn't there is left out."""
    p.required_text("posts")
    found = []
    for name in p.strings("posts", MAX_POSTS):
        owner, _, post_id = name.partition("_")
        post = state.wall.posts.get(int(post_id)) if post_id.isdecimal() else None
        if post is not None and owner == str(-state.group_id):
            found.append(post)
    items = [state.wall.post_shape(post) for post in found]
    return {"items": items, **extended(state, p, (-state.group_id for _ in items))}


def get_comments(state: State, p: Params) -> Json:
    """wall.getComments: comments of a post, or, with `comment_id`, the replies in its thread.

    A deleted comment is still there while replies to it are.
    """
    _own_wall(state, p)
    wall, head = state.wall, p.integer("comment_id", None, 1)
    parent = wall.comments.get(head) if head is not None else None
    post = wall.posts.get(parent.post_id if parent else p.integer_or("post_id", 0, 0))
    if post is None or (head is not None and parent is None):
        raise VkError(15, "post was not found check post_id param")
    level = wall.thread_of(parent.id) if parent else [one for one in _heads(state) if one.post_id == post.id]
    if p.choice("sort", "asc", SORTS) == "desc":
        level.reverse()
    shown, real_offset = page(p, [one.id for one in level], default_count=10)
    threads = p.integer_or("thread_items_count", 0, 0, 10)
    items = [_item(state, p, level[index], threads) for index in shown]
    authors = [one.from_id for index in shown for one in (level[index], *wall.thread_of(level[index].id)[:threads])]
    answer = {
        "count": len(level) if parent else len(wall.comments_of(post.id)),
        "items": items,
        "current_level_count": len(level),
        **_may(post.closed),
        **extended(state, p, authors),
    }
    return answer | ({"real_offset": real_offset} if p.has("start_comment_id") else {})


def get_comment(state: State, p: Params) -> Json:
    """wall.getComment."""
    _own_wall(state, p)
    comment = _comment(state, p, 212)
    closed = state.wall.posts[comment.post_id].closed
    return {"items": [_item(state, p, comment, 0)], **_may(closed), **extended(state, p, [comment.from_id])}


def delete_comment(state: State, p: Params) -> int:
    """wall.deleteComment by the community's administrator."""
    _own_wall(state, p)
    state.wall.delete_comment(administrator(state).id, _comment(state, p, 211).id)
    return 1


def administrator(state: State) -> User:
    """Whose token a user's token is; error 15 when the community has no administrator."""
    for user in state.managers():
        if user.role in {"administrator", "creator"}:
            return user
    raise VkError(15, "the user is no administrator of the community")


def content(state: State, p: Params) -> tuple[str, list[Json]]:
    """Text and attachments of a comment; error 100 when there is neither."""
    text = p.text("message", max_length=MAX_COMMENT)
    attachments = named_attachments(state, p, "attachments")
    if sticker_id := p.integer("sticker_id", minimum=0):
        attachments.append(state.media.sticker(sticker_id))
    if not text.strip() and not attachments:
        raise VkError(100, "message is empty")
    return text, attachments


def page(p: Params, ids: list[int], default_count: int) -> tuple[range, int]:
    """Which places of a list are asked for, by `start_comment_id`, `offset` and `count`, and where they begin."""
    start = p.integer("start_comment_id", None, 0)
    first = 0
    if start:
        if start not in ids:
            return range(0), 0
        first = ids.index(start)
    first = max(0, first + p.integer_or("offset", 0, None if start else 0))
    return range(first, min(len(ids), first + p.integer_or("count", default_count, 0, 100))), first


def extended(state: State, p: Params, author_ids: Iterable[int]) -> Json:
    """With `extended`: who wrote it, people and the community apart."""
    if not p.flag("extended"):
        return {}
    fields, ids = p.fields(), dict.fromkeys(author_ids)
    people = [user_shape(state.users[one], fields) for one in ids if one in state.users]
    return {"profiles": people, "groups": [group_shape(state.community, fields)] if any(i < 0 for i in ids) else []}


def likes(p: Params) -> Json:
    """With `need_likes`: nobody has liked it."""
    return {"likes": NO_LIKES} if p.flag("need_likes") else {}


def _heads(state: State) -> list[Comment]:
    wall = state.wall
    return [
        one for one in wall.comments.values() if not one.parents_stack and (not one.deleted or wall.thread_of(one.id))
    ]


def _item(state: State, p: Params, comment: Comment, threads: int) -> Json:
    shape = state.wall.comment_shape(comment)
    if not comment.deleted:
        shape |= likes(p)
    if comment.parents_stack:
        return shape
    replies = state.wall.thread_of(comment.id)
    items = [{**state.wall.comment_shape(one), **likes(p)} for one in replies[:threads]]
    return {
        **shape,
        "thread": {"count": len(replies), "items": items, **_may(state.wall.posts[comment.post_id].closed)},
    }


def _may(closed: bool) -> Json:
    return {"can_post": not closed, "show_reply_button": not closed, "groups_can_post": not closed}


def _comment(state: State, p: Params, code: int) -> Comment:
    comment = state.wall.comments.get(p.required_integer("comment_id", 0))
    if comment is None or comment.deleted:
        raise VkError(code)
    return comment


def _own_wall(state: State, p: Params) -> None:
    if p.required_integer("owner_id") != -state.group_id:
        raise VkError(15, "not the community's wall")


def _created(comment: Comment) -> Json:
    return {"comment_id": comment.id, "parents_stack": comment.parents_stack}
