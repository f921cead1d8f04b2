// Files that people attach: what VK takes as a photo, and how many fit into one message.

import { api } from "./api.js";

export const PHOTO_TYPES = ["image/jpeg", "image/png", "image/gif"]; // what VK takes as a photo of a message
export const MAX_FILES = 10; // VK's limit of attachments in one message

export const kindOf = (file) => (PHOTO_TYPES.includes(file.type) ? "photo" : "doc");

/** Uploads all of them; returns their upload ids. */
export async function uploadAll(files) {
  const ids = [];
  for (const file of files) ids.push((await api.upload(file, kindOf(file))).upload_id);
  return ids;
}
