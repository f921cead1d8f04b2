"""wall.* and board.*: a community's token writes comments and reads nothing."""

from __future__ import annotations

from typing import Any

from sandbox.errors import Refused, VkError
from sandbox.model import Json
from sandbox.params import Params
from sandbox.state import State
from sandbox.wall import Comment

MAX_COMMENT = 16_384


def create_comment(state: State, p: Params) -> Json:
    """wall.createComment by the community; the same `guid` makes no second comment."""
    _own_wall(state, p)
    if p.integer_or("from_group", 0) not in (0, state.group_id):
        raise VkError(100, "from_group is invalid")
    text = p.text("message", max_length=MAX_COMMENT)
    if not text.strip() and not p.has("attachments"):
        raise VkError(100, "message is empty")
    guid = p.text("guid")
    if guid and guid in state.wall.guids:
        return _created(state.wall.guids[guid])
    post_id = p.required_integer("post_id", 1)
    if post_id not in state.wall.posts:
        raise VkError(100, "post_id is invalid")
    if state.wall.posts[post_id].closed:
        raise VkError(213)
    try:
        comment = state.wall.comment(-state.group_id, post_id, text, p.integer("reply_to_comment"))
    except Refused:
        raise VkError(100, "reply_to_comment is invalid") from None
    if guid:
        state.wall.guids[guid] = comment
    return _created(comment)


def get(state: State, p: Params) -> Json:
    """wall.get: newest first."""
    _own_wall(state, p)
    offset, count = p.integer_or("offset", 0, 0), p.integer_or("count", 20, 0, 100)
    posts = list(reversed(state.wall.posts.values()))
    return {"count": len(posts), "items": [state.wall.post_shape(post) for post in posts[offset : offset + count]]}


def get_by_id(state: State, p: Params) -> Json:
    """wall.getById."""
    wanted = p.required_text("posts").split(",")
    found = [post for post in state.wall.posts.values() if f"{-state.group_id}_{post.id}" in wanted]
    return {"items": [state.wall.post_shape(post) for post in found]}


def get_comments(state: State, p: Params) -> Json:
    """wall.getComments: comments of a post, or, with `comment_id`, the replies in its thread."""
    _own_wall(state, p)
    post_id, head = p.integer_or("post_id", 0), p.integer("comment_id")
    if head is None and post_id not in state.wall.posts:
        raise VkError(100, "post_id is invalid")
    seen = [one for one in state.wall.comments.values() if not one.deleted]
    comments = [
        one
        for one in seen
        if (one.parents_stack == [head] if head else one.post_id == post_id and not one.parents_stack)
    ]
    if p.text("sort") == "desc":
        comments.reverse()
    if (start := p.integer("start_comment_id")) is not None:
        known = [index for index, one in enumerate(comments) if one.id == start]
        comments = comments[known[0] :] if known else []
    offset, count = p.integer_or("offset", 0), p.integer_or("count", 10, 0, 100)
    threads = p.integer_or("thread_items_count", 0, 0, 10)
    return {
        "count": len(state.wall.comments_of(post_id)) if head is None else len(comments),
        "current_level_count": len(comments),
        "can_post": True,
        "items": [_with_thread(state, one, threads) for one in comments[max(0, offset) : max(0, offset) + count]],
    }


def get_topics(state: State, p: Params) -> Json:
    """board.getTopics: `order` 1 is by the last update, newest first."""
    if p.required_integer("group_id", 1) != state.group_id:
        raise VkError(100, "group_id is invalid")
    topics = sorted(state.wall.topics.values(), key=lambda one: -one.updated)
    offset, count = p.integer_or("offset", 0, 0), p.integer_or("count", 40, 0, 100)
    items = [
        {
            "id": topic.id,
            "title": topic.title,
            "created": topic.created,
            "created_by": -state.group_id,
            "updated": topic.updated,
            "comments": len(state.wall.posts_in_topic(topic.id)),
            "is_closed": 0,
            "is_fixed": 0,
        }
        for topic in topics[offset : offset + count]
    ]
    return {"count": len(topics), "items": items, "default_order": 1, "can_add_topics": 0}


def get_topic_comments(state: State, p: Params) -> Json:
    """board.getComments."""
    if p.required_integer("group_id", 1) != state.group_id:
        raise VkError(100, "group_id is invalid")
    if (topic_id := p.required_integer("topic_id", 1)) not in state.wall.topics:
        raise VkError(100, "topic_id is invalid")
    posts = state.wall.posts_in_topic(topic_id)
    if p.text("sort") == "desc":
        posts.reverse()
    offset, count = p.integer_or("offset", 0, 0), p.integer_or("count", 20, 0, 100)
    return {"count": len(posts), "items": [state.wall.topic_post_shape(one) for one in posts[offset : offset + count]]}


def _with_thread(state: State, comment: Comment, limit: int) -> Json:
    shape = state.wall.comment_shape(comment)
    if comment.parents_stack:
        return shape
    replies = [one for one in state.wall.comments_of(comment.post_id) if one.parents_stack == [comment.id]]
    thread: dict[str, Any] = {
        "count": len(replies),
        "items": [state.wall.comment_shape(one) for one in replies[:limit]],
        "can_post": True,
    }
    return {**shape, "thread": thread}


def _own_wall(state: State, p: Params) -> None:
    if p.required_integer("owner_id") != -state.group_id:
        raise VkError(15, "not the community's wall")


def _created(comment: Comment) -> Json:
    return {"comment_id": comment.id, "parents_stack": comment.parents_stack}
