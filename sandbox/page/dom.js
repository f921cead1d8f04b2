// The only place that builds DOM. Text always becomes text nodes, so whatever a person writes is never markup.

const SVG = "http://www.w3.org/2000/svg";

function applyProp(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "vars") for (const [key, item] of Object.entries(value)) node.style.setProperty(key, item);
  else if (name === "value" || name === "checked" || name === "disabled") node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** Creates an element: `h("p", {class: "note"}, "text", child)`. Empty children are left out. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) applyProp(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Creates an SVG element with plain attributes. */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** An icon from the sprite in index.html. Decorative: the button around it carries the label. */
export function icon(name) {
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("use", { href: `#i-${name}` }));
}

/** A round button with an icon; `label` is its accessible name and its tooltip. */
export function iconButton(name, label, props = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, ...props }, icon(name));
}

export const $ = (selector, root = document) => root.querySelector(selector);

const rendered = new WeakMap();

/**
 * Makes the children of `container` match `items`, touching only what changed, so that screen readers announce
 * just the new nodes and the focus stays where it is.
 */
export function reconcile(container, items, { key, signature, render }) {
  const before = rendered.get(container) ?? new Map();
  const after = new Map();
  let cursor = container.firstChild;
  for (const item of items) {
    const id = key(item);
    const mark = signature(item);
    const known = before.get(id);
    const entry = known && known.mark === mark ? known : { mark, node: render(item) };
    if (known && known !== entry) {
      if (cursor === known.node) cursor = entry.node;
      replaceKeepingFocus(known.node, entry.node);
    }
    if (entry.node === cursor) cursor = cursor.nextSibling;
    else container.insertBefore(entry.node, cursor);
    after.set(id, entry);
  }
  for (const [id, entry] of before) if (!after.has(id)) entry.node.remove();
  rendered.set(container, after);
}

function replaceKeepingFocus(oldNode, newNode) {
  const focused = oldNode.contains(document.activeElement) ? document.activeElement.dataset.testid : undefined;
  oldNode.replaceWith(newNode);
  if (focused === undefined) return;
  const again = newNode.dataset.testid === focused ? newNode : $(`[data-testid="${CSS.escape(focused)}"]`, newNode);
  again?.focus({ preventScroll: true });
}
