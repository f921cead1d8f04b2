"""VK's methods that the sandbox knows: name → what carries it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.methods import board, events, groups, history, lead_forms, sending, uploads, users, wall
from sandbox.params import Params
from sandbox.state import State

Method = Callable[[State, Params], Any]

METHODS: dict[str, Method] = {
    "messages.send": sending.send,
    "messages.edit": sending.edit,
    "messages.delete": sending.delete,
    "messages.sendMessageEventAnswer": events.send_message_event_answer,
    "messages.setActivity": events.set_activity,
    "messages.markAsRead": events.mark_as_read,
    "messages.markAsAnsweredConversation": events.mark_as_answered_conversation,
    "messages.markAsImportantConversation": events.mark_as_important_conversation,
    "messages.getConversations": history.get_conversations,
    "messages.getConversationsById": history.get_conversations_by_id,
    "messages.getConversationMembers": history.get_conversation_members,
    "messages.getHistory": history.get_history,
    "messages.getById": history.get_by_id,
    "messages.getByConversationMessageId": history.get_by_conversation_message_id,
    "messages.isMessagesFromGroupAllowed": history.is_messages_from_group_allowed,
    "groups.getById": groups.get_by_id,
    "groups.getLongPollServer": groups.get_long_poll_server,
    "groups.getLongPollSettings": groups.get_long_poll_settings,
    "groups.setLongPollSettings": groups.set_long_poll_settings,
    "groups.getTokenPermissions": groups.get_token_permissions,
    "groups.getMembers": groups.get_members,
    "groups.isMember": groups.is_member,
    "users.get": users.get,
    "utils.resolveScreenName": users.resolve_screen_name,
    "utils.getServerTime": users.get_server_time,
    "photos.getMessagesUploadServer": uploads.get_photo_server,
    "photos.saveMessagesPhoto": uploads.save_photo,
    "docs.getMessagesUploadServer": uploads.get_doc_server,
    "docs.save": uploads.save_doc,
    "wall.createComment": wall.create_comment,
}

FOR_SERVICE: dict[str, Method] = {
    "users.get": users.get,
    "utils.getServerTime": users.get_server_time,
    "wall.get": wall.get,
    "wall.getById": wall.get_by_id,
    "wall.getComments": wall.get_comments,
    "board.getTopics": board.get_topics,
    "board.getComments": board.get_comments,
}
"""What an application's service token may call."""

FOR_USER: dict[str, Method] = {
    **FOR_SERVICE,
    "wall.getComment": wall.get_comment,
    "wall.createComment": wall.create_comment_by_user,
    "wall.deleteComment": wall.delete_comment,
    "board.createComment": board.create_comment,
    "leadForms.create": lead_forms.create,
    "leadForms.get": lead_forms.get,
    "leadForms.list": lead_forms.list_forms,
    "leadForms.getLeads": lead_forms.get_leads,
    "leadForms.update": lead_forms.update,
    "leadForms.delete": lead_forms.delete,
    "leadForms.getUploadURL": lead_forms.get_upload_url,
}
"""What the token of the community's administrator may call."""

# The right of a community token that a method or its whole section needs.
RIGHTS = {
    "messages": "messages",
    "photos": "photos",
    "docs": "docs",
    "wall": "wall",
    "groups.getLongPollServer": "manage",
    "groups.getLongPollSettings": "manage",
    "groups.setLongPollSettings": "manage",
}

# Methods that exist but not for a community token: those without "group" in the schema's access_token_type.
_USER_METHODS = {
    "groups": "addLink approveRequest ban create deleteLink editLink editManager get getAddresses getCatalogInfo "
    "getInvitedUsers getInvites getRequests getSettings invite join leave removeUser reorderLink search toggleMarket "
    "unban",
    "messages": "addChatUser addChatUsers allowMessagesFromGroup denyMessagesFromGroup getChat getChatPreview "
    "getLastActivity getReactionsAssets joinChatByInviteLink markAsImportant markReactionsAsRead muteChatMentions",
    "users": "getFollowers getSubscriptions report search",
    "photos": "confirmTag copy createAlbum createComment delete deleteAlbum deleteComment edit editAlbum editComment "
    "get getAlbums getAlbumsCount getAll getAllComments getById getComments getMarketAlbumUploadServer getNewTags "
    "getOwnerPhotoUploadServer getTags getUploadServer getUserPhotos getWallUploadServer makeCover move putTag "
    "removeTag reorderAlbums reorderPhotos report reportComment restore restoreComment save saveMarketAlbumPhoto "
    "saveOwnerPhoto saveWallPhoto search",
    "docs": "add delete edit get getTypes getUploadServer restore",
    "wall": "checkCopyrightLink delete deleteComment edit editAdsStealth editComment get getById getComment "
    "getComments getReposts parseAttachedLink pin post postAdsStealth reportComment reportPost repost restore "
    "restoreComment search unpin",
    "board": "addTopic closeTopic createComment deleteTopic editComment editTopic fixTopic getComments getTopics "
    "openTopic unfixTopic",
    "leadForms": "create delete get getLeads getUploadURL list update",
    "polls": "addVote create deleteVote edit getBackgrounds getById getPhotoUploadServer getVoters savePhoto",
    "utils": "deleteFromLastShortened getLastShortenedLinks",
}
USER_METHODS = frozenset(f"{section}.{name}" for section, names in _USER_METHODS.items() for name in names.split())
