// Puts the page together: columns, tabs, views of a phone, the title.

import { $ } from "./dom.js";
import { startChat } from "./chat.js";
import { startDrop } from "./composer.js";
import { createPerson } from "./dialogs.js";
import { startFaults } from "./faults.js";
import { startFeed } from "./feed.js";
import { startLog } from "./log.js";
import { startPeople } from "./people.js";
import { startPublic } from "./public.js";
import { go, isNarrow, readRoute, TABS } from "./route.js";
import { startSettings } from "./settings.js";
import { showSnackbar } from "./snackbar.js";
import { authorOf, defaultPeer, isStaff, on, store, unreadOfUser } from "./store.js";

function showView() {
  const { peer, place, tab } = readRoute();
  document.body.dataset.view = tab ? "panel" : peer || place ? "chat" : "list";
  if (tab) showTab(tab);
}

function showTab(chosen) {
  for (const tab of TABS) {
    const isChosen = tab === chosen;
    const button = $(`#tab-${tab}`);
    button.setAttribute("aria-selected", String(isChosen));
    button.tabIndex = isChosen ? 0 : -1;
    $(`#pane-${tab}`).hidden = !isChosen;
  }
}

/** On a wide window the panel is always there and its tab is no place of its own. */
function chooseTab(tab) {
  const route = readRoute();
  if (route.tab) go({ ...route, tab }, { replace: true });
  else showTab(tab);
}

function onTabKey(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const current = TABS.indexOf(document.activeElement.dataset.tab);
  const next = TABS[(current + step + TABS.length) % TABS.length];
  chooseTab(next);
  $(`#tab-${next}`).focus();
}

function showTitle() {
  const { user } = readRoute();
  if (!store.users.has(user)) return;
  const count = unreadOfUser(user);
  document.title = `${count ? `(${count}) ` : ""}${authorOf(user).name} — песочница`;
}

/** A window opened without an address shows the first citizen, except on a phone, where the list comes first. */
function openSomebody() {
  const { user, peer, place } = readRoute();
  const first = [...store.users.values()].find((person) => !isStaff(person));
  if (store.users.has(user) ? peer !== null || place !== null || isNarrow() : isNarrow() || !first) return;
  const chosen = store.users.has(user) ? user : first.id;
  go({ ...readRoute(), user: chosen, peer: defaultPeer(chosen) }, { replace: true });
}

function showConnection(up) {
  $("#connection").textContent = up ? store.community.name : "нет связи, пробую снова…";
  document.body.classList.toggle("offline", !up);
}

for (const start of [startPeople, startChat, startDrop, startPublic, startLog, startFaults, startSettings]) start();
$("#new-person").addEventListener("click", createPerson);
$("#close-panel").addEventListener("click", () => go({ ...readRoute(), tab: null }, { replace: true }));
for (const button of document.querySelectorAll("[data-open-panel]"))
  button.addEventListener("click", () => go({ ...readRoute(), tab: "log" }));
for (const tab of TABS) $(`#tab-${tab}`).addEventListener("click", () => chooseTab(tab));
$(".tabs").addEventListener("keydown", onTabKey);

showTab(TABS[0]);
showView();
addEventListener("hashchange", showView);
addEventListener("hashchange", showTitle);
on("people conversation", showTitle);
on("people", openSomebody);
on("connection", showConnection);
on("snackbar", (item) => {
  const { user } = readRoute();
  if (item.user_id !== user) return;
  if (item.text) showSnackbar(item.text);
  if (item.link) window.open(item.link, "_blank", "noopener");
});
startFeed();
