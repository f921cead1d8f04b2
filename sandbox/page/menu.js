// A small menu that opens at a button. The popover API gives light dismissal, Escape and the top layer.

import { h, icon } from "./dom.js";

const GAP = 6;

function place(menu, anchor) {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.min(Math.max(GAP, box.right - width), innerWidth - width - GAP);
  const below = box.bottom + GAP;
  const top = below + height <= innerHeight - GAP ? below : Math.max(GAP, box.top - height - GAP);
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}

function moveFocus(menu, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...menu.children];
  const index = items.indexOf(document.activeElement);
  items[(index + step + items.length) % items.length].focus();
}

/** Opens a menu of `[{icon, label, testid, danger, run}]` at `anchor`. */
export function openMenu(anchor, items) {
  const menu = h("div", { class: "menu", role: "menu", popover: "auto", onkeydown: (event) => moveFocus(menu, event) });
  for (const item of items) {
    const choose = () => {
      menu.hidePopover();
      item.run();
    };
    menu.append(
      h(
        "button",
        { type: "button", role: "menuitem", class: item.danger ? "danger" : "", "data-testid": item.testid, onclick: choose },
        icon(item.icon),
        item.label,
      ),
    );
  }
  menu.addEventListener("toggle", (event) => event.newState === "closed" && menu.remove());
  document.body.append(menu);
  menu.showPopover();
  place(menu, anchor);
  menu.firstChild.focus();
}
