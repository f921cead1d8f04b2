// Stickers without a network: faces drawn by the system's emoji font, each under a sticker id of its own.

import { h } from "./dom.js";

const FACES = new Map([
  [9012, "👍"], [9013, "❤️"], [9014, "😀"], [9015, "😢"], [9016, "🙏"], [9017, "😡"], [9018, "🎉"], [9019, "🐶"],
]);

export const STICKER_IDS = [...FACES.keys()];

export const hasFace = (id) => FACES.has(id);

export const stickerFace = (id) => h("span", { class: "sticker-face", "aria-hidden": "true" }, FACES.get(id) ?? "🙂");
